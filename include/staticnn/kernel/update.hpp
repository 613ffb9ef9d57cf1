#pragma once

#include <cstddef>

#include <staticnn/kernel/matrix.hpp>

namespace staticnn::inline STATICNN_TARGET::kernel {

/// Changes numbers [from, to) of a flat array in place, a register at a time: f is given V{} and the offset of the
/// register. Both are multiples of 16, as each layer's storage is.
template <class T, class Function>
[[gnu::always_inline]] constexpr void for_each_register(std::size_t from, std::size_t to, Function f) {
    in_lanes<T, simd::lanes<T>>([&]<class V>(V) __attribute__((always_inline)) {
        for (std::size_t k = from; k < to; k += simd::lane_count<V>) f(V{}, k);
    });
}

/// The same for a range that begins and ends anywhere: registers, then narrower ones, then single numbers.
template <class T, std::size_t L = simd::lanes<T>, class Function>
[[gnu::always_inline]] constexpr void for_each_register_in(std::size_t from, std::size_t to, Function f) {
    in_lanes<T, L>([&]<class V>(V) __attribute__((always_inline)) {
        for (; to - from >= L; from += L) f(V{}, from);
    });
    if constexpr (L > 1) for_each_register_in<T, (L * sizeof(T) > 16) ? L / 2 : 1>(from, to, f);
}

}  // namespace staticnn::inline STATICNN_TARGET::kernel
