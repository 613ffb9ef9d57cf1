#pragma once

#include <staticnn/simd/polynomial.hpp>
#include <staticnn/simd/vec.hpp>

namespace staticnn::inline STATICNN_TARGET::simd {

/// What tanh is made of.
///
/// The series is ((e^2r - 1) / 2 - r) / r² for r from -ln 2 / 4 to `near_zero`: Remez's exchange in 60 digits, for the
/// least relative error of tanh, then rounded. That error is 2^-28.5 in float, 2^-55.6 in double.
template <class T>
struct HyperbolicTangent;

template <>
struct HyperbolicTangent<float> {
    static constexpr int digits = 23, bias = 127;
    static constexpr float near_zero = 0.3125F, highest = 16;  // beyond which tanh is 1
    static constexpr float two_log2_e = 0x1.715476p+1F, half_ln2 = 0x1.62e43p-2F;
    static constexpr float series[] = {0x1.fffffep-1F, 0x1.555574p-1F, 0x1.55570cp-2F,
                                       0x1.10e56ep-3F, 0x1.6ba484p-5F, 0x1.db1104p-7F};
};

template <>
struct HyperbolicTangent<double> {
    static constexpr int digits = 52, bias = 1023;
    static constexpr double near_zero = 0.3125, highest = 32;
    static constexpr double two_log2_e = 0x1.71547652b82fep+1, half_ln2 = 0x1.62e42fefa39efp-2;
    static constexpr double series[] = {0x1.0000000000004p+0,  0x1.55555555554c1p-1,  0x1.55555555545cap-2,
                                        0x1.1111111136d29p-3,  0x1.6c16c16df0237p-5,  0x1.a01a00d76d910p-7,
                                        0x1.a01a035ccb9a1p-9,  0x1.71dfe0663e677p-11, 0x1.27d3428fca9dap-13,
                                        0x1.ac53407dd0a1fp-16, 0x1.48863ac5a1d23p-18};
};

/// The hyperbolic tangent in each lane: m / (m + 1) with m = (e^2x - 1) / 2, for any size of x.
///
/// Error    1.8 ulp; the largest found is 1.50 in all floats, 1.71 in samples of doubles
/// Edges    ±0 of ±0, ±1 of ±infinity, x where it is tiny; NaN passes
template <class V>
[[gnu::always_inline]] constexpr V tanh(V v) {
    return per_lane<V>(
        []<class U>(U x) __attribute__((always_inline)) {
            using T = Scalar<U>;
            using C = HyperbolicTangent<T>;
            constexpr auto number = [](T t) __attribute__((always_inline)) { return broadcast<U>(t); };
            Bits<U> const sign = bits(x) & bits(number(T(-0.0)));
            U const any_size = from_bits<U>(bits(x) ^ sign), size = at_most(any_size, C::highest);

            // size = n ln 2 / 2 + r, as in exp, but n is 0 up to `near_zero`. Errors of n ln 2 / 2 hardly count where n
            // is large.
            constexpr T large = T(3ULL << (C::digits - 1)) + C::bias;
            U far = size;
            if constexpr (!core::has_fma)  // without AVX, to choose between zero and a number is a third of the work
                far = any_size < C::near_zero ? U{} : size;
            U sum = multiply_add(far, number(C::two_log2_e), number(large));
            if constexpr (core::has_fma) sum = size < C::near_zero ? number(large) : sum;
            U const n = sum - large;
            U const r = multiply_add(n, number(-C::half_ln2), size);

            // m = base + rest, where base is x itself if n is 0: tanh x = base + (rest - base m) / (m + 1) then loses
            // nothing to the rounding of m, which is more than x.
            U const base = (core::has_fma ? size : any_size) < C::near_zero ? size : U{};
            U const rest_r = multiply_add(polynomial<C::series>(r), r * r, r - base);
            U const power = from_bits<U>(bits(sum) << C::digits);  // 2^n
            U const rest = multiply_add(power, rest_r, multiply_add(power, number(T(0.5)), number(T(-0.5))));
            U const m = base + rest;
            U const y = base + multiply_add(-base, m, rest) / (m + 1);
            return from_bits<U>(bits(y) | sign);
        },
        v);
}

}  // namespace staticnn::inline STATICNN_TARGET::simd
