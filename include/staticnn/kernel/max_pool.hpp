#pragma once

#include <cstddef>

#include <staticnn/kernel/axis.hpp>
#include <staticnn/kernel/matrix.hpp>
#include <staticnn/kernel/pixel_row.hpp>

/// The largest number of each window, and which it was: the first of them, or the last NaN, as in PyTorch.
namespace staticnn::inline STATICNN_TARGET::kernel {

struct Pool {
    std::size_t channels;
    Axis height, width;

    constexpr std::size_t inputs() const { return channels * height.in * width.in; }
    constexpr std::size_t outputs() const { return channels * height.out() * width.out(); }
};

/// Whether v takes the place of the largest number so far.
template <class V>
[[gnu::always_inline]] constexpr auto is_next(V v, V largest) {
    return (v > largest) | (v != v);
}

/// Calls f(channel, row, column, taps of the row, taps of the column) for each number that is made along two lines.
template <class F>
[[gnu::always_inline]] constexpr void for_each_target(std::size_t channels, Line const& rows, Line const& columns,
                                                      F f) {
    for (std::size_t channel = 0; channel < channels; ++channel)
        for (std::size_t row = 0; row < rows.targets; ++row) {
            Range const row_taps = rows.taps_of(row);
            for (std::size_t column = 0; column < columns.targets; ++column)
                f(channel, row, column, row_taps, columns.taps_of(column));
        }
}

/// `taken`, if there is one, gets the number of the tap that was largest, of each number of the result.
template <Pool P, bool Takes, class V, class T, class Put>
[[gnu::noinline]] constexpr void max_pool_apart(T const* x, T* taken, std::size_t panels, Put put) {
    constexpr std::size_t L = simd::lane_count<V>;
    constexpr Line rows = Reading{P.height}.line(0), columns = Reading{P.width}.line(0);
    for (std::size_t panel = 0; panel < panels; ++panel)
        for_each_target(
            P.channels, rows, columns,
            [&](std::size_t channel, std::size_t row, std::size_t column, Range row_taps, Range column_taps)
                __attribute__((always_inline)) {
                    auto const value = [&](std::size_t h, std::size_t k) __attribute__((always_inline)) {
                        std::size_t const x_row = static_cast<std::size_t>(rows.source(row, h)),
                                          x_column = static_cast<std::size_t>(columns.source(column, k));
                        std::size_t const plane = panel * P.channels + channel;
                        return simd::load<V>(x + ((plane * P.height.in + x_row) * P.width.in + x_column) * L);
                    };
                    auto const number = [](std::size_t h, std::size_t k) {
                        return simd::broadcast<V>(T(h * P.width.kernel + k));
                    };
                    V largest = value(row_taps.first, column_taps.first);
                    V tap = number(row_taps.first, column_taps.first);
                    for (std::size_t h = row_taps.first; h < row_taps.last; ++h)
                        for (std::size_t k = column_taps.first; k < column_taps.last; ++k) {
                            V const v = value(h, k);
                            if constexpr (Takes)
                                tap = simd::per_lane<V>([](auto u, auto most, auto next,
                                                           auto before) { return is_next(u, most) ? next : before; },
                                                        v, largest, number(h, k), tap);
                            largest = simd::per_lane<V>([](auto u, auto most) { return is_next(u, most) ? u : most; },
                                                        v, largest);
                        }
                    std::size_t const feature = (channel * rows.targets + row) * columns.targets + column;
                    if constexpr (Takes) simd::store(taken + (panel * P.outputs() + feature) * L, tap);
                    put(panel, feature, largest);
                });
}

/// Shapes   x [panels][channels][height][width][L]   taken like the result, or null
template <Pool P, bool Takes, std::size_t L, class T, class Put>
[[gnu::always_inline]] constexpr void max_pool(T const* x, T* taken, std::size_t panels, Put put) {
    in_lanes<T, L>([&]<class V>(V)
                       __attribute__((always_inline)) { max_pool_apart<P, Takes, V>(x, taken, panels, put); });
}

/// dx: each number gathers the gradients of those windows that took it.
template <Pool P, class V, class T, class Put>
[[gnu::noinline]] constexpr void max_pool_back_apart(T const* dy, T const* taken, std::size_t panels, Put put) {
    constexpr std::size_t L = simd::lane_count<V>;
    constexpr Reading height{P.height, true}, width{P.width, true};
    for (std::size_t panel = 0; panel < panels; ++panel)
        for (std::size_t l = 0; l < height.lines(); ++l)
            for (std::size_t c = 0; c < width.lines(); ++c) {
                Line const rows = height.line(l), columns = width.line(c);
                for_each_target(
                    P.channels, rows, columns,
                    [&](std::size_t channel, std::size_t row, std::size_t column, Range row_taps, Range column_taps)
                        __attribute__((always_inline)) {
                            V sum{};
                            for (std::size_t h = row_taps.first; h < row_taps.last; ++h)
                                for (std::size_t k = column_taps.first; k < column_taps.last; ++k) {
                                    std::size_t const y_row = static_cast<std::size_t>(rows.source(row, h)),
                                                      y_column = static_cast<std::size_t>(columns.source(column, k));
                                    std::size_t const plane = panel * P.channels + channel;
                                    std::size_t const at =
                                        ((plane * P.height.out() + y_row) * P.width.out() + y_column) * L;
                                    V const tap = simd::broadcast<V>(T(rows.tap(h) * P.width.kernel + columns.tap(k)));
                                    V const gradient = simd::per_lane<V>(
                                        [](auto t, auto took, auto dv) { return t == took ? dv : decltype(dv){}; }, tap,
                                        simd::load<V>(taken + at), simd::load<V>(dy + at));
                                    sum = sum + gradient;
                                }
                            put(panel, (channel * P.height.in + rows.target(row)) * P.width.in + columns.target(column),
                                sum);
                        });
            }
}

template <Pool P, std::size_t L, class T, class Put>
[[gnu::always_inline]] constexpr void max_pool_back(T const* dy, T const* taken, std::size_t panels, Put put) {
    in_lanes<T, L>([&]<class V>(V)
                       __attribute__((always_inline)) { max_pool_back_apart<P, V>(dy, taken, panels, put); });
}

/// Of one sample, with neighbouring pixels in lanes: put(first feature, lanes).
template <Pool P, class T, class Put>
[[gnu::noinline]] constexpr void max_pool_one(T const* x, Put put) {
    constexpr Line rows = Reading{P.height}.line(0), columns = Reading{P.width}.line(0);
    constexpr std::size_t out = columns.targets, L = lanes_of_row<T>(out);
    constexpr T lowest = -T(__builtin_inf());
    in_lanes<T, L>([&]<class V>(V) __attribute__((always_inline)) {
        for (std::size_t channel = 0; channel < P.channels; ++channel)
            for (std::size_t row = 0; row < rows.targets; ++row) {
                Range const row_taps = rows.taps_of(row);
                for (std::size_t n = 0; n * L < out; ++n) {
                    std::size_t const column = begin_of_register<L>(n, out);
                    V largest = simd::broadcast<V>(lowest);
                    for (std::size_t h = row_taps.first; h < row_taps.last; ++h) {
                        std::size_t const x_row =
                            (channel * P.height.in + static_cast<std::size_t>(rows.source(row, h))) * P.width.in;
                        for (std::size_t k = 0; k < P.width.kernel; ++k) {
                            V const v = load_of_row<P.width.stride, V>(x, P.inputs(), x_row, P.width.in,
                                                                       columns.source(column, k), lowest);
                            largest = simd::per_lane<V>([](auto u, auto most) { return is_next(u, most) ? u : most; },
                                                        v, largest);
                        }
                    }
                    put((channel * rows.targets + row) * out + column, largest);
                }
            }
    });
}

}  // namespace staticnn::inline STATICNN_TARGET::kernel
