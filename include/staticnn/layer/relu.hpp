#pragma once

#include <staticnn/simd/vec.hpp>

namespace staticnn::inline STATICNN_TARGET {

/// Rectified linear unit: negative values become zero, the others pass.
///
///     y = max(x, 0)      dx = 0 where y ≤ 0, else dy
///
/// Shapes   x and y alike, any shape
/// Cost     one comparison a value; nothing where it is fused into the layer before it
/// Error    none: every result is exact
/// Edges    the derivative at 0 is 0; NaN passes, forward and backward
/// Source   torch.nn.ReLU; Nair & Hinton, Rectified Linear Units Improve Restricted Boltzmann Machines, ICML 2010
/// Differs  nothing
struct ReLU {
    template <class V>
    [[gnu::always_inline]] static constexpr V value(V x) {
        return simd::max_with_zero(x);
    }
    template <class V>
    [[gnu::always_inline]] static constexpr V gradient(V y, V dy) {
        return y <= 0 ? V{} : dy;
    }
};

}  // namespace staticnn::inline STATICNN_TARGET
