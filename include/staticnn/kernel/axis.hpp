#pragma once

#include <cstddef>

#include <staticnn/core/target.hpp>

/// How windows slide along one axis: what they read, and who reads a number.
namespace staticnn::inline STATICNN_TARGET::kernel {

/// A window of `kernel` taps, `dilation` apart, moves along `in` numbers in steps of `stride`. Nothing lies in the
/// padding: a tap there is skipped.
struct Axis {
    std::size_t in, kernel;
    std::size_t stride = 1, before = 0, after = 0, dilation = 1;

    /// From the first to the last tap of a window.
    constexpr std::size_t span() const { return dilation * (kernel - 1) + 1; }
    /// The fewest numbers that a window fits into.
    constexpr std::size_t least() const { return span() > before + after ? span() - before - after : 1; }
    constexpr std::size_t out() const { return (in + before + after - span()) / stride + 1; }
};

constexpr std::ptrdiff_t signed_of(std::size_t n) { return static_cast<std::ptrdiff_t>(n); }

/// Numbers from `first` on, before `last`.
struct Range {
    std::size_t first, last;
};

/// Targets j = 0, 1, ... that take the same taps m = 0, 1, ..., each from source `origin + along j + per_tap m`.
struct Line {
    std::size_t targets, sources, taps;
    std::ptrdiff_t origin, along, per_tap;
    std::size_t first_target, target_step;  ///< target j is number first_target + target_step j of the axis, ...
    std::size_t first_tap, tap_step;        ///< and tap m number first_tap + tap_step m of the kernel

    constexpr std::size_t target(std::size_t j) const { return first_target + target_step * j; }
    constexpr std::size_t tap(std::size_t m) const { return first_tap + tap_step * m; }
    constexpr std::ptrdiff_t source(std::size_t j, std::size_t m) const {
        return origin + along * signed_of(j) + per_tap * signed_of(m);
    }
    constexpr bool is_inside(std::size_t j, std::size_t m) const {
        return source(j, m) >= 0 && source(j, m) < signed_of(sources);
    }

    /// The taps of target j that are not in the padding.
    constexpr Range taps_of(std::size_t j) const {
        Range r{0, taps};
        while (r.first < r.last && !is_inside(j, r.first)) ++r.first;
        while (r.first < r.last && !is_inside(j, r.last - 1)) --r.last;
        return r;
    }

    /// The targets none of whose taps are in the padding.
    constexpr Range whole() const {
        if (taps == 0) return {0, targets};
        std::ptrdiff_t const to_last = per_tap * signed_of(taps - 1);
        std::ptrdiff_t const lowest = origin + (to_last < 0 ? to_last : 0);
        std::ptrdiff_t const highest = origin + (to_last > 0 ? to_last : 0);
        std::ptrdiff_t const room = signed_of(sources) - 1 - highest;
        std::ptrdiff_t const first = lowest >= 0 ? 0 : (-lowest + along - 1) / along;
        std::ptrdiff_t const last = room < 0 ? 0 : room / along + 1;
        std::size_t const from = static_cast<std::size_t>(first), to = static_cast<std::size_t>(last);
        if (from >= targets || to <= from) return {0, 0};
        return {from, to < targets ? to : targets};
    }
};

/// An axis seen from those that are made: windows, which read inputs; or, going back, inputs, which windows read.
struct Reading {
    Axis axis;
    bool back = false;

    constexpr std::size_t targets() const { return back ? axis.in : axis.out(); }
    constexpr std::size_t sources() const { return back ? axis.out() : axis.in; }

    /// How many lines the targets fall into: going back, neighbours that a stride tells apart are read by other taps.
    constexpr std::size_t lines() const { return !back ? 1 : axis.stride < axis.in ? axis.stride : axis.in; }
    /// From one target of a line to the next, in sources.
    constexpr std::size_t along() const { return back ? 1 : axis.stride; }

    constexpr Line line(std::size_t number) const {
        Line line{.targets = targets(),
                  .sources = sources(),
                  .taps = axis.kernel,
                  .origin = -signed_of(axis.before),
                  .along = signed_of(along()),
                  .per_tap = signed_of(axis.dilation),
                  .first_target = 0,
                  .target_step = 1,
                  .first_tap = 0,
                  .tap_step = 1};
        if (!back) return line;
        // Window j' reads input t with tap k where j' stride = t + before - k dilation.
        std::size_t divisor = axis.stride;
        while (axis.stride % divisor != 0 || axis.dilation % divisor != 0) --divisor;
        line.first_target = number;
        line.target_step = axis.stride;
        line.targets = (axis.in - number + axis.stride - 1) / axis.stride;
        line.tap_step = axis.stride / divisor;
        line.per_tap = -signed_of(axis.dilation / divisor);
        auto const distance = [&](std::size_t tap) {
            return signed_of(number + axis.before) - signed_of(tap * axis.dilation);
        };
        while (line.first_tap < line.tap_step && distance(line.first_tap) % signed_of(axis.stride) != 0)
            ++line.first_tap;
        if (line.first_tap >= line.tap_step || line.first_tap >= axis.kernel) {
            line.taps = 0;
            line.first_tap = 0;
        } else {
            line.taps = (axis.kernel - line.first_tap + line.tap_step - 1) / line.tap_step;
        }
        line.origin = distance(line.first_tap) / signed_of(axis.stride);
        return line;
    }
};

}  // namespace staticnn::inline STATICNN_TARGET::kernel
