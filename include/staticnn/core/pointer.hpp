#pragma once

#include <cstddef>

#include <staticnn/core/target.hpp>

namespace staticnn::inline STATICNN_TARGET::core {

/// The same pointer, but the compiler no longer knows where it points. No instruction; nothing in a constant expression.
template <class T>
[[gnu::always_inline]] constexpr T* opaque(T* pointer) {
    if (!__builtin_is_constant_evaluated()) asm("" : "+r"(pointer));
    return pointer;
}

/// Asks the machine for what lies so many bytes past the pointer, within the array or not. Nothing in a constant
/// expression.
template <std::size_t Ahead, class T>
[[gnu::always_inline]] constexpr void prefetch(T const* pointer) {
    if (!__builtin_is_constant_evaluated()) {
        // As a number: a pointer may not go past its array.
        // NOLINTNEXTLINE(performance-no-int-to-ptr)
        __builtin_prefetch(reinterpret_cast<void const*>(reinterpret_cast<std::size_t>(pointer) + Ahead));
    }
}

}  // namespace staticnn::inline STATICNN_TARGET::core
