#pragma once

#include <cstddef>
#include <type_traits>

#include <staticnn/kernel/matrix.hpp>

namespace staticnn::inline STATICNN_TARGET::kernel {

/// A register tile: outputs [first, first + R) of panels [panel, panel + B).
template <Matrix M, bool Bias, std::size_t R, std::size_t B, class V, class T, class Put>
[[gnu::always_inline]] constexpr void affine_tile(T const* weight, T const* bias, T const* x, std::size_t panel,
                                                  std::size_t first, Put const& put) {
    constexpr std::size_t L = simd::lane_count<V>;
    V sum[R][B];
#pragma GCC unroll 16
    for (std::size_t r = 0; r < R; ++r)
#pragma GCC unroll 16
        for (std::size_t b = 0; b < B; ++b) {
            if constexpr (Bias)
                sum[r][b] = simd::broadcast<V>(bias[first + r]);
            else
                sum[r][b] = V{};
        }
    auto const add_input = [&](std::size_t k) __attribute__((always_inline)) {
        V value[B];
#pragma GCC unroll 16
        for (std::size_t b = 0; b < B; ++b) value[b] = simd::load<V>(x + ((panel + b) * M.inputs + k) * L);
#pragma GCC unroll 16
        for (std::size_t r = 0; r < R; ++r) {
            V const w = simd::broadcast<V>(weight[k * M.input_stride + (first + r) * M.output_stride]);
#pragma GCC unroll 16
            for (std::size_t b = 0; b < B; ++b) sum[r][b] = simd::multiply_add(value[b], w, sum[r][b]);
        }
    };
    if constexpr (M.inputs <= 8) {
#pragma GCC unroll 8
        for (std::size_t k = 0; k < M.inputs; ++k) add_input(k);
    } else {
        for (std::size_t k = 0; k < M.inputs; ++k) add_input(k);
    }
#pragma GCC unroll 16
    for (std::size_t r = 0; r < R; ++r)
#pragma GCC unroll 16
        for (std::size_t b = 0; b < B; ++b) put(panel + b, first + r, sum[r][b]);
}

/// All outputs of B panels.
template <Matrix M, bool Bias, std::size_t B, class V, class T, class Put>
[[gnu::always_inline]] constexpr void affine_panels(T const* weight, T const* bias, T const* x, std::size_t panel,
                                                    Put const& put) {
    constexpr std::size_t R = tile_rows(M.outputs), rest = M.outputs % R;
    if constexpr (R == M.outputs) {
        affine_tile<M, Bias, R, B, V>(weight, bias, x, panel, 0, put);
    } else {
        for (std::size_t first = 0; first + R <= M.outputs; first += R)
            affine_tile<M, Bias, R, B, V>(weight, bias, x, panel, first, put);
        if constexpr (rest != 0) affine_tile<M, Bias, rest, B, V>(weight, bias, x, panel, M.outputs - rest, put);
    }
}

template <Matrix M, bool Bias, class V, class T, class Put>
[[gnu::always_inline]] constexpr void affine_row(T const* weight, T const* bias, T const* x, std::size_t panels,
                                                 Put const& put) {
    // Two panels share each weight that is read, where the accumulators of both fit into the registers.
    constexpr bool two = 2 * tile_rows(M.outputs) + 2 <= simd::registers && M.size() > 16;
    std::size_t panel = 0;
    if constexpr (two)
        for (; panel + 2 <= panels; panel += 2) affine_panels<M, Bias, 2, V>(weight, bias, x, panel, put);
    for (; panel < panels; ++panel) affine_panels<M, Bias, 1, V>(weight, bias, x, panel, put);
}

template <Matrix M, bool Bias, class V, class T, class Put>
[[gnu::noinline]] constexpr void affine_row_apart(T const* weight, T const* bias, T const* x, std::size_t panels,
                                                  Put put) {
    affine_row<M, Bias, V>(weight, bias, x, panels, put);
}

/// An affine map of a row of panels, handed to `put(panel, output, lanes)` output by output.
///
///     y[p][o] = Σ_k x[p][k] w[k][o] + b[o],  summed from b[o] on in the order of k
///
/// Shapes   x [panels][M.inputs][L]; L samples in lanes
/// Cost     2 M.size() flop a sample; 91 to 104 % of the machine's peak at widths of 8, 64 and 256
template <Matrix M, bool Bias, std::size_t L, class T, class Put>
[[gnu::always_inline]] constexpr void affine(T const* weight, T const* bias, T const* x, std::size_t panels, Put put) {
    in_lanes<T, L>([&]<class V>(V) __attribute__((always_inline)) {
        if constexpr (M.size() >= worth_a_call)
            affine_row_apart<M, Bias, V>(weight, bias, x, panels, put);
        else
            affine_row<M, Bias, V>(weight, bias, x, panels, put);
    });
}

}  // namespace staticnn::inline STATICNN_TARGET::kernel
