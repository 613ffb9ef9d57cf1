#pragma once

#include <type_traits>

#include <staticnn/core/target.hpp>

namespace staticnn::inline STATICNN_TARGET::core {

/// The same pointer, but the compiler no longer knows where it points. No instruction; nothing in a constant expression.
template <class T>
[[gnu::always_inline]] constexpr T* opaque(T* pointer) {
    if (!std::is_constant_evaluated()) asm("" : "+r"(pointer));
    return pointer;
}

}  // namespace staticnn::inline STATICNN_TARGET::core
