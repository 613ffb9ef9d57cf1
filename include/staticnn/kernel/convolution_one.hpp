#pragma once

#include <cstddef>

#include <staticnn/kernel/convolution.hpp>
#include <staticnn/kernel/pixel_row.hpp>

/// A convolution of one sample: neighbouring pixels lie in lanes.
namespace staticnn::inline STATICNN_TARGET::kernel {

/// Whether all rows are one to the registers: where pixels keep their places, and rows by themselves would leave so many
/// lanes unused that it pays to leave out the neighbours that lie in another row.
template <Convolution C, class T>
constexpr bool rows_are_one() {
    bool const keeps_places =
        C.height.stride == 1 && C.width.stride == 1 && C.height.out() == C.height.in && C.width.out() == C.width.in;
    std::size_t const lanes = lanes_of_row<T>(C.width.in);
    std::size_t const apart = C.height.in * ((C.width.in + lanes - 1) / lanes);
    std::size_t const together = (C.input_pixels() + simd::lanes<T> - 1) / simd::lanes<T>;
    return keeps_places && C.height.in > 1 && 6 * together <= 5 * apart;
}

/// For each tap of a row of the kernel, whether it is in the row of a pixel: 1 or 0, from any column on for L pixels.
template <Convolution C, std::size_t L, class T>
struct SameRow {
    T is[C.width.kernel][C.width.in + L]{};

