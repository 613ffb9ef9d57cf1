#pragma once

#include <cstddef>

#include <staticnn/core/generator.hpp>
#include <staticnn/kernel/row.hpp>
#include <staticnn/meta/layer.hpp>

namespace staticnn::inline STATICNN_TARGET {

/// Leaky rectified linear unit whose slope below zero is learned: one for all, or one a channel.
///
///     y = x where x > 0, else w x      dx = dy where x > 0, else w dy      dw = Σ x dy where not x > 0
///
/// Shapes   x and y alike: any shape with one slope, [Count] or [Count, ..] with more; weight [Count], 0.25 in the
///          beginning
/// Cost     a product and a selection a value forward, the same and a multiply-add backward; Count parameters
/// Error    half an ulp: one product
/// Edges    the derivative at 0 is w; NaN passes; minus infinity times a slope of 0 is NaN
/// Rejects  at compile time, with more slopes than one, an input whose first extent is not Count
/// Source   torch.nn.PReLU; He et al., Delving Deep into Rectifiers, ICCV 2015
/// Differs  options that PyTorch has and this has not: init; it is 0.25, as by default
template <std::size_t Count = 1>
struct PReLU {
    static constexpr Shape expects(Shape in) {
        if (Count == 1) return in;
        if (!in.known()) return {Count};
        in.extent[0] = Count;
        return in;
    }

    /// A slope a channel steps where channels come first, one for all steps anywhere.
    template <meta::Time T>
        requires(Count == 1 || T == meta::Time::last)
    using OneStep = PReLU;

    template <Shape X>
    struct At {
        /// How many features share a slope.
        static constexpr std::size_t width = X.size() / (Count == 0 ? 1 : Count);

        static constexpr std::size_t storage = Count;
        static constexpr Fields parameters{Field{.name = "weight", .shape = {Count}, .offset = 0, .stride = {1}}};

        template <class T>
        static constexpr void initialize(T* weight, Generator&) {
            for (std::size_t c = 0; c < Count; ++c) weight[c] = T(0.25);
        }

        template <std::size_t L, class T, class Put>
        static constexpr void forward(meta::Inference<T> pass, Put put) {
            leak<L>(pass.parameters, pass.x, pass.x, pass.panels, put);
        }

        template <class T, class Put>
        static constexpr void forward_one(meta::Inference<T> pass, Put put) {
            auto const hand_over = [&]<class V>(V slope, std::size_t k) __attribute__((always_inline)) {
                V const v = simd::load<V>(pass.x + k);
                put(k, leaked(v, v, slope));
            };
            if constexpr (width == 1)
                kernel::cover_features<Count, T>([&]<class V>(V, std::size_t c) __attribute__((always_inline)) {
                    hand_over(simd::load<V>(pass.parameters + c), c);
                });
            else
                for (std::size_t c = 0; c < Count; ++c)
                    kernel::cover_features<width, T>([&]<class V>(V, std::size_t k) __attribute__((always_inline)) {
                        hand_over(simd::broadcast<V>(pass.parameters[c]), c * width + k);
                    });
        }

        template <std::size_t L, class T, class Put>
        static constexpr void backward(meta::Backward<T> pass, Put put) {
            leak<L>(pass.parameters, pass.x, pass.dy, pass.panels, put);
        }

        template <std::size_t L, class T>
        static constexpr void gradient(meta::Backward<T> pass) {
            kernel::in_lanes<T, L>([pass]<class V>(V) __attribute__((always_inline)) {
                for (std::size_t c = 0; c < Count; ++c) {
                    V total{};
                    for (std::size_t p = 0; p < pass.panels; ++p) {
                        std::size_t const first = p * features + c * width;
                        auto const add = [&](V sum, std::size_t k) __attribute__((always_inline)) {
                            V const v = simd::load<V>(pass.x + (first + k) * L);
                            V const below = select_above_zero(v, V{}, v);
                            return simd::multiply_add(below, simd::load<V>(pass.dy + (first + k) * L), sum);
                        };
                        V const sum = kernel::sum_features<width, V>(add);
                        total = total + kernel::real_samples_only(sum, p, pass.samples);
                    }
                    T const sum = simd::sum(total);
                    pass.gradient[c] = pass.add ? pass.gradient[c] + sum : sum;
                }
            });
        }

    private:
        static constexpr std::size_t features = X.size();

        template <class V>
        [[gnu::always_inline]] static constexpr V select_above_zero(V v, V then, V otherwise) {
            return simd::per_lane<V>([](auto x, auto a, auto b)
                                         __attribute__((always_inline)) { return x > 0 ? a : b; },
                                     v, then, otherwise);
        }
        template <class V>
        [[gnu::always_inline]] static constexpr V leaked(V x, V of, V slope) {
            return select_above_zero(x, of, simd::rounded(of * slope));
        }

        /// `of`, which is x or dy, as it is where x is above zero, and times the slope elsewhere.
        template <std::size_t L, class T, class Put>
        static constexpr void leak(T const* weight, T const* x, T const* of, std::size_t panels, Put put) {
            kernel::in_lanes<T, L>([&]<class V>(V) __attribute__((always_inline)) {
                for (std::size_t p = 0; p < panels; ++p)
                    for (std::size_t c = 0; c < Count; ++c) {
                        V const slope = simd::broadcast<V>(weight[c]);
                        for (std::size_t k = c * width; k < (c + 1) * width; ++k) {
                            std::size_t const at = (p * features + k) * L;
                            put(p, k, leaked(simd::load<V>(x + at), simd::load<V>(of + at), slope));
                        }
                    }
            });
        }
    };

    // Last: clang leaves out what follows an assertion that fails.
    static_assert(Count > 0, "PReLU: at least one slope");
};

}  // namespace staticnn::inline STATICNN_TARGET
