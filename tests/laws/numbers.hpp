#pragma once

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <type_traits>
#include <vector>

#include <staticnn/staticnn.hpp>

/// Random numbers for the laws, and what "the same" means.
namespace laws {

namespace nn = staticnn;

/// How many samples go side by side: where panels begin and end.
template <class T>
inline constexpr std::size_t lanes = nn::simd::lanes<T>;

template <class Net>
inline constexpr std::size_t inputs = nn::Model<Net>::Plan::input.size();
template <class Net>
inline constexpr std::size_t outputs = nn::Model<Net>::Plan::output.size();

/// Whether a sample's result in training depends on the other samples, and how many the network needs.
template <class Net>
inline constexpr bool couples_samples = nn::Model<Net>::Plan::totals.couples_samples;
template <class Net>
inline constexpr std::size_t minimum_samples = nn::Model<Net>::Plan::totals.minimum_samples;

/// What rounding may change, as a part of the largest number.
template <class T>
inline constexpr double tolerance = sizeof(T) == sizeof(float) ? 2e-5 : 1e-12;

/// Where a network's inputs come from: a logarithm, say, wants them positive.
struct Range {
    double from = -1, to = 1;
};

template <class T>
std::vector<T> random(std::size_t count, std::uint64_t seed, Range range = {}) {
    nn::Generator generator{seed};
    std::vector<T> values(count);
    for (T& value : values) value = generator.uniform(T(range.from), T(range.to));
    return values;
}

/// A model whose every parameter and buffer is a number that matters. Variances are among the buffers, so these are
/// positive.
template <class Net, class T>
nn::Model<Net, T> random_model() {
    nn::Generator generator{2};
    nn::Model<Net, T> model;
    model.for_each_parameter([&](auto, auto p) {
        for (std::size_t k = 0; k < p.size(); ++k) p[k] = generator.uniform(T(-0.5), T(0.5));
    });
    model.for_each_buffer([&](auto, auto b) {
        if constexpr (std::is_same_v<typename decltype(b)::value_type, T>)
            for (std::size_t k = 0; k < b.size(); ++k) b[k] = generator.uniform(T(0.5), T(1.5));
    });
    return model;
}

/// All parameters, or all gradients, in PyTorch's order.
template <class T, class Net>
std::vector<T> parameters_of(nn::Model<Net, T> const& model) {
    std::vector<T> all;
    model.for_each_parameter([&](auto, auto p) {
        for (std::size_t k = 0; k < p.size(); ++k) all.push_back(p[k]);
    });
    return all;
}
template <class Trainer>
auto gradients_of(Trainer const& trainer) {
    std::vector<typename Trainer::Scalar> all;
    trainer.for_each_gradient([&](auto, auto g) {
        for (std::size_t k = 0; k < g.size(); ++k) all.push_back(g[k]);
    });
    return all;
}

/// The same bits, NaN and the sign of zero included.
template <class A, class B>
bool identical(A const& a, B const& b) {
    using T = std::remove_cvref_t<decltype(*std::data(a))>;
    static_assert(std::is_same_v<T, std::remove_cvref_t<decltype(*std::data(b))>>);
    return std::size(a) == std::size(b) &&
           (std::size(a) == 0 || std::memcmp(std::data(a), std::data(b), std::size(a) * sizeof(T)) == 0);
}

/// The same numbers but for rounding. NaN is close to nothing.
template <class A, class B>
bool close(A const& a, B const& b) {
    using T = std::remove_cvref_t<decltype(*std::data(a))>;
    if (std::size(a) != std::size(b)) return false;
    double size = 1e-3;
    for (std::size_t k = 0; k < std::size(b); ++k) size = std::max(size, double(std::abs(std::data(b)[k])));
    for (std::size_t k = 0; k < std::size(a); ++k)
        if (!(std::abs(double(std::data(a)[k]) - double(std::data(b)[k])) <= tolerance<T> * size)) return false;
    return true;
}

template <class T>
    requires std::is_floating_point_v<T>
bool close(T a, T b) {
    return close(std::vector<T>{a}, std::vector<T>{b});
}

/// The error that a result is; one that nothing makes, if it is none.
template <class T>
nn::Error error_of(nn::Result<T> const& result) {
    return result ? nn::Error{nn::What::wrong_size, "no error", 0, 0} : result.error();
}

}  // namespace laws
