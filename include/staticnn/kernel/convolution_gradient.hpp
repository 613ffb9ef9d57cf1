#pragma once

#include <cstddef>

#include <staticnn/kernel/convolution.hpp>
#include <staticnn/kernel/plane.hpp>
#include <staticnn/simd/transpose.hpp>

/// The gradient of a convolution's parameters: over all samples of a chunk and all pixels, inputs times gradients of
/// outputs.
///
///     dw[i][h][k][o] (+)= Σ x[i][row + h][column + k] dy[o][row][column]      db[o] (+)= Σ dy[o][row][column]
///
/// Sums lie in registers over all panels, with samples in lanes, and are added up across the lanes in the end. Copies of
/// samples that fill up the last panel are left out, for their dy is zero, but x might be infinite.
namespace staticnn::inline STATICNN_TARGET::kernel {

/// How many pieces of at most `most` it takes, made as even as can be.
constexpr std::size_t even_piece(std::size_t n, std::size_t most) {
    std::size_t const pieces = (n + most - 1) / most;
    return (n + pieces - 1) / pieces;
}

/// A tile of sums: inputs by rows and columns of the kernel by outputs. Every number that is loaded is used for several
/// of them, so large kernels are taken row by row; neighbouring pixels load the same inputs, from the nearest cache.
struct GradientTile {
    std::size_t inputs, rows, columns, outputs;

