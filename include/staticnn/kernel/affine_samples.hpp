#pragma once

#include <cstddef>

#include <staticnn/kernel/matrix.hpp>
#include <staticnn/kernel/pack.hpp>
#include <staticnn/simd/transpose.hpp>

namespace staticnn::inline STATICNN_TARGET::kernel {

/// Whether an affine map reads samples faster as the user holds them than packed: where it makes few numbers of many,
/// in whole registers. To pack 784 numbers costs 4 % of multiplying them with 128 weights each, and panels of so many
/// leave no room in the nearest cache.
template <Matrix M, std::size_t L>
inline constexpr bool reads_samples = [] {
    bool const whole_registers = M.outputs > 8 && M.outputs % L == 0 && M.input_stride == M.outputs;
    return L > 1 && whole_registers && M.inputs >= 2 * M.outputs;
}();

/// How many registers of outputs a tile takes, and how many samples at most.
inline constexpr std::size_t columns_together = core::has_fma ? 2 : unfused_sums / 2;

constexpr std::size_t samples_together(std::size_t columns) {
    if (core::has_fma) return simd::registers == 32 ? 8 : 4;
    return unfused_sums / columns;
}

/// S samples by N registers of outputs; lanes are outputs. The sums of each sample follow one another, W numbers long.
template <Matrix M, bool Bias, std::size_t S, std::size_t N, std::size_t W, class V, class T>
[[gnu::always_inline]] constexpr void affine_samples_tile(T const* weight, T const* bias, T const* const* sample,
                                                          std::size_t column, T* sums) {
    constexpr std::size_t L = simd::lane_count<V>;
    V sum[S][N];
#pragma GCC unroll 16
    for (std::size_t n = 0; n < N; ++n) {
        V first{};
        if constexpr (Bias) first = simd::load<V>(bias + column + n * L);
#pragma GCC unroll 16
        for (std::size_t s = 0; s < S; ++s) sum[s][n] = first;
    }
    T const* from[S];
#pragma GCC unroll 16
    for (std::size_t s = 0; s < S; ++s) from[s] = sample[s];
    for (std::size_t k = 0; k < M.inputs; ++k) {
        T const* const row = weight + k * M.input_stride + column;
        if constexpr (N <= S) {  // the few stay in registers, the many pass by
            V w[N];
#pragma GCC unroll 16
            for (std::size_t n = 0; n < N; ++n) w[n] = simd::load<V>(row + n * L);
#pragma GCC unroll 16
            for (std::size_t s = 0; s < S; ++s) {
                V const value = simd::broadcast<V>(from[s][k]);
#pragma GCC unroll 16
                for (std::size_t n = 0; n < N; ++n) sum[s][n] = simd::multiply_add(w[n], value, sum[s][n]);
            }
        } else {
            V value[S];
#pragma GCC unroll 16
            for (std::size_t s = 0; s < S; ++s) value[s] = simd::broadcast<V>(from[s][k]);
#pragma GCC unroll 16
            for (std::size_t n = 0; n < N; ++n) {
                V const w = simd::load<V>(row + n * L);
#pragma GCC unroll 16
                for (std::size_t s = 0; s < S; ++s) sum[s][n] = simd::multiply_add(w, value[s], sum[s][n]);
            }
        }
    }
#pragma GCC unroll 16
    for (std::size_t s = 0; s < S; ++s)
#pragma GCC unroll 16
        for (std::size_t n = 0; n < N; ++n) simd::store(sums + s * W + n * L, sum[s][n]);
}

/// N registers of outputs of one panel's samples, turned into a panel.
template <Matrix M, bool Bias, std::size_t N, class V, class T, class Put>
[[gnu::always_inline]] constexpr void affine_samples_columns(T const* weight, T const* bias, T const* const* sample,
                                                             std::size_t panel, std::size_t column, Put const& put) {
    constexpr std::size_t L = simd::lane_count<V>, most = samples_together(N), S = L < most ? L : most;
    alignas(64) T sums[L * N * L];
    for (std::size_t s = 0; s < L; s += S)
        affine_samples_tile<M, Bias, S, N, N * L, V>(weight, bias, sample + s, column, sums + s * N * L);
    for (std::size_t n = 0; n < N; ++n) {
        V rows[L];
#pragma GCC unroll 16
        for (std::size_t l = 0; l < L; ++l) rows[l] = simd::load<V>(sums + (l * N + n) * L);
        simd::transpose(rows);
#pragma GCC unroll 16
        for (std::size_t l = 0; l < L; ++l) put(panel, column + n * L + l, rows[l]);
    }
}

template <Matrix M, bool Bias, class V, class T, class Put>
[[gnu::noinline]] constexpr void affine_samples_apart(T const* weight, T const* bias, Samples<T> samples,
                                                      std::size_t count, Put put) {
    constexpr std::size_t L = simd::lane_count<V>;
    for (std::size_t panel = 0; panel * L < count; ++panel) {
        T const* sample[L];
        for (std::size_t l = 0; l < L; ++l)
            sample[l] = samples.template at<M.inputs>(panel * L + l < count ? panel * L + l : count - 1);
        for_each_tile<columns_together>(
            0, M.outputs / L, [&]<std::size_t N>(std::size_t n) __attribute__((always_inline)) {
                affine_samples_columns<M, Bias, N, V>(weight, bias, sample, panel, n * L, put);
            });
    }
}

/// An affine map of samples as the user holds them, handed to `put(panel, output, lanes)`: what `pack` and `affine`
/// make of them, bit for bit. A short panel is filled up with its last sample.
///
/// Shapes   M.inputs numbers a sample; where reads_samples<M, L>
/// Cost     2 M.size() flop a sample
template <Matrix M, bool Bias, std::size_t L, class T, class Put>
[[gnu::always_inline]] constexpr void affine_samples(T const* weight, T const* bias, Samples<T> samples,
                                                     std::size_t count, Put put) {
    in_lanes<T, L>([&]<class V>(V) __attribute__((always_inline)) {
        affine_samples_apart<M, Bias, V>(weight, bias, samples, count, put);
    });
}

}  // namespace staticnn::inline STATICNN_TARGET::kernel
