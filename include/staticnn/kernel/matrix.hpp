#pragma once

#include <cstddef>

#include <staticnn/core/pointer.hpp>
#include <staticnn/simd/vec.hpp>

namespace staticnn::inline STATICNN_TARGET::kernel {

/// The weights of an affine map, known at compile time: how many, and how they lie in memory. The weight from input i
/// to output o is number i * input_stride + o * output_stride.
struct Matrix {
    std::size_t inputs, outputs;
    std::size_t input_stride, output_stride;

    /// The same numbers as the map from outputs back to inputs.
    constexpr Matrix transposed() const { return {outputs, inputs, output_stride, input_stride}; }
    constexpr std::size_t size() const { return inputs * outputs; }
};

/// What rows of outputs are padded to, so that one sample runs in whole registers: 1, 4, 8, 16, then multiples of 8.
constexpr std::size_t padded(std::size_t outputs) {
    return outputs == 1 ? 1 : outputs <= 4 ? 4 : outputs <= 8 ? 8 : outputs <= 16 ? 16 : (outputs + 7) / 8 * 8;
}

constexpr std::size_t round_up(std::size_t n, std::size_t multiple) { return (n + multiple - 1) / multiple * multiple; }

/// From how many weights on a kernel is a function of its own, shared by all layers of its shape: the call costs
/// nothing beside the work, and the code is compiled once.
inline constexpr std::size_t worth_a_call = 64;

/// Whether so many numbers come from beyond the nearest cache each time they are read one after another. They are then
/// asked for some bytes ahead: the machine's own guesses end at each page of 4 kB.
template <class T>
constexpr bool come_from_afar(std::size_t numbers) {
    return numbers * sizeof(T) > 32 * 1024;
}
template <class T>
[[gnu::always_inline]] constexpr void prefetch_ahead(T const* from) {
    core::prefetch<4096>(from);
}

/// How many rows a register tile takes of `rows`: a divisor where there is one, so that no remainder is left. With 16
/// registers fewer than 5 rows leave too few sums to hide the multiply-add's latency: wide layers then rather have a
/// remainder.
constexpr std::size_t tile_rows(std::size_t rows) {
    constexpr bool many = simd::registers == 32;
    constexpr std::size_t most = many ? 12 : 6;
    if (rows <= most) return rows;
    for (std::size_t r = most; r >= (many || rows < 24 ? most / 2 : most - 1); --r)
        if (rows % r == 0) return r;
    return many ? 8 : rows < 24 ? 4 : 6;
}

/// How many sums a register tile has where multiply-adds are not fused. They wait for an addition alone, so that eight
/// hide it; each product takes a register that would else hold a sum; and a broadcast is a shuffle, in the way of the
/// sums, so that a tile is as long as it can be: one broadcast for all eight sums.
inline constexpr std::size_t unfused_sums = 8;

/// How many rows such a tile takes of `rows`, if it is so many columns wide.
constexpr std::size_t unfused_rows(std::size_t rows, std::size_t columns) {
    std::size_t const most = unfused_sums / columns;
    return rows < most ? rows : most;
}

/// How many panels share each weight that is read.
inline constexpr std::size_t tile_panels = core::has_fma ? 2 : unfused_sums;

/// Calls f<N>(i) for each N of the things [i, count), then for half as many, down to one.
template <std::size_t N, class Function>
[[gnu::always_inline]] constexpr void for_each_tile(std::size_t i, std::size_t count, Function f) {
    for (; i + N <= count; i += N) f.template operator()<N>(i);
    if constexpr (N > 1) for_each_tile<N / 2>(i, count, f);
}

/// v, a register of panel p, with zeros in the lanes past the last of `samples` samples.
template <class V>
[[gnu::always_inline]] constexpr V real_samples_only(V v, std::size_t p, std::size_t samples) {
    constexpr std::size_t L = simd::lane_count<V>;
    return (p + 1) * L <= samples ? v : simd::first_lanes(v, samples - p * L);
}

/// A sample of R rows of F features lies in panels as R panels of one row each. What a kernel finds of them goes to `put`
/// as features of the whole: feature k of panel p is number p F + k.
template <std::size_t F, class Put>
struct PutRows {
    Put put;

    template <class V>
    [[gnu::always_inline]] constexpr void operator()(std::size_t panel, std::size_t feature, V v) const {
        put(0, panel * F + feature, v);
    }
};

/// `put` for rows of F features, R of them a sample.
template <std::size_t R, std::size_t F, class Put>
[[gnu::always_inline]] constexpr auto put_rows(Put put) {
    if constexpr (R == 1)
        return put;
    else
        return PutRows<F, Put>{put};
}

/// `put` of one sample, for a row of it that begins at feature `begin`.
template <class Put>
struct PutRow {
    Put put;
    std::size_t begin;

    template <class V>
    [[gnu::always_inline]] constexpr void operator()(std::size_t first, V v) const {
        put(begin + first, v);
    }
};

/// Calls `kernel(V{})`: V is plain arrays in a constant expression, registers elsewhere.
template <class T, std::size_t L, class Kernel>
[[gnu::always_inline]] constexpr void in_lanes(Kernel kernel) {
    if (__builtin_is_constant_evaluated())
        kernel(simd::ConstantVec<T, L>{});
    else
        kernel(simd::Vec<T, L>{});
}

}  // namespace staticnn::inline STATICNN_TARGET::kernel
