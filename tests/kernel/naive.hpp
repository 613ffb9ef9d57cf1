#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <type_traits>
#include <vector>

#include <staticnn/kernel/matrix.hpp>

#include "simd/lane_counts.hpp"

/// What the kernels are compared with: loops that a glance can check, in a wider type.
namespace naive {

namespace kernel = staticnn::kernel;
namespace simd = staticnn::simd;

/// A type with more digits than float and, where the machine has one, than double.
using Wide = long double;

/// γ = nu / (1 - nu), u the unit roundoff: what a sum of n terms may be off, as a part of the sum of their sizes, in
/// whatever order they are added. Higham, Accuracy and Stability of Numerical Algorithms (2002), section 3.1.
template <class T>
double gamma(std::size_t terms) {
    double const nu = double(terms) * double(std::numeric_limits<T>::epsilon()) / 2;
    return nu / (1 - nu);
}

/// Number k of a fixed list that fills (-1, 1) with no pattern in sight; no power of two among them.
template <class T>
constexpr T number(std::size_t k) {
    auto const mixed = unsigned((k + 1) * 2654435761U) >> 16;
    return (T(mixed) - T(32767.5)) / T(40000);
}

/// Numbers `from`, `from` + 1, ...
template <class T>
std::vector<T> numbers(std::size_t count, std::size_t from) {
    std::vector<T> list(count);
    for (T& value : list) value = number<T>(from++);
    return list;
}

/// A sum, and the sum of the sizes of its terms.
struct Sum {
    Wide value = 0, size = 0;

    void add(Wide term) {
        value += term;
        size += std::abs(term);
    }
    template <class T>
    bool is_within(double gamma, T ours) const {
        return double(std::abs(Wide(ours) - value)) <= gamma * double(size);
    }
};

/// A matrix as Linear lays it out: rows of outputs, padded.
template <std::size_t In, std::size_t Out>
inline constexpr kernel::Matrix matrix{
    .inputs = In, .outputs = Out, .input_stride = kernel::padded(Out), .output_stride = 1};

/// How many numbers hold the weights and the bias. A last register may reach past the last row; see Linear.
constexpr std::size_t parameter_storage(kernel::Matrix m, bool bias = true) {
    return (m.inputs + (bias ? 1 : 0)) * m.input_stride + (m.input_stride > 16 && m.input_stride % 16 != 0 ? 8 : 0);
}

/// Fills in the weights and behind them the bias; the padding is left as it is.
template <class T>
constexpr void fill_parameters(kernel::Matrix m, T* to) {
    for (std::size_t i = 0; i <= m.inputs; ++i)
        for (std::size_t o = 0; o < m.outputs; ++o) to[i * m.input_stride + o] = number<T>(i * m.outputs + o);
}

/// Weights and bias, with zeros in the padding, on the heap and no longer than need be: whoever reads past the end is
/// found out by the sanitizer.
template <class T>
std::vector<T> parameters(kernel::Matrix m) {
    std::vector<T> all(parameter_storage(m));
    fill_parameters(m, all.data());
    return all;
}

/// A `put` that stores panels as they come.
template <std::size_t F, std::size_t L, class T>
struct Store {
    T* to;

    template <class V>
    [[gnu::always_inline]] constexpr void operator()(std::size_t panel, std::size_t feature, V v) const {
        simd::store(to + (panel * F + feature) * L, v);
    }
};

/// a b + c as the machine's kernels round it.
template <class T>
T multiply_add(T a, T b, T c) {
    if (staticnn::core::has_fma) return std::fma(a, b, c);
    T volatile const product = a * b;  // kept apart from the sum
    return product + c;
}

inline constexpr std::size_t panel_counts[] = {1, 2, 3, 7};
inline constexpr std::size_t most_panels = 7;

/// The lane counts that layers run at.
template <class T, class F>
void for_each_lane_count(F const& f) {
    if constexpr (sizeof(T) == sizeof(float))
        test::for_lane_counts<T, 1, 4, 8, 16>(f);
    else
        test::for_lane_counts<T, 1, 2, 4, 8>(f);
}

/// Those of them that leave part of a register unused.
template <class T, class F>
void for_fewer_lanes(F const& f) {
    for_each_lane_count<T>([&]<std::size_t L>(std::integral_constant<std::size_t, L> lanes) {
        if constexpr (L < simd::lanes<T>) f(lanes);
    });
}

}  // namespace naive
