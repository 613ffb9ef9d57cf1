#pragma once

#include <staticnn/simd/tanh.hpp>
#include <staticnn/simd/vec.hpp>

namespace staticnn::inline STATICNN_TARGET {

/// Hyperbolic tangent: any number into -1 to 1.
///
///     y = tanh(x)      dx = dy (1 - y²)
///
/// Shapes   x and y alike, any shape
/// Cost     one division and 11 multiply-adds a value in float, 16 in double; backward two operations
/// Error    1.8 ulp of the exact value, in float and double
/// Edges    ±0 of ±0, ±1 of ±infinity; NaN passes, forward and backward; infinite dy where y is ±1 gives NaN
/// Source   torch.nn.Tanh
/// Differs  nothing
struct Tanh {
    template <class V>
    [[gnu::always_inline]] static constexpr V value(V x) {
        return simd::tanh(x);
    }
    template <class V>
    [[gnu::always_inline]] static constexpr V gradient(V y, V dy) {
        return simd::rounded(dy * simd::multiply_add(-y, y, simd::broadcast<V>(1)));
    }
};

}  // namespace staticnn::inline STATICNN_TARGET
