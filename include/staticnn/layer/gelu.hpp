#pragma once

#include <staticnn/simd/erf.hpp>
#include <staticnn/simd/sigmoid.hpp>
#include <staticnn/simd/vec.hpp>

namespace staticnn::inline STATICNN_TARGET {

/// How GELU finds the normal distribution: exactly, or from a hyperbolic tangent.
enum class Approximate { none, tanh };

/// Gaussian error linear unit: x times the part of a normal distribution that lies below x.
///
///     y = x Φ(x),  Φ(x) = (1 + erf(x / √2)) / 2        dx = dy (Φ(x) + x e^(-x²/2) / √(2π))
///
/// With Approximate::tanh, Φ(x) = (1 + tanh u) / 2 = sigmoid(2u), u = √(2/π) (x + 0.044715 x³).
///
/// Shapes   x and y alike, any shape
/// Cost     a step of its own, which keeps x; one exponential and one division a value, forward and backward
/// Error    8 ulp, also where x is negative and y small; 12 ulp and 3 x² of them with Approximate::tanh; dx / dy to 2 ulp
///          of one
/// Edges    0 below -12.5 in float, -37 in double (by tanh: where sigmoid(2u) is below 1e-35, 1e-300); infinity of
///          infinity, NaN of -infinity, and the gradient of either is NaN, as in PyTorch; NaN passes
/// Source   torch.nn.GELU; Hendrycks & Gimpel, Gaussian Error Linear Units, arXiv:1606.08415 (2016)
/// Differs  the tail keeps the digits that PyTorch loses: GELU of -6, in float, is 0 there and -5.9e-9 here
template <Approximate = Approximate::none>
struct GELU {
    static constexpr bool gradient_needs_input = true;

    template <class V>
    [[gnu::always_inline]] static constexpr V value(V x) {
        return simd::rounded(x * Normal<V>(x).below);
    }
    template <class V>
    [[gnu::always_inline]] static constexpr V gradient(V x, V dy) {
        constexpr auto density_at_0 = simd::Scalar<V>(0.39894228040143267794L);  // 1 / √(2π)
        Normal<V> const normal(x);
        return simd::rounded(dy * simd::multiply_add(x, simd::rounded(normal.bell * density_at_0), normal.below));
    }

private:
    /// Φ(x) and e^(-x²/2). The tail is made by itself, and not what 1 + erf leaves, so that it keeps its digits.
    template <class V>
    struct Normal {
        V below, bell;

        [[gnu::always_inline]] constexpr explicit Normal(V x) {
            using T = simd::Scalar<V>;
            constexpr T last = simd::NormalTail<T>::last;  // from where on products would be subnormal
            V const size = x < 0 ? -x : x, s = simd::at_most(size, last);
            V const bell_here = simd::bell(s, T(0.5)), tail_here = simd::rounded(bell_here * simd::tail_beside_bell(s));
            bell = size > last ? V{} : bell_here;
            V const tail = size > last ? V{} : tail_here;
            below = x < 0 ? tail : 1 - tail;
        }
    };
};

template <>
struct GELU<Approximate::tanh> {
    static constexpr bool gradient_needs_input = true;

    template <class V>
    [[gnu::always_inline]] static constexpr V value(V x) {
        return simd::rounded(x * Normal<V>(x).below);
    }
    /// dy (Φ + x Φ (1 - Φ) 2 du/dx)
    template <class V>
    [[gnu::always_inline]] static constexpr V gradient(V x, V dy) {
        using T = simd::Scalar<V>;
        Normal<V> const normal(x);
        V const slope = simd::multiply_add(normal.x2, simd::broadcast<V>(3 * cubic<T>), simd::broadcast<V>(linear<T>));
        V const density = simd::rounded(normal.tail * (1 - normal.tail));
        return simd::rounded(dy * simd::multiply_add(x * slope, density, normal.below));
    }

private:
    /// 2u = x (linear + cubic x²)
    template <class T>
    static constexpr T linear = T(1.5957691216057307117L);
    template <class T>
    static constexpr T cubic = T(0.044715L * 1.5957691216057307117L);

    /// x², Φ(-|x|), which keeps its digits, and Φ(x).
    template <class V>
    struct Normal {
        V x2, tail, below;

        [[gnu::always_inline]] constexpr explicit Normal(V x) {
            using T = simd::Scalar<V>;
            constexpr T least = sizeof(T) == sizeof(float) ? -80 : -690;  // from where on products would be subnormal
            x2 = simd::rounded(x * x);
            V const factor = simd::multiply_add(x2, simd::broadcast<V>(cubic<T>), simd::broadcast<V>(linear<T>));
            V const minus_two_u = simd::rounded((x < 0 ? x : -x) * factor);
            V const sigmoid = simd::sigmoid(simd::at_least(minus_two_u, least));
            tail = minus_two_u < least ? V{} : sigmoid;
            below = x < 0 ? tail : 1 - tail;
        }
    };
};

}  // namespace staticnn::inline STATICNN_TARGET