    constexpr std::size_t taps() const { return inputs * rows * columns; }
    constexpr std::size_t size() const { return taps() * outputs; }
};
constexpr GradientTile gradient_tile(Convolution c) {
    constexpr std::size_t most = simd::registers == 32 ? 27 : 12, few = simd::registers == 32 ? 6 : 4;
    GradientTile tile{1, 1, c.width.kernel, 1};
    if (2 * c.taps() <= most)
        tile.rows = c.height.kernel;
    else
        tile.columns = even_piece(c.width.kernel, most);
    if (tile.taps() < few) tile.inputs = even_piece(c.group_inputs(), few / tile.taps());
    if (tile.taps() < most) tile.outputs = even_piece(c.group_outputs(), most / tile.taps());
    return tile;
}

/// Where a tile begins, and what it sums over.
struct GradientPlace {
    std::size_t group, input, row, column, output;  ///< of the kernel, row and column
    std::size_t first_panel, last_panel, lanes;
    bool add;
};

template <Convolution C, GradientTile Tile, class V, class T>
[[gnu::always_inline]] constexpr void gradient_of_tile(T const* x, T const* dy, T* dw, GradientPlace at) {
    constexpr std::size_t L = simd::lane_count<V>, taps = Tile.taps(), padded_size = round_up(Tile.size(), L);
    constexpr std::size_t height = C.height.in, width = C.width.in;
    V sum[padded_size];
#pragma GCC unroll 32
    for (std::size_t k = 0; k < padded_size; ++k) sum[k] = V{};

    Line rows = Reading{C.height}.line(0), columns = Reading{C.width}.line(0);  // as the tile's taps alone see them
    rows.taps = Tile.rows;
    rows.origin += signed_of(at.row * C.height.dilation);
    columns.taps = Tile.columns;
    columns.origin += signed_of(at.column * C.width.dilation);
    Range const whole_rows = rows.whole(), whole_columns = columns.whole();

    // One pixel; where it is not whole, with those taps alone that are not in the padding.
    auto const add_pixel = [&]<bool Whole>(T const* from_dy, std::size_t channel, std::size_t row, std::size_t column,
                                           Range row_taps, Range column_taps) __attribute__((always_inline)) {
        V gradient[Tile.outputs];
#pragma GCC unroll 32
        for (std::size_t o = 0; o < Tile.outputs; ++o)
            gradient[o] = simd::load<V>(from_dy + (o * C.output_pixels() + column) * L);
#pragma GCC unroll 32
        for (std::size_t t = 0; t < taps; ++t) {
            std::size_t const i = t / (Tile.rows * Tile.columns), h = t / Tile.columns % Tile.rows,
                              k = t % Tile.columns;
            if constexpr (!Whole)
                if (h < row_taps.first || h >= row_taps.last || k < column_taps.first || k >= column_taps.last)
                    continue;
            std::size_t const from = ((channel + i) * height + static_cast<std::size_t>(rows.source(row, h))) * width +
                                     static_cast<std::size_t>(columns.source(column, k));
            V const value = simd::load<V>(x + from * L);
#pragma GCC unroll 32
            for (std::size_t o = 0; o < Tile.outputs; ++o)
                sum[t * Tile.outputs + o] = simd::multiply_add(value, gradient[o], sum[t * Tile.outputs + o]);
        }
    };
    for (std::size_t panel = at.first_panel; panel < at.last_panel; ++panel) {
        std::size_t const channel = panel * C.inputs + at.group * C.group_inputs() + at.input;
        std::size_t const plane = panel * C.outputs + at.group * C.group_outputs() + at.output;
        for (std::size_t row = 0; row < rows.targets; ++row) {
            Range const row_taps = rows.taps_of(row);
            bool const is_whole = row >= whole_rows.first && row < whole_rows.last;
            T const* const from_dy = dy + (plane * C.output_pixels() + row * columns.targets) * L;
            for (std::size_t column = 0; column < columns.targets;) {
                if (is_whole && column >= whole_columns.first && column < whole_columns.last) {
                    for (; column < whole_columns.last; ++column)
                        add_pixel.template operator()<true>(from_dy, channel, row, column, row_taps, row_taps);
                } else {
                    Range const column_taps = columns.taps_of(column);
                    add_pixel.template operator()<false>(from_dy, channel, row, column, row_taps, column_taps);
                    ++column;
                }
            }
        }
    }

    std::size_t const first_output = at.group * C.group_outputs() + at.output;
#pragma GCC unroll 32
    for (std::size_t k = 0; k < padded_size; k += L) {
        if (at.lanes < L) {
#pragma GCC unroll 16
            for (std::size_t l = 0; l < L; ++l) sum[k + l] = simd::first_lanes(sum[k + l], at.lanes);
        }
        T number[L];
        simd::store(number, simd::transposing_sum(sum + k));
        for (std::size_t l = 0; l < L && k + l < Tile.size(); ++l) {
            std::size_t const t = (k + l) / Tile.outputs, i = t / (Tile.rows * Tile.columns),
                              h = t / Tile.columns % Tile.rows;
            T& target = dw[(at.input + i) * C.input_stride() + (at.row + h) * C.row_stride() +
                           (at.column + t % Tile.columns) * C.outputs + first_output + (k + l) % Tile.outputs];
            target = at.add ? target + number[l] : number[l];
        }
    }
}

/// All taps of some inputs and outputs.
template <Convolution C, GradientTile Tile, class V, class T>
[[gnu::always_inline]] constexpr void gradient_of_taps(T const* x, T const* dy, T* dw, GradientPlace at) {
    constexpr std::size_t rest = C.width.kernel % Tile.columns;
    for (at.row = 0; at.row < C.height.kernel; at.row += Tile.rows) {
        for (at.column = 0; at.column + Tile.columns <= C.width.kernel; at.column += Tile.columns)
            gradient_of_tile<C, Tile, V>(x, dy, dw, at);
        if constexpr (rest != 0)
            gradient_of_tile<C, GradientTile{Tile.inputs, Tile.rows, rest, Tile.outputs}, V>(x, dy, dw, at);
    }
}

/// All inputs of some outputs.
template <Convolution C, GradientTile Tile, class V, class T>
[[gnu::always_inline]] constexpr void gradient_of_inputs(T const* x, T const* dy, T* dw, GradientPlace at) {
    constexpr std::size_t rest = C.group_inputs() % Tile.inputs;
    for (at.input = 0; at.input + Tile.inputs <= C.group_inputs(); at.input += Tile.inputs)
        gradient_of_taps<C, Tile, V>(x, dy, dw, at);
    if constexpr (rest != 0)
        gradient_of_taps<C, GradientTile{rest, Tile.rows, Tile.columns, Tile.outputs}, V>(x, dy, dw, at);
}

/// The gradient of the bias: plain sums over planes of dy.
template <Convolution C, class V, class T>
[[gnu::always_inline]] constexpr void gradient_of_bias(T const* dy, T* db, std::size_t panels, bool add) {
    constexpr std::size_t L = simd::lane_count<V>, pixels = C.output_pixels();
    for (std::size_t o = 0; o < C.outputs; ++o) {
        V sum{};
        for (std::size_t panel = 0; panel < panels; ++panel)
            sum = sum + sum_of_plane<pixels, V>(dy + (panel * C.outputs + o) * pixels * L);
        T const total = simd::sum(sum);
        db[o] = add ? db[o] + total : total;
    }
}

template <Convolution C, bool Bias, class V, class T>
[[gnu::noinline]] constexpr void convolution_gradient_apart(T const* x, T const* dy, T* dw, std::size_t samples,
                                                            bool add) {
    constexpr std::size_t L = simd::lane_count<V>;
    constexpr GradientTile tile = gradient_tile(C);
    constexpr std::size_t rest = C.group_outputs() % tile.outputs;
    std::size_t const panels = round_up(samples, L) / L;
    if constexpr (Bias) gradient_of_bias<C, V>(dy, dw + C.weights(), panels, add);
    // Full panels first; then the short one by itself, without the lanes that hold copies.
    GradientPlace at{.group = 0,
                     .input = 0,
                     .row = 0,
                     .column = 0,
                     .output = 0,
                     .first_panel = 0,
                     .last_panel = samples / L,
                     .lanes = L,
                     .add = add};
    while (at.first_panel < panels) {
        if (at.last_panel > at.first_panel) {
            for (at.group = 0; at.group < C.groups; ++at.group) {
                for (at.output = 0; at.output + tile.outputs <= C.group_outputs(); at.output += tile.outputs)
                    gradient_of_inputs<C, tile, V>(x, dy, dw, at);
                if constexpr (rest != 0)
                    gradient_of_inputs<C, GradientTile{tile.inputs, tile.rows, tile.columns, rest}, V>(x, dy, dw, at);
            }
            at.add = true;
        }
        at.first_panel = at.last_panel;
        at.last_panel = panels;
        at.lanes = samples % L;
    }
}

/// Shapes   x [panels][inputs][height][width][L]   dy the same of outputs   dw [C.weights()], then db [outputs]
/// Cost     2 C.weights() flop a pixel of y; 83 % of the machine's peak at 3 x 3 taps, 16 to 32 channels of 28 x 28
template <Convolution C, bool Bias, std::size_t L, class T>
[[gnu::always_inline]] constexpr void convolution_gradient(T const* x, T const* dy, T* dw, std::size_t samples,
                                                           bool add) {
    in_lanes<T, L>([&]<class V>(V) __attribute__((always_inline)) {
        convolution_gradient_apart<C, Bias, V>(x, dy, dw, samples, add);
    });
}

}  // namespace staticnn::inline STATICNN_TARGET::kernel
