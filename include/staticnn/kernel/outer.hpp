#pragma once

#include <cstddef>
#include <type_traits>

#include <staticnn/kernel/matrix.hpp>
#include <staticnn/kernel/pack.hpp>
#include <staticnn/simd/transpose.hpp>

/// The gradient of an affine map's parameters: over all samples of a chunk, inputs times gradients of outputs.
///
///     dw[i][o] (+)= Σ_s x[s][i] dy[s][o]      db[o] (+)= Σ_s dy[s][o]
///
/// db is the row of dw after the last: the input whose value is always one. Copies of samples that fill up the last
/// panel are left out, for their dy is zero, but x might be infinite.
///
/// A sample may be Rows rows, each with its own inputs and outputs under the same weights: they lie in panels one after
/// another, and of a short panel every row is short.
namespace staticnn::inline STATICNN_TARGET::kernel {

/// How many sums the narrow kernel keeps in registers.
inline constexpr std::size_t sums_in_registers = simd::registers / 2;

/// R rows of dw, from `first` on, by C columns: lanes are samples until the end, when they are added up.
template <Matrix M, std::size_t Rows, std::size_t R, std::size_t C, bool WithBias, class V, class T>
[[gnu::always_inline]] constexpr void outer_narrow_tile(T const* x, T const* dy, T* dw, std::size_t first,
                                                        std::size_t samples, bool add) {
    constexpr std::size_t L = simd::lane_count<V>, sums = R * C, rows = round_up(sums, L);
    constexpr std::size_t inputs = R - (WithBias ? 1 : 0);
    V sum[rows];
#pragma GCC unroll 32
    for (std::size_t k = 0; k < rows; ++k) sum[k] = V{};
    auto const add_panel = [&](std::size_t p, auto is_short) __attribute__((always_inline)) {
        V value[inputs == 0 ? 1 : inputs];
#pragma GCC unroll 16
        for (std::size_t i = 0; i < inputs; ++i) {
            value[i] = simd::load<V>(x + (p * M.inputs + first + i) * L);
            if constexpr (is_short()) value[i] = simd::first_lanes(value[i], samples % L);
        }
#pragma GCC unroll 16
        for (std::size_t o = 0; o < C; ++o) {
            // Kept in a register: g++ would read it once more for each input, and loads would bind.
            V const gradient = simd::rounded(simd::load<V>(dy + (p * M.outputs + o) * L));
#pragma GCC unroll 16
            for (std::size_t i = 0; i < inputs; ++i)
                sum[i * C + o] = simd::multiply_add(value[i], gradient, sum[i * C + o]);
            if constexpr (WithBias) sum[inputs * C + o] = sum[inputs * C + o] + gradient;
        }
    };
    for (std::size_t p = 0; p < samples / L * Rows; ++p) add_panel(p, std::false_type{});
    if (samples % L != 0)
        for (std::size_t row = 0; row < Rows; ++row) add_panel(samples / L * Rows + row, std::true_type{});
    T* const to = dw + first * M.input_stride;
#pragma GCC unroll 16
    for (std::size_t k = 0; k < rows; k += L) {
        V total = simd::transposing_sum(sum + k);
        if constexpr (C == M.input_stride) {
            // What is stored past the tile is zero, and either padding or yet to come.
            if (add) total = total + simd::load<V>(to + k);
            simd::store(to + k, total);
        } else {
            T number[L];
            simd::store(number, total);
            for (std::size_t l = 0; l < L && k + l < sums; ++l) {
                T& target = to[(k + l) / C * M.input_stride + (k + l) % C];
                target = add ? target + number[l] : number[l];
            }
        }
    }
}

/// Up to eight outputs: tiles of sums stay in registers over all panels.
template <Matrix M, bool Bias, std::size_t Rows, class V, class T>
[[gnu::noinline]] constexpr void outer_narrow(T const* x, T const* dy, T* dw, std::size_t samples, bool add) {
    constexpr std::size_t C = M.outputs, rows = M.inputs + (Bias ? 1 : 0), fitting = sums_in_registers / C;
    constexpr std::size_t R = rows < fitting ? rows : fitting, last = (rows - 1) % R + 1;
    std::size_t i = 0;
    for (; i + last < rows; i += R) outer_narrow_tile<M, Rows, R, C, false, V>(x, dy, dw, i, samples, add);
    outer_narrow_tile<M, Rows, last, C, Bias, V>(x, dy, dw, i, samples, add);
}

/// Where the inputs of lane l of panel p begin, and how far one input is from the next: in panels, ...
template <Matrix M, std::size_t L, class T>
struct PackedInputs {
    T const* x;