    constexpr SameRow() {
        constexpr Line columns = Reading{C.width}.line(0);
        for (std::size_t k = 0; k < C.width.kernel; ++k)
            for (std::size_t p = 0; p < C.width.in + L; ++p)
                is[k][p] = columns.is_inside(p % C.width.in, k) ? T(1) : T(0);
    }
};
template <Convolution C, std::size_t L, class T>
inline constexpr SameRow<C, L, T> same_row{};

/// R outputs, from `first` on, of N registers of pixels of a row, from register n on.
template <Convolution C, bool Bias, std::size_t R, std::size_t N, class V, class T, class Put>
[[gnu::always_inline]] constexpr void convolution_one_tile(T const* weight, T const* bias, T const* x,
                                                           std::size_t group, std::size_t first, Line const& rows,
                                                           std::size_t row, Range row_taps, std::size_t n,
                                                           Put const& put) {
    constexpr bool one_row = rows_are_one<C, T>();
    constexpr std::size_t L = simd::lane_count<V>, S = C.width.stride;
    constexpr std::size_t width = one_row ? C.input_pixels() : C.width.in, height = one_row ? 1 : C.height.in;
    constexpr std::size_t out = one_row ? width : C.width.out(), out_rows = one_row ? 1 : C.height.out();
    constexpr std::size_t size = C.inputs * C.input_pixels();
    constexpr Line columns = Reading{C.width}.line(0);
    std::size_t column[N];
#pragma GCC unroll 16
    for (std::size_t b = 0; b < N; ++b) column[b] = begin_of_register<L>(n + b, out);
    V sum[R][N];
#pragma GCC unroll 16
    for (std::size_t r = 0; r < R; ++r) {
        V start{};
        if constexpr (Bias) start = simd::broadcast<V>(bias[group * C.group_outputs() + first + r]);
#pragma GCC unroll 16
        for (std::size_t b = 0; b < N; ++b) sum[r][b] = start;
    }
    for (std::size_t i = 0; i < C.group_inputs(); ++i) {
        std::size_t const channel = group * C.group_inputs() + i;
        for (std::size_t h = row_taps.first; h < row_taps.last; ++h) {
            // The row of pixels that this row of the kernel reads, or how far it reads from each.
            std::ptrdiff_t const to_row = rows.source(row, h);
            std::ptrdiff_t const shift = one_row ? to_row * signed_of(C.width.in) : 0;
            std::size_t const x_row = (channel * height + (one_row ? 0 : static_cast<std::size_t>(to_row))) * width;
            T const* const w = weight + i * C.input_stride() + h * C.row_stride() + group * C.group_outputs() + first;
            for (std::size_t k = 0; k < C.width.kernel; ++k) {
                V value[N];
#pragma GCC unroll 16
                for (std::size_t b = 0; b < N; ++b) {
                    value[b] = load_of_row<S, V>(x, size, x_row, width, columns.source(column[b], k) + shift, T(0));
                    if constexpr (one_row && C.width.kernel > 1)
                        value[b] = simd::per_lane<V>(
                            [](auto v, auto is) __attribute__((always_inline)) { return is != 0 ? v : decltype(v){}; },
                            value[b], simd::load<V>(same_row<C, L, T>.is[k] + column[b] % C.width.in));
                }
#pragma GCC unroll 16
                for (std::size_t r = 0; r < R; ++r) {
                    V const weights = simd::broadcast<V>(w[k * C.outputs + r]);
#pragma GCC unroll 16
                    for (std::size_t b = 0; b < N; ++b) sum[r][b] = simd::multiply_add(value[b], weights, sum[r][b]);
                }
            }
        }
    }
#pragma GCC unroll 16
    for (std::size_t r = 0; r < R; ++r)
#pragma GCC unroll 16
        for (std::size_t b = 0; b < N; ++b)
            put(((group * C.group_outputs() + first + r) * out_rows + row) * out + column[b], sum[r][b]);
}

/// All outputs of N registers of a row.
template <Convolution C, bool Bias, std::size_t N, class V, class T, class Put>
[[gnu::always_inline]] constexpr void convolution_one_pixels(T const* weight, T const* bias, T const* x,
                                                             std::size_t group, Line const& rows, std::size_t row,
                                                             Range row_taps, std::size_t n, Put const& put) {
    constexpr std::size_t R = Gathering{C}.rows(N), rest = C.group_outputs() % R;
    T const* const w = core::opaque(weight);
    std::size_t first = 0;
    for (; first + R <= C.group_outputs(); first += R)
        convolution_one_tile<C, Bias, R, N, V>(w, bias, x, group, first, rows, row, row_taps, n, put);
    if constexpr (rest != 0)
        convolution_one_tile<C, Bias, rest, N, V>(w, bias, x, group, first, rows, row, row_taps, n, put);
}

template <Convolution C, bool Bias, class T, class Put>
[[gnu::noinline]] constexpr void convolution_one_apart(T const* weight, T const* bias, T const* x, Put put) {
    constexpr bool one_row = rows_are_one<C, T>();
    constexpr std::size_t out = one_row ? C.output_pixels() : C.width.out(), row_count = one_row ? 1 : C.height.out();
    constexpr std::size_t L = lanes_of_row<T>(out), registers = (out + L - 1) / L;
    constexpr std::size_t N = registers > 1 && Gathering{C}.rows(2) * 2 + 3 <= simd::registers ? 2 : 1;
    constexpr Line rows = Reading{C.height}.line(0);
    in_lanes<T, L>([&]<class V>(V) __attribute__((always_inline)) {
        for (std::size_t group = 0; group < C.groups; ++group)
            for (std::size_t row = 0; row < row_count; ++row) {
                Range const taps = one_row ? Range{0, rows.taps} : rows.taps_of(row);
                for (std::size_t n = 0; n + N <= registers; n += N)
                    convolution_one_pixels<C, Bias, N, V>(weight, bias, x, group, rows, row, taps, n, put);
                if constexpr (registers % N != 0)
                    convolution_one_pixels<C, Bias, 1, V>(weight, bias, x, group, rows, row, taps, registers - 1, put);
            }
    });
}

/// A convolution of one sample, handed to `put(first feature, lanes)`. The last register of a row overlaps the one
/// before, with the same numbers. Sums are taken in the order of `convolution`, and taps in the padding multiply zeros.
template <Convolution C, bool Bias, class T, class Put>
[[gnu::always_inline]] constexpr void convolution_one(T const* weight, T const* bias, T const* x, Put put) {
    convolution_one_apart<C, Bias>(weight, bias, x, put);
}

}  // namespace staticnn::inline STATICNN_TARGET::kernel
