#pragma once

#include <staticnn/core/target.hpp>

namespace staticnn::inline STATICNN_TARGET::core {

/// A sum that is not exact, nudged to the odd neighbour: rounding it once more to a shorter type is then right.
///
/// Source   Boldo & Melquiond, Emulation of FMA and correctly rounded sums: proved algorithms using rounding
///          to odd, IEEE Transactions on Computers 57 (2008)
constexpr double round_to_odd(double sum, double error) {
    auto const bits = __builtin_bit_cast(unsigned long long, sum);
    if (error == 0 || error != error || (bits & 1) != 0) return sum;
    bool const away_from_zero = (error > 0) == (sum > 0);
    return __builtin_bit_cast(double, away_from_zero ? bits + 1 : bits - 1);
}

/// a b + c, rounded once, in plain arithmetic: what constant evaluation uses where the machine has the instruction.
///
/// Error    none, unless an intermediate of the double form over- or underflows (|a| or |b| above 2^996)
/// Cost     few statements, since compilers limit how many a constant expression may run
constexpr float fused(float a, float b, float c) {
    double const product = double(a) * double(b), sum = product + double(c);  // the product is exact
    // Rounding twice errs only where the first rounding lands on the middle between two floats. (In subnormal floats,
    // that middle is at another bit.)
    if ((sum >= 0x1p-126 || sum <= -0x1p-126) &&
        (__builtin_bit_cast(unsigned long long, sum) & 0x1fffffff) != 0x10000000)
        return float(sum);
    double const rest = sum - product;
    return float(round_to_odd(sum, (product - (sum - rest)) + (double(c) - rest)));
}

constexpr double fused(double a, double b, double c) {
    double const product = a * b, sum = product + c;
    bool const finite = sum < __builtin_inf() && sum > -__builtin_inf();
    if (!finite || product == 0) return sum;  // NaN and infinity, and nothing to be exact about
    // a and b as halves of 26 bits, whose products are exact; then product + below = a b
    double const big_a = a * 134217729.0, a1 = big_a - (big_a - a), a2 = a - a1;
    double const big_b = b * 134217729.0, b1 = big_b - (big_b - b), b2 = b - b1;
    double const below = ((a1 * b1 - product) + a1 * b2 + a2 * b1) + a2 * b2;
    // c + below = tail + tail_error, product + tail = head + head_error, both errors = rest + rest_error
    double const tail = c + below, t = tail - c, tail_error = (c - (tail - t)) + (below - t);
    double const head = product + tail, h = head - product, head_error = (product - (head - h)) + (tail - h);
    double const rest = tail_error + head_error, r = rest - tail_error;
    return head + round_to_odd(rest, (tail_error - (rest - r)) + (head_error - r));
}

/// a b + c: rounded once where the machine has fused multiply-add, twice where it has not; the same number in a
/// constant expression as at run time. (The compilers' own question is answered as they parse: what only constants need
/// is dropped there and then, where g++ 12 optimises what stands behind std::is_constant_evaluated before it drops it.)
template <class T>
[[gnu::always_inline]] constexpr T multiply_add(T a, T b, T c) {
    if constexpr (!has_fma) {
        T const product = a * b;  // a statement of its own: clang would take both for one, and fold constants as fused
        return product + c;
    } else if (__builtin_is_constant_evaluated())
        return fused(a, b, c);
    else if constexpr (sizeof(T) == sizeof(float))
        return __builtin_fmaf(a, b, c);
    else
        return __builtin_fma(a, b, c);
}

}  // namespace staticnn::inline STATICNN_TARGET::core