    static constexpr std::size_t stride = L;
    [[gnu::always_inline]] constexpr T const* at(std::size_t p, std::size_t l) const {
        return x + p * M.inputs * L + l;
    }
};

/// ... and in samples as the user holds them.
template <Matrix M, std::size_t L, class T>
struct SampleInputs {
    Samples<T> x;

    static constexpr std::size_t stride = 1;
    [[gnu::always_inline]] constexpr T const* at(std::size_t p, std::size_t l) const {
        return x.template at<M.inputs>(p * L + l);
    }
};

/// R rows by C registers of columns of dw: lanes are outputs, samples follow one another.
template <Matrix M, std::size_t Rows, std::size_t R, std::size_t C, class V, std::size_t L, class Inputs, class T>
[[gnu::always_inline]] constexpr void outer_wide_tile(Inputs x, T const* dy, T* dw, std::size_t first,
                                                      std::size_t column, std::size_t samples, bool add) {
    constexpr std::size_t W = simd::lane_count<V>, pitch = round_up(M.input_stride, 16);
    T* const to = dw + first * M.input_stride + column;
    V sum[R][C];
#pragma GCC unroll 16
    for (std::size_t r = 0; r < R; ++r)
#pragma GCC unroll 16
        for (std::size_t c = 0; c < C; ++c) sum[r][c] = add ? simd::load<V>(to + r * M.input_stride + c * W) : V{};
    std::size_t const rows = Rows == 1 ? samples : round_up(samples, L) * Rows;
    // One loop, not one of panels and one of lanes, whose ends are hard to foresee.
    for (std::size_t s = 0; s < rows; ++s) {
        if (Rows > 1 && s / L / Rows * L + s % L >= samples) continue;  // a row of a copy
        T const* const input = x.at(s / L, s % L) + first * Inputs::stride;
        T const* const gradients = dy + s * pitch + column;
        if constexpr (C <= 2) {  // the few stay in registers, the many pass by
            V gradient[C];
#pragma GCC unroll 16
            for (std::size_t c = 0; c < C; ++c) gradient[c] = simd::load<V>(gradients + c * W);
#pragma GCC unroll 16
            for (std::size_t r = 0; r < R; ++r) {
                V const value = simd::broadcast<V>(input[r * Inputs::stride]);
#pragma GCC unroll 16
                for (std::size_t c = 0; c < C; ++c) sum[r][c] = simd::multiply_add(gradient[c], value, sum[r][c]);
            }
        } else {
            V value[R];
#pragma GCC unroll 16
            for (std::size_t r = 0; r < R; ++r) value[r] = simd::broadcast<V>(input[r * Inputs::stride]);
#pragma GCC unroll 16
            for (std::size_t c = 0; c < C; ++c) {
                V const gradient = simd::load<V>(gradients + c * W);
#pragma GCC unroll 16
                for (std::size_t r = 0; r < R; ++r) sum[r][c] = simd::multiply_add(gradient, value[r], sum[r][c]);
            }
        }
    }
#pragma GCC unroll 16
    for (std::size_t r = 0; r < R; ++r)
#pragma GCC unroll 16
        for (std::size_t c = 0; c < C; ++c) simd::store(to + r * M.input_stride + c * W, sum[r][c]);
}

/// All rows of C registers of columns.
template <Matrix M, std::size_t Rows, std::size_t C, class V, std::size_t L, class Inputs, class T>
[[gnu::always_inline]] constexpr void outer_wide_columns(Inputs x, T const* dy, T* dw, std::size_t column,
                                                         std::size_t samples, bool add) {
    constexpr std::size_t R = [] {
        if (core::has_fma) return tile_rows(M.inputs) > 8 && M.inputs % 8 == 0 ? 8 : tile_rows(M.inputs);
        return unfused_rows(M.inputs, C);
    }();
    std::size_t i = 0;
    for (; i + R <= M.inputs; i += R) outer_wide_tile<M, Rows, R, C, V, L>(x, dy, dw, i, column, samples, add);
    if constexpr (M.inputs % R != 0)
        outer_wide_tile<M, Rows, M.inputs % R, C, V, L>(x, dy, dw, i, column, samples, add);
}

/// Panels [p][o][l] to samples [s][o], in rows padded with zeros to whole registers; if Sums, their sums over the
/// samples, too: an addition has units of its own, beside those of the shuffles and stores.
template <Matrix M, bool Sums, class V, class T>
[[gnu::always_inline]] constexpr void to_samples(T const* panels_in, T* samples, std::size_t count, T* sums, bool add) {
    constexpr std::size_t L = simd::lane_count<V>, pitch = round_up(M.input_stride, 16);
    for (std::size_t o = 0; o < pitch; o += L) {
        bool const wanted = Sums && o < M.input_stride;
        V even{}, odd{};  // two sums, so that they need not wait
        if (wanted && add) even = simd::load<V>(sums + o);
        for (std::size_t p = 0; p * L < count; ++p) {
            V rows[L];
#pragma GCC unroll 16
            for (std::size_t l = 0; l < L; ++l)
                rows[l] = o + l < M.outputs ? simd::load<V>(panels_in + (p * M.outputs + o + l) * L) : V{};
            simd::transpose(rows);
#pragma GCC unroll 16
            for (std::size_t l = 0; l < L; ++l) {
                simd::store(samples + (p * L + l) * pitch + o, rows[l]);
                if constexpr (Sums) (l % 2 == 0 ? even : odd) = (l % 2 == 0 ? even : odd) + rows[l];
            }
        }
        if (wanted) simd::store(sums + o, even + odd);
    }
}

/// More than eight outputs: dy is transposed to samples once, then each sample adds an outer product.
template <Matrix M, bool Bias, std::size_t Rows, class V, class Inputs, class T>
[[gnu::noinline]] constexpr void outer_wide(Inputs x, T const* dy, T* dw, T* scratch, std::size_t samples, bool add) {
    constexpr std::size_t L = simd::lane_count<V>;
    // Rows that fill up the last panel have a dy of zeros.
    std::size_t const rows = Rows == 1 ? samples : round_up(samples, L) * Rows;
    to_samples<M, Bias, V>(dy, scratch, rows, dw + M.inputs * M.input_stride, add);
    constexpr std::size_t whole = M.input_stride / L, together = core::has_fma ? 2 : unfused_sums;
    for_each_tile<together>(0, whole, [&]<std::size_t C>(std::size_t n) __attribute__((always_inline)) {
        outer_wide_columns<M, Rows, C, V, L>(x, scratch, dw, n * L, samples, add);
    });
    if constexpr (M.input_stride % L != 0) {
        using Narrow = std::conditional_t<simd::is_lanes<V>, simd::ConstantVec<T, M.input_stride % L>,
                                          simd::Vec<T, M.input_stride % L>>;
        outer_wide_columns<M, Rows, 1, Narrow, L>(x, scratch, dw, whole * L, samples, add);
    }
}

/// How many numbers of scratch a row needs.
constexpr std::size_t outer_scratch(Matrix m) { return m.outputs <= 8 ? 0 : round_up(m.input_stride, 16); }

/// Shapes   x [panels][Rows][M.inputs][L]   dy [panels][Rows][M.outputs][L]   dw [M.inputs + Bias][M.input_stride]
/// Cost     2 M.size() flop a row
template <Matrix M, bool Bias, std::size_t L, std::size_t Rows = 1, class T>
[[gnu::always_inline]] constexpr void outer(T const* x, T const* dy, T* dw, T* scratch, std::size_t samples, bool add) {
    in_lanes<T, L>([&]<class V>(V) __attribute__((always_inline)) {
        if constexpr (M.outputs <= 8)
            outer_narrow<M, Bias, Rows, V>(x, dy, dw, samples, add);
        else
            outer_wide<M, Bias, Rows, V>(PackedInputs<M, L, T>{x}, dy, dw, scratch, samples, add);
    });
}

/// The same from samples as the user holds them, bit for bit; where reads_samples<M, L>.
template <Matrix M, bool Bias, std::size_t L, class T>
[[gnu::always_inline]] constexpr void outer_samples(Samples<T> x, T const* dy, T* dw, T* scratch, std::size_t samples,
                                                    bool add) {
    in_lanes<T, L>([&]<class V>(V) __attribute__((always_inline)) {
        outer_wide<M, Bias, 1, V>(SampleInputs<M, L, T>{x}, dy, dw, scratch, samples, add);
    });
}

}  // namespace staticnn::inline STATICNN_TARGET::kernel
