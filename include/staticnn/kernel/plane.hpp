#pragma once

#include <cstddef>

#include <staticnn/simd/vec.hpp>

namespace staticnn::inline STATICNN_TARGET::kernel {

/// The sum of N registers that lie one after another, in four sums side by side, so that they need not wait.
template <std::size_t N, class V, class T>
[[gnu::always_inline]] constexpr V sum_of_plane(T const* from) {
    constexpr std::size_t L = simd::lane_count<V>;
    V sum[4]{};
    for (std::size_t k = 0; k + 4 <= N; k += 4)
#pragma GCC unroll 4
        for (std::size_t n = 0; n < 4; ++n) sum[n] = sum[n] + simd::load<V>(from + (k + n) * L);
    for (std::size_t k = N / 4 * 4; k < N; ++k) sum[0] = sum[0] + simd::load<V>(from + k * L);
    return (sum[0] + sum[1]) + (sum[2] + sum[3]);
}

}  // namespace staticnn::inline STATICNN_TARGET::kernel
