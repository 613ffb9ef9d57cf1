#pragma once

#include <cstddef>

#include <staticnn/kernel/matrix.hpp>

namespace staticnn::inline STATICNN_TARGET::kernel {

/// Changes N numbers of a flat array in place, a register at a time: f is given V{} and the offset of the register.
/// N is a multiple of 16, as every model's storage is.
template <std::size_t N, class T, class Function>
constexpr void for_each_register(Function f) {
    in_lanes<T, simd::lanes<T>>([&]<class V>(V) __attribute__((always_inline)) {
        for (std::size_t k = 0; k < N; k += simd::lane_count<V>) f(V{}, k);
    });
}

}  // namespace staticnn::inline STATICNN_TARGET::kernel
