#pragma once

#include <cstddef>
#include <type_traits>

#include <staticnn/kernel/matrix.hpp>

/// A row of features: of samples in lanes, where the features are registers that follow one another; and of one sample,
/// where the features themselves lie in lanes.
namespace staticnn::inline STATICNN_TARGET::kernel {

/// The largest power of two that is neither above `a` nor above `b`.
constexpr std::size_t power_of_two_within(std::size_t a, std::size_t b) {
    std::size_t power = 1;
    while (2 * power <= a && 2 * power <= b) power *= 2;
    return power;
}

/// Folds F features: f(so far, feature) takes in one more. Four go side by side, so that none waits for the one before,
/// each beginning with `first`; `combine` makes one of two.
template <std::size_t F, class V, class Function, class Combine>
[[gnu::always_inline]] constexpr V fold_features(V first, Function f, Combine combine) {
    constexpr std::size_t C = F < 4 ? F : 4;
    V part[C];
#pragma GCC unroll 4
    for (std::size_t c = 0; c < C; ++c) part[c] = f(first, c);
    for (std::size_t k = C; k + C <= F; k += C) {
#pragma GCC unroll 4
        for (std::size_t c = 0; c < C; ++c) part[c] = f(part[c], k + c);
    }
#pragma GCC unroll 4
    for (std::size_t c = 0; c < F % C; ++c) part[c] = f(part[c], F - F % C + c);
#pragma GCC unroll 4
    for (std::size_t half = 2; half > 0; half /= 2)
#pragma GCC unroll 4
        for (std::size_t c = 0; c < half; ++c)
            if (c + half < C) part[c] = combine(part[c], part[c + half]);
    return part[0];
}

/// A sum over features: f(sum, feature) adds one.
template <std::size_t F, class V, class Function>
[[gnu::always_inline]] constexpr V sum_features(Function f) {
    return fold_features<F>(V{}, f, [](V a, V b) __attribute__((always_inline)) { return a + b; });
}

/// How many features of one sample go into a register.
template <class T, std::size_t F>
inline constexpr std::size_t lanes_of_one = power_of_two_within(F, simd::lanes<T>);

/// Calls f(first feature) for registers V that cover F features of one sample. None reaches past the end: the last begins
/// earlier instead, and meets some features again.
template <std::size_t F, class V, class Function>
[[gnu::always_inline]] constexpr void cover(Function f) {
    constexpr std::size_t L = simd::lane_count<V>;
    for (std::size_t k = 0; k + L <= F; k += L) f(k);
    if constexpr (F % L != 0) f(F - L);
}

/// The same in the widest registers: f(V{}, first feature).
template <std::size_t F, class T, class Function>
[[gnu::always_inline]] constexpr void cover_features(Function f) {
    in_lanes<T, lanes_of_one<T, F>>([&]<class V>(V) __attribute__((always_inline)) {
        cover<F, V>([&](std::size_t k) __attribute__((always_inline)) { f(V{}, k); });
    });
}

/// A sum over the features of one sample: f(sum, first feature) adds a register. How many sums run side by side depends
/// on F alone, so that all machines add in the same order.
template <std::size_t F, class T, class Function>
[[gnu::always_inline]] constexpr T sum_of_one(Function f) {
    constexpr std::size_t D = power_of_two_within(F, F < 128 ? 16 : 64), L = lanes_of_one<T, F>, N = D / L;
    constexpr std::size_t again = D - F % D;  // features that the last D of them meet again, unless D divides F
    T total = 0;
    in_lanes<T, L>([&]<class V>(V) __attribute__((always_inline)) {
        V sum[N];
#pragma GCC unroll 64
        for (std::size_t n = 0; n < N; ++n) sum[n] = f(V{}, n * L);
        for (std::size_t k = D; k + D <= F; k += D) {
#pragma GCC unroll 64
            for (std::size_t n = 0; n < N; ++n) sum[n] = f(sum[n], k + n * L);
        }
        if constexpr (F % D != 0) {
#pragma GCC unroll 64
            for (std::size_t n = again / L; n < N; ++n) {
                V const more = f(sum[n], F - D + n * L);
                sum[n] = n * L < again ? simd::from_lane(again - n * L, more, sum[n]) : more;
            }
        }
#pragma GCC unroll 64
        for (std::size_t half = N / 2; half > 0; half /= 2)
#pragma GCC unroll 64
            for (std::size_t n = 0; n < half; ++n) sum[n] = sum[n] + sum[n + half];
        total = simd::sum(sum[0]);
    });
    return total;
}

/// The largest feature of one sample; any, where one is NaN.
template <std::size_t F, class T>
[[gnu::always_inline]] constexpr T largest_of_one(T const* x) {
    T largest = x[0];
    in_lanes<T, lanes_of_one<T, F>>([&]<class V>(V) __attribute__((always_inline)) {
        V most = simd::load<V>(x);
        cover<F, V>([&](std::size_t k)
                        __attribute__((always_inline)) { most = simd::max(simd::load<V>(x + k), most); });
        largest = simd::largest(most);
    });
    return largest;
}

}  // namespace staticnn::inline STATICNN_TARGET::kernel
