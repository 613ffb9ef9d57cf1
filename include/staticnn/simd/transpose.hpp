#pragma once

#include <cstddef>
#include <utility>

#include <staticnn/simd/vec.hpp>

/// Transposition of registers, from two moves that cost little on every machine: exchanging units among the 128-bit
/// blocks of a register, and exchanging lanes inside each block. (A free choice of lanes costs as much as a
/// multiply-add on AVX-512.)
namespace staticnn::inline STATICNN_TARGET::simd {

namespace units {

/// Where lane k of a shuffle comes from: a lane of `a`, or of `b` (counted from L on).
using Source = std::size_t (*)(std::size_t k, std::size_t L);

template <Source From, class V, std::size_t... K>
[[gnu::always_inline]] constexpr V shuffle(V const& a, V const& b, std::index_sequence<K...>) {
    constexpr std::size_t L = sizeof...(K);
    if constexpr (is_lanes<V>) {
        constexpr std::size_t from[] = {From(K, L)...};
        V v;
        ((v.lane[K] = from[K] < L ? a.lane[from[K] % L] : b.lane[from[K] % L]), ...);
        return v;
    } else {
        return __builtin_shufflevector(a, b, int(From(K, L))...);
    }
}

template <Source From, class V>
[[gnu::always_inline]] constexpr V shuffle(V const& a, V const& b) {
    return shuffle<From>(a, b, std::make_index_sequence<lane_count<V>>{});
}

/// Of each two units of U lanes, number N of `a`, then of `b`.
template <std::size_t U, std::size_t N>
constexpr std::size_t of_pair(std::size_t k, std::size_t L) {
    std::size_t const unit = k / U % 2;
    return k - unit * U + N * U + unit * L;
}

/// Of each four units, numbers First and Second of `a`, then of `b`.
template <std::size_t U, std::size_t First, std::size_t Second>
constexpr std::size_t of_four(std::size_t k, std::size_t L) {
    std::size_t const unit = k / U % 4;
    return k - unit * U + (unit % 2 == 0 ? First : Second) * U + unit / 2 * L;
}

/// The sums of 2 rows' units, side by side.
template <std::size_t U, class V>
[[gnu::always_inline]] constexpr V sum2(V const& a, V const& b) {
    return shuffle<of_pair<U, 0>>(a, b) + shuffle<of_pair<U, 1>>(a, b);
}

/// The sums of 4 rows' units, side by side.
template <std::size_t U, class V>
[[gnu::always_inline]] constexpr V sum4(V const& a, V const& b, V const& c, V const& d) {
    V const ab = shuffle<of_four<U, 0, 1>>(a, b) + shuffle<of_four<U, 2, 3>>(a, b);
    V const cd = shuffle<of_four<U, 0, 1>>(c, d) + shuffle<of_four<U, 2, 3>>(c, d);
    return shuffle<of_four<U, 0, 2>>(ab, cd) + shuffle<of_four<U, 1, 3>>(ab, cd);
}

/// Transposes the 2 x 2 units of two rows.
template <std::size_t U, class V>
[[gnu::always_inline]] constexpr void transpose2(V& a, V& b) {
    V const first = shuffle<of_pair<U, 0>>(a, b);
    b = shuffle<of_pair<U, 1>>(a, b);
    a = first;
}

/// Transposes the 4 x 4 units of four rows.
template <std::size_t U, class V>
[[gnu::always_inline]] constexpr void transpose4(V& a, V& b, V& c, V& d) {
    V const ab01 = shuffle<of_four<U, 0, 1>>(a, b), ab23 = shuffle<of_four<U, 2, 3>>(a, b);
    V const cd01 = shuffle<of_four<U, 0, 1>>(c, d), cd23 = shuffle<of_four<U, 2, 3>>(c, d);
    a = shuffle<of_four<U, 0, 2>>(ab01, cd01);
    b = shuffle<of_four<U, 1, 3>>(ab01, cd01);
    c = shuffle<of_four<U, 0, 2>>(ab23, cd23);
    d = shuffle<of_four<U, 1, 3>>(ab23, cd23);
}

/// How many lanes a 128-bit block holds, and how many blocks a register.
template <class V>
inline constexpr std::size_t block = lane_count<V> * sizeof(Scalar<V>) < 16 ? lane_count<V> : 16 / sizeof(Scalar<V>);
template <class V>
inline constexpr std::size_t blocks = lane_count<V> / block<V>;

}  // namespace units

/// Turns rows[i] lane l into rows[l] lane i, in place, for as many rows as there are lanes.
///
/// Cost     L log2(L) shuffles
template <class V>
[[gnu::always_inline]] constexpr void transpose(V* rows) {
    constexpr std::size_t block = units::block<V>, blocks = units::blocks<V>;
#pragma GCC unroll 16
    for (std::size_t i = 0; i < block; ++i) {
        if constexpr (blocks == 2) units::transpose2<block>(rows[i], rows[i + block]);
        if constexpr (blocks == 4)
            units::transpose4<block>(rows[i], rows[i + block], rows[i + 2 * block], rows[i + 3 * block]);
    }
#pragma GCC unroll 16
    for (std::size_t i = 0; i < lane_count<V>; i += block) {
        if constexpr (block == 2) units::transpose2<1>(rows[i], rows[i + 1]);
        if constexpr (block == 4) units::transpose4<1>(rows[i], rows[i + 1], rows[i + 2], rows[i + 3]);
    }
}

/// Lane l of the result is the sum of the lanes of rows[l], for as many rows as there are lanes.
///
/// Cost     L - 1 additions and 2 (L - 1) shuffles, instead of L log2(L) of each
template <class V>
[[gnu::always_inline]] constexpr V transposing_sum(V const* rows) {
    constexpr std::size_t block = units::block<V>, blocks = units::blocks<V>;
    V part[block];
#pragma GCC unroll 16
    for (std::size_t i = 0; i < block; ++i) {
        if constexpr (blocks == 1) part[i] = rows[i];
        if constexpr (blocks == 2) part[i] = units::sum2<block>(rows[i], rows[i + block]);
        if constexpr (blocks == 4)
            part[i] = units::sum4<block>(rows[i], rows[i + block], rows[i + 2 * block], rows[i + 3 * block]);
    }
    if constexpr (block == 4) return units::sum4<1>(part[0], part[1], part[2], part[3]);
    if constexpr (block == 2) return units::sum2<1>(part[0], part[1]);
    return part[0];
}

}  // namespace staticnn::inline STATICNN_TARGET::simd
