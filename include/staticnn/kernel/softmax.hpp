#pragma once

#include <cstddef>

#include <staticnn/kernel/row.hpp>
#include <staticnn/simd/exp.hpp>

/// Exponentials of rows of features, each row's largest taken off, for Softmax and LogSoftmax.
namespace staticnn::inline STATICNN_TARGET::kernel {

/// e^x for x up to 0; 0 where it is so small that products of it would be subnormal: below e^-80, e^-690 in double.
template <class V>
[[gnu::always_inline]] constexpr V exp_below_zero(V v) {
    return simd::per_lane<V>(
        []<class U>(U x) __attribute__((always_inline)) {
            constexpr auto least = simd::Scalar<U>(sizeof(simd::Scalar<U>) == sizeof(float) ? -80 : -690);
            U const e = simd::exp_in_range(simd::at_least(x, least));
            return x < least ? U{} : e;
        },
        v);
}

/// What a row is told by: its largest number, and the sum of all e^(x - largest).
template <class V>
struct Exponentials {
    V largest, sum;
};

/// Of a row of a panel; the exponentials go to `e`, [F][L], unless that is null.
template <std::size_t F, class V, class T>
[[gnu::always_inline]] constexpr Exponentials<V> exponentials(T const* x, T* e) {
    constexpr std::size_t L = simd::lane_count<V>;
    auto const max = [](V a, V b) __attribute__((always_inline)) { return simd::max(a, b); };
    V const largest = fold_features<F>(
        simd::load<V>(x),
        [x](V most, std::size_t f) __attribute__((always_inline)) { return simd::max(simd::load<V>(x + f * L), most); },
        max);
    V const sum = sum_features<F, V>([&](V so_far, std::size_t f) __attribute__((always_inline)) {
        V const one = exp_below_zero(simd::load<V>(x + f * L) - largest);
        if (e != nullptr) simd::store(e + f * L, one);
        return so_far + one;
    });
    return {largest, sum};
}

/// Of one sample's row, whose features lie in lanes; the exponentials go to `e`, [F], unless that is null.
template <std::size_t F, class T>
[[gnu::always_inline]] constexpr Exponentials<T> exponentials_of_one(T const* x, T* e) {
    T const largest = largest_of_one<F>(x);
    T const sum = sum_of_one<F, T>([&]<class V>(V so_far, std::size_t k) __attribute__((always_inline)) {
        V const one = exp_below_zero(simd::load<V>(x + k) - simd::broadcast<V>(largest));
        if (e != nullptr) simd::store(e + k, one);
        return so_far + one;
    });
    return {largest, sum};
}

}  // namespace staticnn::inline STATICNN_TARGET::kernel
