#pragma once

#include <cstddef>

#include <staticnn/core/elementary.hpp>
#include <staticnn/kernel/matrix.hpp>
#include <staticnn/simd/vec.hpp>

namespace staticnn::inline STATICNN_TARGET::kernel {

/// The square root of the sum of the squares of so many numbers, a multiple of 16.
template <class T>
constexpr T norm(T const* x, std::size_t count) {
    T squares = 0;
    in_lanes<T, simd::lanes<T>>([&]<class V>(V) __attribute__((always_inline)) {
        constexpr std::size_t L = simd::lane_count<V>;
        V sum[4]{};  // side by side, or each addition would wait for the one before
        auto const add = [&](V& to, std::size_t k) __attribute__((always_inline)) {
            V const v = simd::load<V>(x + k);
            to = simd::multiply_add(v, v, to);
        };
        std::size_t const whole = count / (4 * L) * (4 * L);
        for (std::size_t k = 0; k < whole; k += 4 * L)
            for (std::size_t s = 0; s < 4; ++s) add(sum[s], k + s * L);
        for (std::size_t k = whole; k < count; k += L) add(sum[0], k);
        squares = simd::sum((sum[0] + sum[1]) + (sum[2] + sum[3]));
    });
    return core::square_root(squares);
}

/// What brings numbers of a norm down to max_norm: 1 where they are below it.
template <class T>
constexpr T clipping_factor(T norm, T max_norm) {
    T const factor = max_norm / (norm + T(1e-6));
    return factor > 1 ? T(1) : factor;  // NaN passes
}

/// Multiplies so many numbers, a multiple of 16.
template <class T>
constexpr void scale(T* x, std::size_t count, T factor) {
    in_lanes<T, simd::lanes<T>>([&]<class V>(V) __attribute__((always_inline)) {
        for (std::size_t k = 0; k < count; k += simd::lane_count<V>)
            simd::store(x + k, simd::load<V>(x + k) * simd::broadcast<V>(factor));
    });
}

}  // namespace staticnn::inline STATICNN_TARGET::kernel
