#pragma once

#include <cstddef>

#include <staticnn/core/target.hpp>

/// The few elementary functions that set-up code needs, in double, usable in a constant expression on every
/// compiler. Kernels have their own, in lanes.
namespace staticnn::inline STATICNN_TARGET::core {

/// The square root.
///
/// Error    none: rounded once, as the instruction does
/// Edges    NaN of a negative number, infinity of infinity, ±0 of ±0
constexpr double square_root(double x) {
    if (!__builtin_is_constant_evaluated()) return __builtin_sqrt(x);
    if (x == 0 || x != x || x == __builtin_inf()) return x;
    if (x < 0) return __builtin_nan("");
    if (x < 0x1p-500) return square_root(x * 0x1p+600) * 0x1p-300;
    if (x > 0x1p+500) return square_root(x * 0x1p-600) * 0x1p+300;
    double root = x < 1 ? 1 : x;  // Newton from above falls until rounding stops it
    for (double next = (root + x / root) / 2; next < root; next = (root + x / root) / 2) root = next;
    // The last digit: of the neighbours, the one whose square is nearest. Dekker's product gives the square exactly.
    auto const excess = [x](double r) {
        double const big = r * 134217729.0, high = big - (big - r), low = r - high, square = r * r;
        return (square - x) + (((high * high - square) + 2 * high * low) + low * low);
    };
    auto const step = [](double r, int by) {
        return __builtin_bit_cast(double, __builtin_bit_cast(unsigned long long, r) + (unsigned long long)(by));
    };
    // r is right when (r - half an ulp)^2 < x < (r + half an ulp)^2, that is |r^2 - x| < r * ulp.
    if (excess(root) >= root * (root - step(root, -1))) return step(root, -1);
    if (-excess(root) > root * (step(root, 1) - root)) return step(root, 1);
    return root;
}

constexpr float square_root(float x) {
    return __builtin_is_constant_evaluated() ? float(square_root(double(x))) : __builtin_sqrtf(x);
}

/// The natural logarithm of a positive, normal, finite number.
///
/// Error    4e-16 relative
constexpr double natural_logarithm(double x) {
    auto const bits = __builtin_bit_cast(unsigned long long, x);
    int exponent = int(bits >> 52) - 1023;
    double mantissa = __builtin_bit_cast(double, (bits & 0xfffffffffffff) | 0x3ff0000000000000);
    if (mantissa > 1.4142135623730951) mantissa /= 2, ++exponent;
    // ln m = 2 artanh s,  s = (m - 1) / (m + 1),  |s| < 0.172
    double const s = (mantissa - 1) / (mantissa + 1), s2 = s * s;
    double series = 0;
    for (int k = 23; k >= 3; k -= 2) series = (series + 1.0 / k) * s2;
    return exponent * 0.693147180369123816490 + (2 * s + (2 * s * series + exponent * 1.90821492927058770002e-10));
}

/// Sine and cosine at once.
struct SineCosine {
    double sine, cosine;
};

/// Sine and cosine of an angle in [0, 7).
///
/// Error    2e-16 absolute
constexpr SineCosine sine_cosine(double angle) {
    // Take off quarter turns, in two parts so that the rest is exact to the last digit.
    int const quarter = int(angle * 0.63661977236758134 + 0.5);
    double const x = (angle - quarter * 1.5707963267341256) - quarter * 6.0771005065061922e-11, x2 = x * x;
    double sine = 0, cosine = 0;
    for (int k = 19; k >= 3; k -= 2) sine = (1 + sine) * (-x2 / ((k - 1) * k));
    for (int k = 18; k >= 2; k -= 2) cosine = (1 + cosine) * (-x2 / ((k - 1) * k));
    sine = x + x * sine, cosine = 1 + cosine;
    switch (quarter & 3) {
        case 0: return {sine, cosine};
        case 1: return {cosine, -sine};
        case 2: return {-sine, -cosine};
        default: return {-cosine, sine};
    }
}

}  // namespace staticnn::inline STATICNN_TARGET::core
