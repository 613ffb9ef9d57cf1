#pragma once

#include <cstddef>

#include <staticnn/kernel/affine_one.hpp>

#include "kernel/naive.hpp"

namespace naive {

/// A `put` that stores registers of outputs.
template <class T>
struct StoreOutputs {
    T* to;

    template <class V>
    [[gnu::always_inline]] constexpr void operator()(std::size_t first, V v) const {
        simd::store(to + first, v);
    }
};

/// Room for the last register, which may reach past the padding.
constexpr std::size_t room(std::size_t outputs) { return kernel::round_up(kernel::padded(outputs), 16); }

}  // namespace naive
