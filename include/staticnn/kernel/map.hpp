#pragma once

#include <cstddef>

#include <staticnn/kernel/matrix.hpp>

namespace staticnn::inline STATICNN_TARGET::kernel {

/// Hands each register of a row of panels to `put(panel, feature, lanes)` as it is.
template <std::size_t F, std::size_t L, class T, class Put>
constexpr void map(T const* x, std::size_t panels, Put put) {
    in_lanes<T, L>([&]<class V>(V) __attribute__((always_inline)) {
        for (std::size_t p = 0; p < panels; ++p)
            for (std::size_t f = 0; f < F; ++f) put(p, f, simd::load<V>(x + (p * F + f) * L));
    });
}

/// Hands f(lanes of x, lanes of y) to `put`.
template <std::size_t F, std::size_t L, class T, class Put, class Function>
constexpr void map2(T const* x, T const* y, std::size_t panels, Put put, Function f) {
    in_lanes<T, L>([&]<class V>(V) __attribute__((always_inline)) {
        for (std::size_t p = 0; p < panels; ++p)
            for (std::size_t k = 0; k < F; ++k) {
                std::size_t const at = (p * F + k) * L;
                put(p, k, f(simd::load<V>(x + at), simd::load<V>(y + at)));
            }
    });
}

/// Of `count` pairs of numbers, in no panels: writes each f(x, y), and gives the sum of each g(x, y). Both are written for
/// a number and for a register.
template <class T, class Function, class Summand>
constexpr T map_and_sum(T const* x, T const* y, T* to, std::size_t count, Function f, Summand g) {
    constexpr std::size_t L = simd::lanes<T>;
    std::size_t const whole = count / L * L;
    T total = 0;
    in_lanes<T, L>([&]<class V>(V) __attribute__((always_inline)) {
        V sum{};
        for (std::size_t k = 0; k < whole; k += L) {
            V const x_k = simd::load<V>(x + k), y_k = simd::load<V>(y + k);
            simd::store(to + k, simd::per_lane<V>(f, x_k, y_k));
            sum = sum + simd::rounded(simd::per_lane<V>(g, x_k, y_k));
        }
        total = simd::sum(sum);
    });
    for (std::size_t k = whole; k < count; ++k) {
        to[k] = f(x[k], y[k]);
        total += simd::rounded(g(x[k], y[k]));
    }
    return total;
}

}  // namespace staticnn::inline STATICNN_TARGET::kernel
