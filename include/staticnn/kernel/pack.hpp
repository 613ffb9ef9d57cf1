#pragma once

#include <cstddef>
#include <cstdint>

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
        for (std::size_t l = 0; l < L; ++l) row[l] = samples.template at<F>(s + l < count ? s + l : count - 1);
        in_lanes<T, L>([&]<class V>(V) __attribute__((always_inline)) {
            std::size_t f = 0;
            for (; f + L <= F; f += L) {
                V rows[L];
#pragma GCC unroll 16
                for (std::size_t l = 0; l < L; ++l) rows[l] = simd::load<V>(row[l] + f);
                simd::transpose(rows);
#pragma GCC unroll 16
                for (std::size_t l = 0; l < L; ++l) simd::store(panel + (f + l) * L, rows[l]);
            }
            for (; f < F; ++f)
                for (std::size_t l = 0; l < L; ++l) panel[f * L + l] = row[l][f];
        });
    }
}

/// Writes the `count` samples that lie in the panels.
template <std::size_t L, std::size_t F, class T>
constexpr void unpack(T const* panels, T* samples, std::size_t count) {
    if constexpr (F == 1) {
        for (std::size_t s = 0; s < count; ++s) samples[s] = panels[s];
        return;
    }
    for (std::size_t s = 0; s < count; s += L) {
        T const* const panel = panels + s * F;
        in_lanes<T, L>([&]<class V>(V) __attribute__((always_inline)) {
            std::size_t f = 0;
            if (s + L <= count)
                for (; f + L <= F; f += L) {
                    V rows[L];
#pragma GCC unroll 16
                    for (std::size_t l = 0; l < L; ++l) rows[l] = simd::load<V>(panel + (f + l) * L);
                    simd::transpose(rows);
#pragma GCC unroll 16
                    for (std::size_t l = 0; l < L; ++l) simd::store(samples + (s + l) * F + f, rows[l]);
                }
            for (; f < F; ++f)
                for (std::size_t l = 0; l < L && s + l < count; ++l) samples[(s + l) * F + f] = panel[f * L + l];
        });
    }
}

}  // namespace staticnn::inline STATICNN_TARGET::kernel
