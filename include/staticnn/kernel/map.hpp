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

}  // namespace staticnn::inline STATICNN_TARGET::kernel
