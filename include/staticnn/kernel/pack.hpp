#pragma once

#include <cstddef>
#include <cstdint>
#include <type_traits>

#include <staticnn/kernel/matrix.hpp>
#include <staticnn/simd/transpose.hpp>

/// Between the user's order, samples [sample][feature], and panels [feature][L] with L samples in lanes.
namespace staticnn::inline STATICNN_TARGET::kernel {

/// Samples to read: in memory order from `first` on, or, with `order`, in the order of that list.
template <class T>
struct Samples {
    T const* data;
    std::uint32_t const* order = nullptr;
    std::size_t first = 0;

    template <std::size_t F>
    constexpr T const* at(std::size_t sample) const {
        return data + (order != nullptr ? order[first + sample] : first + sample) * F;
    }
    constexpr Samples from(std::size_t sample) const { return {data, order, first + sample}; }
};

/// Turns W rows of W numbers: row i is read at from(i), column i written at to(i).
template <std::size_t W, class T, class From, class To>
[[gnu::always_inline]] constexpr void turn_square(From from, To to) {
    in_lanes<T, W>([&]<class V>(V) __attribute__((always_inline)) {
        V rows[W];
#pragma GCC unroll 16
        for (std::size_t i = 0; i < W; ++i) rows[i] = simd::load<V>(from(i));
        simd::transpose(rows);
#pragma GCC unroll 16
        for (std::size_t i = 0; i < W; ++i) simd::store(to(i), rows[i]);
    });
}

/// Calls square<W>(feature) for squares of W features, the widest first, down to a block of 128 bits: W = L as often as
/// it fits into F features, smaller ones once. What is left are the last F % smallest_square<T, L>.
template <class T, std::size_t L>
inline constexpr std::size_t smallest_square = L * sizeof(T) < 16 ? L : 16 / sizeof(T);

template <class T, std::size_t L, std::size_t F, std::size_t W = L, class Square>
[[gnu::always_inline]] constexpr void for_squares(Square square) {
    if constexpr (W == L) {
        for (std::size_t f = 0; f + L <= F; f += L) square.template operator()<L>(f);
    } else if constexpr (F % (2 * W) >= W) {
        square.template operator()<W>(F / (2 * W) * (2 * W));
    }
    if constexpr (W > smallest_square<T, L>) for_squares<T, L, F, W / 2>(square);
}

/// Fills the panels of `count` samples. A short last panel is filled up with copies of its last sample: numbers that
/// every function of the network can stand, where zeros might not be.
template <std::size_t L, std::size_t F, class T>
constexpr void pack(Samples<T> samples, std::size_t count, T* panels) {
    if constexpr (F == 1 && L > 1) {
        if (samples.order == nullptr && !__builtin_is_constant_evaluated()) {
            std::size_t const whole = count / L * L;
            // The short panel first: what is written number by number is slow to read as a register soon after.
            if (whole < count) {
                simd::store(panels + whole, simd::broadcast<simd::Vec<T, L>>(*samples.template at<1>(count - 1)));
                for (std::size_t s = whole; s + 1 < count; ++s) panels[s] = *samples.template at<1>(s);
            }
            for (std::size_t s = 0; s < whole; s += L)
                simd::store(panels + s, simd::load<simd::Vec<T, L>>(samples.template at<1>(s)));
            return;
        }
    }
    for (std::size_t s = 0; s < count; s += L) {
        T* const panel = panels + s * F;
        T const* row[L];
#pragma GCC unroll 16
        for (std::size_t l = 0; l < L; ++l) row[l] = samples.template at<F>(s + l < count ? s + l : count - 1);
        for_squares<T, L, F>([&]<std::size_t W>(std::size_t f) __attribute__((always_inline)) {
            for (std::size_t l = 0; l < L; l += W)
                turn_square<W, T>([&](std::size_t i) { return row[l + i] + f; },
                                  [&](std::size_t i) { return panel + (f + i) * L + l; });
        });
        for (std::size_t f = F / smallest_square<T, L> * smallest_square<T, L>; f < F; ++f)
#pragma GCC unroll 16
            for (std::size_t l = 0; l < L; ++l) panel[f * L + l] = row[l][f];
    }
}

/// The same with each number converted: class numbers, say, to lie beside the network's own.
template <std::size_t L, std::size_t F, class T, class U>
    requires(!std::is_same_v<T, U>)
constexpr void pack(Samples<U> samples, std::size_t count, T* panels) {
    for (std::size_t s = 0; s < round_up(count, L); ++s) {
        U const* const row = samples.template at<F>(s < count ? s : count - 1);
        for (std::size_t f = 0; f < F; ++f) panels[(s / L * F + f) * L + s % L] = T(row[f]);
    }
}

/// Writes the `count` samples that lie in the panels.
template <std::size_t L, std::size_t F, class T>
constexpr void unpack(T const* panels, T* samples, std::size_t count) {
    std::size_t const whole = count / L * L;
    for (std::size_t s = 0; s < whole; s += L) {
        T const* const panel = panels + s * F;
        T* const to = samples + s * F;
        if constexpr (F == 1) {
            in_lanes<T, L>([&]<class V>(V) __attribute__((always_inline)) { simd::store(to, simd::load<V>(panel)); });
        } else {
            for_squares<T, L, F>([&]<std::size_t W>(std::size_t f) __attribute__((always_inline)) {
                for (std::size_t l = 0; l < L; l += W)
                    turn_square<W, T>([&](std::size_t i) { return panel + (f + i) * L + l; },
                                      [&](std::size_t i) { return to + (l + i) * F + f; });
            });
            for (std::size_t f = F / smallest_square<T, L> * smallest_square<T, L>; f < F; ++f)
#pragma GCC unroll 16
                for (std::size_t l = 0; l < L; ++l) to[l * F + f] = panel[f * L + l];
        }
    }
    for (std::size_t s = whole; s < count; ++s)
        for (std::size_t f = 0; f < F; ++f) samples[s * F + f] = panels[whole * F + f * L + s - whole];
}

}  // namespace staticnn::inline STATICNN_TARGET::kernel
