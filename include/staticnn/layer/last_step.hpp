#pragma once

#include <cstddef>

#include <staticnn/kernel/matrix.hpp>
#include <staticnn/meta/layer.hpp>

namespace staticnn::inline STATICNN_TARGET {

struct Identity;

/// The last step of a sequence; step by step, each is the last.
///
///     y = x[Steps - 1]      dx[Steps - 1] = dy, the others 0
///
/// Shapes   x [Steps, Features]   y [Features]
/// Cost     one copy
/// Rejects  at compile time, an input that is not [Steps, Features]
/// Source   `output[:, -1]`, of an output of torch.nn.LSTM or torch.nn.GRU
/// Differs  it is a layer
struct LastStep {
    static constexpr Shape expects(Shape in) { return in.rank == 2 || in.rank == 0 ? in : Shape{1, in.size()}; }
    static constexpr Shape output(Shape in) { return {in[1]}; }

    static constexpr meta::Time time = meta::Time::first;
    template <meta::Time>
    using OneStep = Identity;

    template <Shape X>
    struct At {
        static constexpr std::size_t features = X[1], before = (X[0] - 1) * features;

        template <std::size_t L, class T, class Put>
        static constexpr void forward(meta::Inference<T> pass, Put put) {
            kernel::in_lanes<T, L>([&]<class V>(V) __attribute__((always_inline)) {
                for (std::size_t p = 0; p < pass.panels; ++p)
                    for (std::size_t f = 0; f < features; ++f)
                        put(p, f, simd::load<V>(pass.x + (p * X.size() + before + f) * L));
            });
        }

        template <std::size_t L, class T, class Put>
        static constexpr void backward(meta::Backward<T> pass, Put put) {
            kernel::in_lanes<T, L>([&]<class V>(V) __attribute__((always_inline)) {
                for (std::size_t p = 0; p < pass.panels; ++p) {
                    for (std::size_t f = 0; f < before; ++f) put(p, f, V{});
                    for (std::size_t f = 0; f < features; ++f)
                        put(p, before + f, simd::load<V>(pass.dy + (p * features + f) * L));
                }
            });
        }
    };
};

}  // namespace staticnn::inline STATICNN_TARGET
