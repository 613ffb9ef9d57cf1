#pragma once

#include <algorithm>
#include <cmath>
#include <limits>

#include <staticnn/simd/erf.hpp>
#include <staticnn/simd/exp.hpp>
#include <staticnn/simd/log.hpp>
#include <staticnn/simd/log1p.hpp>
#include <staticnn/simd/sigmoid.hpp>
#include <staticnn/simd/tanh.hpp>

/// The elementary functions of simd, each beside its exact value and the error it states, for tests over many numbers.
namespace test {

/// How far a result is from the exact value, in units of the last place that T has there. Infinity and NaN must be met;
/// a finite number for infinity, or the reverse, is infinitely far.
template <class T, class Exact>
double ulps(T result, Exact exact) {
    using Limits = std::numeric_limits<T>;
    T const rounded = T(exact);
    if (std::isnan(rounded)) return std::isnan(result) ? 0 : std::numeric_limits<double>::infinity();
    if (std::isinf(rounded) || std::isinf(result) || std::isnan(result))
        return result == rounded ? 0 : std::numeric_limits<double>::infinity();
    if (Exact(result) == exact) return 0;
    int const exponent = exact == 0 ? Limits::min_exponent : std::max(std::ilogb(exact), Limits::min_exponent - 1);
    return double(std::ldexp(std::abs(Exact(result) - exact), Limits::digits - 1 - exponent));
}

struct Exp {
    static constexpr char const* name = "exp";
    static constexpr double most_ulps = 1.1;
    static constexpr auto ours = [](auto x) { return staticnn::simd::exp(x); };
    static constexpr auto exact = [](auto x) { return std::exp(x); };
};

struct Erf {
    static constexpr char const* name = "erf";
    static constexpr double most_ulps = 1.5;
    static constexpr auto ours = [](auto x) { return staticnn::simd::erf(x); };
    static constexpr auto exact = [](auto x) { return std::erf(x); };
};

struct Tanh {
    static constexpr char const* name = "tanh";
    static constexpr double most_ulps = 1.8;
    static constexpr auto ours = [](auto x) { return staticnn::simd::tanh(x); };
    static constexpr auto exact = [](auto x) { return std::tanh(x); };
};

struct Sigmoid {
    static constexpr char const* name = "sigmoid";
    static constexpr double most_ulps = 2.5;
    static constexpr auto ours = [](auto x) { return staticnn::simd::sigmoid(x); };
    static constexpr auto exact = [](auto x) {
        if (x > 0) return 1 / (1 + std::exp(-x));
        auto const e = std::exp(x);
        return e / (1 + e);
    };
};

struct Log {
    static constexpr char const* name = "log";
    static constexpr double most_ulps = 1;
    static constexpr auto ours = [](auto x) { return staticnn::simd::log(x); };
    static constexpr auto exact = [](auto x) { return std::log(x); };
};

struct Log1p {
    static constexpr char const* name = "log1p";
    static constexpr double most_ulps = 1.5;
    static constexpr auto ours = [](auto x) { return staticnn::simd::log1p(x); };
    static constexpr auto exact = [](auto x) { return std::log1p(x); };
};

}  // namespace test
