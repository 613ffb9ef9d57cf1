#pragma once

#include <cstddef>

#include <staticnn/core/pointer.hpp>
#include <staticnn/kernel/axis.hpp>
#include <staticnn/kernel/matrix.hpp>

namespace staticnn::inline STATICNN_TARGET::kernel {

/// A convolution, known at compile time: channels in `groups` that know nothing of each other, and two axes. Weights lie
/// in memory as [input of a group][row of the kernel][column][output].
struct Convolution {
    std::size_t inputs, outputs, groups;
    Axis height, width;

    constexpr std::size_t group_inputs() const { return inputs / groups; }
    constexpr std::size_t group_outputs() const { return outputs / groups; }
    constexpr std::size_t taps() const { return height.kernel * width.kernel; }
    constexpr std::size_t weights() const { return group_inputs() * taps() * outputs; }
    constexpr std::size_t row_stride() const { return width.kernel * outputs; }
    constexpr std::size_t input_stride() const { return taps() * outputs; }
    constexpr std::size_t input_pixels() const { return height.in * width.in; }
    constexpr std::size_t output_pixels() const { return height.out() * width.out(); }
};

/// What is made of what: planes of `targets` channels a group, each a sum over `sources` channels and taps. Forwards
/// these are outputs of inputs; back, gradients of inputs of gradients of outputs, by the same weights.
struct Gathering {
    Convolution c;
    bool back = false;

    constexpr Reading height() const { return {c.height, back}; }
    constexpr Reading width() const { return {c.width, back}; }
    constexpr std::size_t sources() const { return back ? c.group_outputs() : c.group_inputs(); }
    constexpr std::size_t targets() const { return back ? c.group_inputs() : c.group_outputs(); }
    constexpr std::size_t source_stride() const { return back ? 1 : c.input_stride(); }  ///< in weights
    constexpr std::size_t target_stride() const { return back ? c.input_stride() : 1; }
    constexpr std::size_t source_plane() const { return height().sources() * width().sources(); }
    constexpr std::size_t target_plane() const { return height().targets() * width().targets(); }

