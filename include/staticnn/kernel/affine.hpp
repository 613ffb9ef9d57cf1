#pragma once

#include <cstddef>

#include <staticnn/core/pointer.hpp>
#include <staticnn/kernel/matrix.hpp>

namespace staticnn::inline STATICNN_TARGET::kernel {

/// Weights and bias as broadcasts that stay in registers over a row of panels, where there are few of them.
template <Matrix M, bool Bias, class V>
struct HeldWeights {
    V w[M.inputs][M.outputs], b[M.outputs];

    template <class T>
    [[gnu::always_inline]] constexpr HeldWeights(T const* weight, T const* bias) {
#pragma GCC unroll 16
        for (std::size_t o = 0; o < M.outputs; ++o) {
            b[o] = V{};
            if constexpr (Bias) b[o] = simd::broadcast<V>(bias[o]);
#pragma GCC unroll 16
            for (std::size_t k = 0; k < M.inputs; ++k)
                w[k][o] = simd::broadcast<V>(weight[k * M.input_stride + o * M.output_stride]);
        }
    }
    [[gnu::always_inline]] constexpr V first_sum(std::size_t o) const { return b[o]; }
    [[gnu::always_inline]] constexpr V operator()(std::size_t k, std::size_t o) const { return w[k][o]; }

    static constexpr bool fit = M.size() + (Bias ? M.outputs : 0) <= simd::registers / 2;
};

/// Weights and bias that are read as they are needed.
template <Matrix M, bool Bias, class V, class T>
struct ReadWeights {
    T const* weight;
    T const* bias;

    [[gnu::always_inline]] constexpr V first_sum(std::size_t o) const {
        if constexpr (Bias)
            return simd::broadcast<V>(bias[o]);
        else
            return V{};
    }
    [[gnu::always_inline]] constexpr V operator()(std::size_t k, std::size_t o) const {
        return simd::broadcast<V>(weight[k * M.input_stride + o * M.output_stride]);
    }
};

/// A register tile: outputs [first, first + R) of panels [panel, panel + B).
template <Matrix M, std::size_t R, std::size_t B, class V, class T, class Weights, class Put>
[[gnu::always_inline]] constexpr void affine_tile(Weights const& w, T const* x, std::size_t panel, std::size_t first,
                                                  Put const& put) {
    constexpr std::size_t L = simd::lane_count<V>;
    V sum[R][B];
#pragma GCC unroll 16
    for (std::size_t r = 0; r < R; ++r)
#pragma GCC unroll 16
        for (std::size_t b = 0; b < B; ++b) sum[r][b] = w.first_sum(first + r);
    auto const add_input = [&](std::size_t k) __attribute__((always_inline)) {
        auto const value = [&](std::size_t b) __attribute__((always_inline)) {
            return simd::load<V>(x + ((panel + b) * M.inputs + k) * L);
        };
        if constexpr (B <= 2) {  // one or two panels stay, and weights pass by; ...
            V values[B];
#pragma GCC unroll 16
            for (std::size_t b = 0; b < B; ++b) values[b] = value(b);
#pragma GCC unroll 16
            for (std::size_t r = 0; r < R; ++r) {
                V const weight = w(k, first + r);
#pragma GCC unroll 16
                for (std::size_t b = 0; b < B; ++b) sum[r][b] = simd::multiply_add(values[b], weight, sum[r][b]);
            }
        } else {  // ... or the weights of one or two outputs stay
            V weight[R];
#pragma GCC unroll 16
            for (std::size_t r = 0; r < R; ++r) weight[r] = w(k, first + r);
#pragma GCC unroll 16
            for (std::size_t b = 0; b < B; ++b) {
                V const passing = value(b);
#pragma GCC unroll 16
                for (std::size_t r = 0; r < R; ++r) sum[r][b] = simd::multiply_add(passing, weight[r], sum[r][b]);
            }
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
    constexpr std::size_t R = core::has_fma ? tile_rows(M.outputs) : unfused_rows(M.outputs, B), rest = M.outputs % R;
    // Unknown anew for each panel: else g++, where it sees that no result is stored over a weight, reads all of them
    // ahead of the loop, into more registers than there are.
    ReadWeights<M, Bias, V, T> const w{core::opaque(weight), core::opaque(bias)};
    if constexpr (R == M.outputs) {
        affine_tile<M, R, B, V>(w, x, panel, 0, put);
    } else {
        for (std::size_t first = 0; first + R <= M.outputs; first += R)
            affine_tile<M, R, B, V>(w, x, panel, first, put);
        if constexpr (rest != 0) affine_tile<M, rest, B, V>(w, x, panel, M.outputs - rest, put);
    }
}

template <Matrix M, bool Bias, class V, class T, class Put>
[[gnu::always_inline]] constexpr void affine_row(T const* weight, T const* bias, T const* x, std::size_t panels,
                                                 Put const& put) {
    if constexpr (HeldWeights<M, Bias, V>::fit) {
        HeldWeights<M, Bias, V> const w{weight, bias};
        for (std::size_t panel = 0; panel < panels; ++panel) affine_tile<M, M.outputs, 1, V>(w, x, panel, 0, put);
    } else {
        for_each_tile<tile_panels>(0, panels, [&]<std::size_t B>(std::size_t panel) __attribute__((always_inline)) {
            affine_panels<M, Bias, B, V>(weight, bias, x, panel, put);
        });
    }
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
