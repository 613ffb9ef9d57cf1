#pragma once

#include <cstddef>

#include <staticnn/kernel/matrix.hpp>

namespace staticnn::inline STATICNN_TARGET::kernel {

/// Calls f(V{}, first) for pieces of N numbers: whole registers, then narrower ones of 8, 4, ... lanes, so that none
/// reaches past the end.
template <class T, std::size_t N, std::size_t From = 0, std::size_t L = simd::lanes<T>, class Function>
[[gnu::always_inline]] constexpr void in_pieces(Function f) {
    constexpr std::size_t to = N - (N - From) % L;
    if constexpr (to > From)
        in_lanes<T, L>([&]<class V>(V) __attribute__((always_inline)) {
            for (std::size_t k = From; k < to; k += L) f(V{}, k);
        });
    if constexpr (to < N) in_pieces<T, N, to, L / 2>(f);
}

}  // namespace staticnn::inline STATICNN_TARGET::kernel
