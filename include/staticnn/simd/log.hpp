#pragma once

#include <staticnn/simd/polynomial.hpp>
#include <staticnn/simd/vec.hpp>

namespace staticnn::inline STATICNN_TARGET::simd {

/// What log is made of.
///
/// The series is (2 artanh(s) / s - 2) / s² in s², for s = (m - 1) / (m + 1) and m from √½ to √2: Remez's exchange in 60
/// digits, for the least relative error of artanh, then rounded. That error is 2^-31 in float, 2^-59 in double.
template <class T>
struct Logarithm;

template <>
struct Logarithm<float> {
    static constexpr int digits = 23, bias = 127;
    static constexpr float smallest = 0x1p-126F, root_half = 0x1.6a09e6p-1F;
    static constexpr float ln2_high = 0x1.62e4p-1F, ln2_low = 0x1.7f7d1cp-20F;  // n ln2_high is exact
    static constexpr float series[] = {0x1.555554p-1F, 0x1.999a7ap-2F, 0x1.2438d8p-2F, 0x1.e2f664p-3F};
};

template <>
struct Logarithm<double> {
    static constexpr int digits = 52, bias = 1023;
    static constexpr double smallest = 0x1p-1022, root_half = 0x1.6a09e667f3bcdp-1;
    static constexpr double ln2_high = 0x1.62e42feep-1, ln2_low = 0x1.a39ef35793c76p-33;
    static constexpr double series[] = {0x1.5555555555592p-1, 0x1.999999997fdb8p-2, 0x1.24924941f11fap-2,
                                        0x1.c71c52095eefdp-3, 0x1.74663ee87870ap-3, 0x1.39a1baad5519ap-3,
                                        0x1.2f056435abac4p-3};
};

/// The natural logarithm in each lane.
///
/// Error    1 ulp, of subnormal numbers too; the largest found is 0.84 in all floats, 0.85 in samples of doubles
/// Edges    -infinity of ±0, NaN below zero, infinity of infinity; NaN passes
/// Source   the order of the sums: FreeBSD's e_log.c, of Sun's fdlibm
template <class V>
[[gnu::always_inline]] constexpr V log(V v) {
    return per_lane<V>(
        []<class U>(U x) __attribute__((always_inline)) {
            using T = Scalar<U>;
            using C = Logarithm<T>;
            constexpr auto number = [](T t) __attribute__((always_inline)) { return broadcast<U>(t); };
            constexpr auto one = bits(T(1)), root_half = bits(C::root_half), fraction = bits(C::smallest) - 1;

            // x = 2^n m, with m from √½ to √2
            U const scaled = x < C::smallest ? x * T(1ULL << C::digits) : x;
            Bits<U> const moved = bits(scaled) + (one - root_half);
            U const m = from_bits<U>((moved & fraction) + root_half);
            // As the lowest bits of so large a number, the exponent needs no conversion.
            constexpr T large = T(1ULL << C::digits);
            U const n = from_bits<U>((moved >> C::digits) | bits(large)) -
                        (x < C::smallest ? number(large + C::bias + C::digits) : number(large + C::bias));

            // ln m = 2 artanh s = f - (f²/2 - s (f²/2 + s² series(s²)))
            U const f = m - 1, s = f / (2 + f), s2 = s * s;
            U const half_f2 = rounded(f * f * T(0.5));
            U const rest = multiply_add(s, multiply_add(s2, polynomial<C::series>(s2), half_f2), n * C::ln2_low);
            U const y = multiply_add(n, number(C::ln2_high), f - (half_f2 - rest));

            constexpr T infinity = T(__builtin_inff());
            constexpr T nan = sizeof(T) == sizeof(float) ? T(__builtin_nanf("")) : T(__builtin_nan(""));
            U const of_positive = x < infinity ? y : x;
            return x > 0 ? of_positive : x == 0 ? number(-infinity) : x < 0 ? number(nan) : x;
        },
        v);
}

}  // namespace staticnn::inline STATICNN_TARGET::simd
