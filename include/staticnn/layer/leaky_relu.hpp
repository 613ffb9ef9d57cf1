#pragma once

#include <staticnn/simd/vec.hpp>

namespace staticnn::inline STATICNN_TARGET {

/// Rectified linear unit that leaks: negative values are scaled down, the others pass.
///
///     y = x where x > 0, else NegativeSlope x      dx = dy where x > 0, else NegativeSlope dy
///
/// Shapes   x and y alike, any shape
/// Cost     a product and a selection a value; with a negative slope, which y does not tell, it is a step of its own
/// Error    half an ulp: one product
/// Edges    the derivative at 0 is NegativeSlope; NaN passes; a slope of 0 makes -0 of negative values, NaN of -infinity
/// Rejects  at compile time, a slope that is no finite float
/// Source   torch.nn.LeakyReLU; Maas, Hannun & Ng, Rectifier nonlinearities improve neural network acoustic models,
///          ICML 2013
/// Differs  the slope is part of the type
template <double NegativeSlope = 0.01>
struct LeakyReLU {
    /// A slope of 0 or more keeps the sign: y > 0 exactly where x > 0.
    static constexpr bool gradient_needs_input = NegativeSlope < 0;

    template <class V>
    [[gnu::always_inline]] static constexpr V value(V x) {
        return x > 0 ? x : scaled(x);
    }
    /// From x or y.
    template <class V>
    [[gnu::always_inline]] static constexpr V gradient(V x, V dy) {
        return x > 0 ? dy : scaled(dy);
    }

private:
    template <class V>
    [[gnu::always_inline]] static constexpr V scaled(V v) {
        return simd::rounded(v * simd::Scalar<V>(NegativeSlope));
    }

    // Last: clang leaves out what follows an assertion that fails.
    static_assert(NegativeSlope >= -__FLT_MAX__ && NegativeSlope <= __FLT_MAX__,
                  "LeakyReLU: NegativeSlope is a finite float");
};

}  // namespace staticnn::inline STATICNN_TARGET
