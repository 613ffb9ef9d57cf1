#pragma once

#include <staticnn/simd/exp.hpp>
#include <staticnn/simd/polynomial.hpp>
#include <staticnn/simd/vec.hpp>

namespace staticnn::inline STATICNN_TARGET::simd {

/// What the tail of the normal distribution is made of.
///
/// The series is (s + centre) Φ(-s) e^(s²/2) in q = (s - centre) / (s + centre), for s from 0 to `last` and a little more:
/// Remez's exchange in 60 digits, for the least relative error, then rounded. That error is 2^-27.1 in float, 2^-57.3 in
/// double.
///
/// Source   the variable: Shepherd & Laframboise, Chebyshev approximation of (1 + 2x) exp(x²) erfc x in 0 ≤ x < ∞,
///          Mathematics of Computation 36 (1981)
template <class T>
struct NormalTail;

template <>
struct NormalTail<float> {
    static constexpr unsigned front = ~0U << 12;  // of a number's bits, half the digits
    static constexpr float centre = 4, last = 12.5F;
    static constexpr float series[] = {0x1.82b4bcp-1F,  -0x1.373e3ap-1F, 0x1.8c6d9cp-2F,  -0x1.7dff86p-3F,
                                       0x1.eed5d8p-5F,  -0x1.ed92fep-8F, -0x1.cd88eep-9F, 0x1.9dfbacp-10F,
                                       0x1.a5740ep-13F, -0x1.007216p-13F};
};

template <>
struct NormalTail<double> {
    static constexpr unsigned long long front = ~0ULL << 27;
    static constexpr double centre = 5, last = 37;
    static constexpr double series[] = {
        0x1.89d3abe1f95aep-1,   -0x1.54ad03f27ca17p-1, 0x1.fb31653876f9bp-2,   -0x1.410ed5f8759e9p-2,
        0x1.51f6329f01378p-3,   -0x1.1b1c254c9e878p-4, 0x1.54b4d4f4e80ebp-6,   -0x1.88590ea328e9fp-9,
        -0x1.a2503804e0554p-11, 0x1.1daf1c51730d5p-11, -0x1.f214536bb32b2p-15, -0x1.a17086c8b670ep-15,
        0x1.17dcc8a6711dbp-16,  0x1.0b1fc1f5c336p-18,  -0x1.73a8fba9b7f02p-19, -0x1.687b55c79dc3p-22,
        0x1.d0f9d7f3787f8p-22,  0x1.61a16f51e2824p-25, -0x1.1bd7100ac2ddap-24, -0x1.255c827ce8651p-27,
        0x1.0fe1a3a1e0485p-27,  0x1.a18ab787a52d4p-30, -0x1.2894d5fe09817p-32};
};

/// e^(-scale s²), where scale is a power of two.
///
/// Error    1.3 ulp: s² in two parts loses nothing, where rounded it would be off by some whole numbers of ulps
template <class V>
[[gnu::always_inline]] constexpr V bell(V s, Scalar<V> scale) {
    V const front = from_bits<V>(bits(s) & NormalTail<Scalar<V>>::front);  // whose square is exact
    return exp_in_range(front * front * -scale, rounded((s - front) * (s + front) * -scale));
}

/// Φ(-s) e^(s²/2), the tail of the normal distribution beside its density, for s from 0 to `last`. Times `bell`, it is
/// within 6 ulp of the tail.
template <class V>
[[gnu::always_inline]] constexpr V tail_beside_bell(V s) {
    using C = NormalTail<Scalar<V>>;
    V const inverse = 1 / (s + C::centre);
    return polynomial<C::series>((s - C::centre) * inverse) * inverse;
}

/// What erf near zero is made of: erf(x) / x - 1 in x², for x to 1; that series' error is 2^-29.6 in float, 2^-56.9 in
/// double. And from where on erf is 1.
template <class T>
struct ErrorFunction;

template <>
struct ErrorFunction<float> {
    static constexpr float one = 4;
    static constexpr float series[] = {0x1.06eba8p-3F, -0x1.81273ep-2F,  0x1.ce2cf8p-4F, -0x1.b7f91p-6F,
                                       0x1.5405bep-8F, -0x1.a3f71ep-11F, 0x1.496a12p-14F};
};

template <>
struct ErrorFunction<double> {
    static constexpr double one = 6;
    static constexpr double series[] = {0x1.06eba8214db68p-3,   -0x1.812746b0379bdp-2,  0x1.ce2f21a040d21p-4,
                                        -0x1.b82ce311fab6fp-6,  0x1.565bccf92eaadp-8,   -0x1.c02db03e3cd72p-11,
                                        0x1.f9a2bab00ed8ep-14,  -0x1.f4ca4dbca9a02p-17, 0x1.b97fd5d5cea58p-20,
                                        -0x1.5c072df7c0e9ep-23, 0x1.d71b21cf3dcd1p-27,  -0x1.abae353b8c9f6p-31};
};

/// The error function in each lane: x + x series(x²) to 1, from there on 1 less the tail.
///
/// Error    1.5 ulp; the largest found is 1.40 in all floats, 1.26 in samples of doubles
/// Edges    ±0 of ±0, ±1 of ±infinity; NaN passes
template <class V>
[[gnu::always_inline]] constexpr V erf(V v) {
    return per_lane<V>(
        []<class U>(U x) __attribute__((always_inline)) {
            using T = Scalar<U>;
            using C = ErrorFunction<T>;
            Bits<U> const sign = bits(x) & bits(broadcast<U>(T(-0.0)));
            U const size = at_most(from_bits<U>(bits(x) ^ sign), C::one);
            U const near_zero = multiply_add(size, polynomial<C::series>(size * size), size);
            constexpr T root_two = T(1.4142135623730950488L);
            U const tail = rounded(bell(size, T(1)) * tail_beside_bell(rounded(size * root_two)));
            U const y = size < 1 ? near_zero : 1 - 2 * tail;
            return from_bits<U>(bits(y) | sign);
        },
        v);
}

}  // namespace staticnn::inline STATICNN_TARGET::simd
