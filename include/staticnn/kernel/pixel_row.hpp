#pragma once

#include <cstddef>

#include <staticnn/kernel/axis.hpp>
#include <staticnn/kernel/row.hpp>
#include <staticnn/simd/transpose.hpp>

/// One sample with its features in lanes: rows of pixels, read a register at a time.
namespace staticnn::inline STATICNN_TARGET::kernel {

/// The widest register that a row of so many numbers fills, in lanes.
template <class T>
constexpr std::size_t lanes_of_row(std::size_t numbers) {
    return power_of_two_within(numbers, simd::lanes<T>);
}

/// Register n of a row begins here: the last one ends with the row, and overlaps the one before.
template <std::size_t Lanes>
constexpr std::size_t begin_of_register(std::size_t n, std::size_t row) {
    return (n + 1) * Lanes <= row ? n * Lanes : row - Lanes;
}

/// Every second of the numbers that two registers hold, of which the second begins with the first's last.
constexpr std::size_t every_second(std::size_t k, std::size_t L) { return 2 * k < L ? 2 * k : 2 * k + 1; }

/// Numbers `from`, `from` + Stride, ... of the row of `width` that begins at x[row]; x has `size` numbers. What lies
/// before or past the row is `outside`.
template <std::size_t Stride, class V, class T>
[[gnu::always_inline]] constexpr V load_of_row(T const* x, std::size_t size, std::size_t row, std::size_t width,
                                               std::ptrdiff_t from, T outside) {
    constexpr std::size_t L = simd::lane_count<V>;
    std::ptrdiff_t const last = from + signed_of((L - 1) * Stride), begin = signed_of(row) + from;
    if constexpr (Stride <= 2 && L > 1) {
        if (begin >= 0 && signed_of(row) + last < signed_of(size)) {  // in neighbouring rows, but in x
            T const* const at = x + begin;
            V v = simd::load<V>(at);
            if constexpr (Stride == 2) v = simd::units::shuffle<every_second>(v, simd::load<V>(at + L - 1));
            if (from >= 0 && last < signed_of(width)) return v;
            auto const lanes_before = [](std::ptrdiff_t place) {  // how many lie before a place, counted from `from`
                std::ptrdiff_t const lanes = place <= 0 ? 0 : (place + signed_of(Stride) - 1) / signed_of(Stride);
                return static_cast<std::size_t>(lanes);
            };
            return simd::lanes_between(v, lanes_before(-from), lanes_before(signed_of(width) - from),
                                       simd::broadcast<V>(outside));
        }
    }
    T lane[L];
    for (std::size_t l = 0; l < L; ++l) {
        std::ptrdiff_t const place = from + signed_of(l * Stride);
        lane[l] = place >= 0 && place < signed_of(width) ? x[row + static_cast<std::size_t>(place)] : outside;
    }
    return simd::load<V>(lane);
}

}  // namespace staticnn::inline STATICNN_TARGET::kernel
