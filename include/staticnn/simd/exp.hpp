#pragma once

#include <staticnn/simd/polynomial.hpp>
#include <staticnn/simd/vec.hpp>

namespace staticnn::inline STATICNN_TARGET::simd {

/// What exp is made of.
///
/// The series is (e^r - 1 - r) / r² for |r| ≤ ln 2 / 2: Remez's exchange in 60 digits, for the least relative error of
/// e^r, then rounded. That error is 2^-27.8 in float, 2^-56.5 in double.
template <class T>
struct Exponential;

template <>
struct Exponential<float> {
    static constexpr int digits = 23, bias = 127;
    static constexpr float lowest = -104, highest = 89;  // what is beyond them is 0 or infinity
    static constexpr float negligible = -69;             // e^-69 = 1e-30
    static constexpr float last_finite = 0x1.62e42ep+6F;
    static constexpr float log2_e = 0x1.715476p+0F;
    static constexpr float ln2_high = 0x1.62e4p-1F, ln2_low = 0x1.7f7d1cp-20F;  // n ln2_high is exact
    static constexpr float series[] = {0x1.fffffcp-2F, 0x1.55549p-3F, 0x1.5558f4p-5F, 0x1.123a68p-7F, 0x1.6a235ap-10F};
};

template <>
struct Exponential<double> {
    static constexpr int digits = 52, bias = 1023;
    static constexpr double lowest = -746, highest = 710;
    static constexpr double negligible = -667;  // e^-667 = 2e-290
    static constexpr double last_finite = 0x1.62e42fefa39efp+9;
    static constexpr double log2_e = 0x1.71547652b82fep+0;
    static constexpr double ln2_high = 0x1.62e42feep-1, ln2_low = 0x1.a39ef35793c76p-33;
    static constexpr double series[] = {0x1.000000000000ap-1,  0x1.55555555554f9p-3,  0x1.55555555507f4p-5,
                                        0x1.1111111127e78p-7,  0x1.6c16c1844a238p-10, 0x1.a01a0129b6af1p-13,
                                        0x1.a01999b0469c7p-16, 0x1.71df262a78d2ep-19, 0x1.28adcc0d484e1p-22,
                                        0x1.ad7effec6a48dp-26};
};

/// e^x of a number or a register, for x from lowest to highest; NaN passes. Where x was rounded, `low` is what it lacks.
template <class V, class... Low>
[[gnu::always_inline]] constexpr V exp_in_range(V x, Low... low) {
    using T = Scalar<V>;
    using C = Exponential<T>;
    constexpr auto number = [](T t) __attribute__((always_inline)) { return broadcast<V>(t); };

    // x = n ln 2 + r: added to so large a number, x log2 e is rounded to a whole one, n, and n + 2 bias stands in the
    // lowest bits of the sum.
    constexpr T large = T(3ULL << (C::digits - 1)) + 2 * C::bias;
    V const sum = multiply_add((x + ... + low), number(C::log2_e), number(large)), n = sum - large;
    V const r = (multiply_add(n, number(-C::ln2_low), multiply_add(n, number(-C::ln2_high), x)) + ... + low);
    V const e_r = 1 + multiply_add(polynomial<C::series>(r), r * r, r);

    // Times 2^n in two steps, since 2^n may be no number where the result is one: the first is exact.
    Bits<V> const both = bits(sum), one = both >> 1, other = both - one;
    return rounded(e_r * from_bits<V>(one << C::digits) * from_bits<V>(other << C::digits));
}

/// e^x of a number or a register, for x up to 0: a part of something larger. What is below 1e-30 (1e-290 in double) is
/// zero, since products of it would soon be denormal, which slow a machine down; NaN passes.
template <class V>
[[gnu::always_inline]] constexpr V exp_or_zero(V x) {
    using C = Exponential<Scalar<V>>;
    return x < C::negligible ? V{} : exp_in_range(at_least(x, C::negligible));
}

/// e^x in each lane.
///
/// Error    1.1 ulp, subnormal results included; the largest found is 1.04 in all floats, 1.05 in samples of doubles
/// Edges    0 of -infinity, infinity of infinity; NaN passes
template <class V>
[[gnu::always_inline]] constexpr V exp(V v) {
    return per_lane<V>(
        []<class U>(U x) __attribute__((always_inline)) {
            using C = Exponential<Scalar<U>>;
            if constexpr (is_scalar<U>)  // g++ takes overflow for an error in a constant expression
                if (__builtin_is_constant_evaluated() && x > C::last_finite) return U(__builtin_inff());
            return exp_in_range(at_least(at_most(x, C::highest), C::lowest));
        },
        v);
}

}  // namespace staticnn::inline STATICNN_TARGET::simd
