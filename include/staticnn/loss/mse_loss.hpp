#pragma once

#include <staticnn/core/target.hpp>
#include <staticnn/meta/loss.hpp>

namespace staticnn::inline STATICNN_TARGET {

/// Mean squared error.
///
///     loss = mean (y - t)²      dy = 2 (y - t) / N,  N the number of values; for Reduction::sum without / N
///
/// Shapes   y and t alike
/// Cost     3 flop a value with its gradient
/// Edges    NaN and infinity pass
/// Source   torch.nn.MSELoss
/// Differs  options that PyTorch has and this has not: reduction none; targets are never broadcast
struct MSELoss {
    Reduction reduction = Reduction::mean;

    /// Targets are numbers like the network's, in the shape of its output.
    template <class T>
    using target_type = T;
    static constexpr Shape target(Shape output) { return output; }

    template <class V>
    [[gnu::always_inline]] static constexpr V value(V y, V t) {
        V const error = y - t;
        return error * error;
    }
    template <class V>
    [[gnu::always_inline]] static constexpr V gradient(V y, V t) {
        V const error = y - t;
        return error + error;
    }

    /// The loss of a whole batch, and dy.
    template <class Output>
    constexpr LossAndGradient<Output> operator()(Output const& y, Output const& target) const {
        return meta::evaluate(*this, y, target);
    }
};

}  // namespace staticnn::inline STATICNN_TARGET