    /// How many targets a tile makes of one pixel, where it makes that of `pixels`.
    constexpr std::size_t rows(std::size_t pixels) const {
        constexpr std::size_t most = simd::registers / 2;
        if (pixels > 1) return tile_rows(targets());
        if (targets() <= most) return targets();
        std::size_t const tiles = (targets() + most - 1) / most;
        return (targets() + tiles - 1) / tiles;
    }
    /// How many neighbouring pixels a tile makes: as many sums as fit into the registers, beside what they are made of,
    /// and such that few pixels are left over.
    constexpr std::size_t pixels() const {
        std::size_t const r = rows(2), fitting = (simd::registers - 1) / (r + 1);
        std::size_t const most = fitting < 1 ? 1 : fitting > 8 ? 8 : fitting;
        Range const whole = width().line(0).whole();
        std::size_t const count = whole.last - whole.first;
        std::size_t best = most;
        for (std::size_t b = most; b > most / 2; --b)
            if (count % b < count % best) best = b;
        return best;
    }
};

/// A register tile: R targets from `first` on, for B neighbouring pixels from j on.
template <Gathering G, bool Bias, std::size_t R, std::size_t B, class V, class T, class Put>
[[gnu::always_inline]] constexpr void convolution_tile(T const* weight, T const* bias, T const* x, std::size_t panel,
                                                       std::size_t group, std::size_t first, Line const& rows,
                                                       std::size_t row, Range row_taps, Line const& columns,
                                                       std::size_t column, Range column_taps, Put const& put) {
    constexpr std::size_t L = simd::lane_count<V>;
    constexpr std::size_t height = G.height().sources(), width = G.width().sources(), along = G.width().along();
    V sum[R][B];
#pragma GCC unroll 16
    for (std::size_t r = 0; r < R; ++r) {
        V start{};
        if constexpr (Bias) start = simd::broadcast<V>(bias[group * G.targets() + first + r]);
#pragma GCC unroll 16
        for (std::size_t b = 0; b < B; ++b) sum[r][b] = start;
    }
    std::size_t const group_weights = group * G.c.group_outputs() + first * G.target_stride();
    for (std::size_t s = 0; s < G.sources(); ++s) {
        std::size_t const channel = (panel * G.c.groups + group) * G.sources() + s;
        for (std::size_t i = row_taps.first; i < row_taps.last; ++i) {
            std::size_t const source_row = channel * height + static_cast<std::size_t>(rows.source(row, i));
            std::size_t const row_weights = group_weights + s * G.source_stride() + rows.tap(i) * G.c.row_stride();
#pragma GCC unroll 4
            for (std::size_t k = column_taps.first; k < column_taps.last; ++k) {
                T const* const from =
                    x + (source_row * width + static_cast<std::size_t>(columns.source(column, k))) * L;
                T const* const w = weight + row_weights + columns.tap(k) * G.c.outputs;
                V value[B];
#pragma GCC unroll 16
                for (std::size_t b = 0; b < B; ++b) value[b] = simd::load<V>(from + b * along * L);
#pragma GCC unroll 16
                for (std::size_t r = 0; r < R; ++r) {
                    V const weights = simd::broadcast<V>(w[r * G.target_stride()]);
#pragma GCC unroll 16
                    for (std::size_t b = 0; b < B; ++b) sum[r][b] = simd::multiply_add(value[b], weights, sum[r][b]);
                }
            }
        }
    }
#pragma GCC unroll 16
    for (std::size_t r = 0; r < R; ++r)
#pragma GCC unroll 16
        for (std::size_t b = 0; b < B; ++b) {
            std::size_t const plane = group * G.targets() + first + r;
            std::size_t const pixel = rows.target(row) * G.width().targets() + columns.target(column + b);
            put(panel, plane * G.target_plane() + pixel, sum[r][b]);
        }
}

/// All targets of B neighbouring pixels.
template <Gathering G, bool Bias, std::size_t B, class V, class T, class Put>
[[gnu::always_inline]] constexpr void convolution_pixels(T const* weight, T const* bias, T const* x, std::size_t panel,
                                                         std::size_t group, Line const& rows, std::size_t row,
                                                         Range row_taps, Line const& columns, std::size_t column,
                                                         Range column_taps, Put const& put) {
    constexpr std::size_t R = G.rows(B), rest = G.targets() % R;
    T const* const w = core::opaque(weight);
    std::size_t first = 0;
    for (; first + R <= G.targets(); first += R)
        convolution_tile<G, Bias, R, B, V>(w, bias, x, panel, group, first, rows, row, row_taps, columns, column,
                                           column_taps, put);
    if constexpr (rest != 0)
        convolution_tile<G, Bias, rest, B, V>(w, bias, x, panel, group, first, rows, row, row_taps, columns, column,
                                              column_taps, put);
}

/// One row of targets of a group.
template <Gathering G, bool Bias, class V, class T, class Put>
[[gnu::always_inline]] constexpr void convolution_row(T const* weight, T const* bias, T const* x, std::size_t panel,
                                                      std::size_t group, Line const& rows, std::size_t row,
                                                      Put const& put) {
    constexpr std::size_t B = G.pixels();
    Range const row_taps = rows.taps_of(row);
    for (std::size_t l = 0; l < G.width().lines(); ++l) {
        Line const columns = G.width().line(l);
        Range const whole = columns.whole();
        std::size_t column = 0;
        while (column < columns.targets) {
            if (column >= whole.first && column + B <= whole.last) {
                convolution_pixels<G, Bias, B, V>(weight, bias, x, panel, group, rows, row, row_taps, columns, column,
                                                  Range{0, columns.taps}, put);
                column += B;
            } else {
                convolution_pixels<G, Bias, 1, V>(weight, bias, x, panel, group, rows, row, row_taps, columns, column,
                                                  columns.taps_of(column), put);
                ++column;
            }
        }
    }
}

template <Gathering G, bool Bias, class V, class T, class Put>
[[gnu::noinline]] constexpr void convolution_apart(T const* weight, T const* bias, T const* x, std::size_t panels,
                                                   Put put) {
    for (std::size_t panel = 0; panel < panels; ++panel)
        for (std::size_t group = 0; group < G.c.groups; ++group)
            for (std::size_t l = 0; l < G.height().lines(); ++l) {
                Line const rows = G.height().line(l);
                for (std::size_t row = 0; row < rows.targets; ++row)
                    convolution_row<G, Bias, V>(weight, bias, x, panel, group, rows, row, put);
            }
}

/// A convolution of a row of panels, handed to `put(panel, feature, lanes)`.
///
///     y[o][r][c] = b[o] + Σ x w,  summed from b[o] on in the order of inputs, rows and columns of the kernel
///
/// Shapes   x [panels][inputs][height][width][L]   weight [C.weights()]   bias [outputs]
/// Cost     2 C.weights() flop a pixel of y; 97 % of the machine's peak at 3 x 3 taps, 16 to 32 channels of 28 x 28
template <Convolution C, bool Bias, std::size_t L, class T, class Put>
[[gnu::always_inline]] constexpr void convolution(T const* weight, T const* bias, T const* x, std::size_t panels,
                                                  Put put) {
    in_lanes<T, L>([&]<class V>(V) __attribute__((always_inline)) {
        convolution_apart<Gathering{C, false}, Bias, V>(weight, bias, x, panels, put);
    });
}

/// dx of dy: zero for what no window reads.
///
/// Cost     as forward; 96 % of the machine's peak there
template <Convolution C, std::size_t L, class T, class Put>
[[gnu::always_inline]] constexpr void convolution_back(T const* weight, T const* dy, std::size_t panels, Put put) {
    in_lanes<T, L>([&]<class V>(V) __attribute__((always_inline)) {
        convolution_apart<Gathering{C, true}, false, V>(weight, weight, dy, panels, put);
    });
}

}  // namespace staticnn::inline STATICNN_TARGET::kernel
