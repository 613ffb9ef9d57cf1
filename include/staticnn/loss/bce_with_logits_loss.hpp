#pragma once

#include <staticnn/core/target.hpp>
#include <staticnn/kernel/map.hpp>
#include <staticnn/meta/loss.hpp>
#include <staticnn/simd/exp.hpp>
#include <staticnn/simd/log1p.hpp>
#include <staticnn/simd/vec.hpp>

namespace staticnn::inline STATICNN_TARGET {

/// Sigmoid and binary cross entropy at once: each output is the logarithm of the odds that its target is 1, not 0.
///
///     loss = mean -(pos_weight t ln σ(y) + (1 - t) ln σ(-y))      σ(y) = 1 / (1 + e^-y)
///     dy   = ((1 - t) σ(y) - pos_weight t σ(-y)) / N,  N the number of values; for Reduction::sum without / N
///
/// Shapes   y and t alike; t from 0 to 1
/// Cost     an exponential, a logarithm and two divisions a value, and as much again without the logarithm for dy
/// Error    small losses and gradients of t = 0 and t = 1 keep their digits
/// Edges    NaN passes; an infinite y makes an infinite loss, or NaN where its target agrees with it (PyTorch: NaN for
///          -infinity with any target), and the gradient of a large y. An e^-|y| below 1e-30 (1e-290 in double) counts as
///          zero
/// Source   torch.nn.BCEWithLogitsLoss
/// Differs  pos_weight is one number for all outputs; the loss of -infinity with a target of 1 is infinite, where
///          PyTorch's is NaN; options that PyTorch has and this has not: weight, reduction none
struct BCEWithLogitsLoss {
    Reduction reduction = Reduction::mean;
    double pos_weight = 1;  ///< what t counts for, beside 1 - t

    /// Targets are numbers like the network's, in the shape of its output.
    template <class T>
    using target_type = T;
    static constexpr Shape target(Shape output) { return output; }

    template <class V>
    [[gnu::always_inline]] constexpr V value(V y, V t) const {
        V const no = 1 - t, yes = t * simd::Scalar<V>(pos_weight);
        V const rest = simd::log1p(e_to_minus_size(y));  // -ln σ(|y|)
        // -ln σ(y) = max(-y, 0) + rest
        return simd::multiply_add(yes, simd::max_with_zero(-y) + rest,
                                  simd::rounded(no * (simd::max_with_zero(y) + rest)));
    }
    template <class V>
    [[gnu::always_inline]] constexpr V gradient(V y, V t) const {
        V const no = 1 - t, yes = t * simd::Scalar<V>(pos_weight);
        V const e = e_to_minus_size(y), one = simd::broadcast<V>(1);
        V const up = y < 0 ? e : one, down = y < 0 ? one : e;  // σ(y) and σ(-y), times 1 + e
        return simd::rounded(simd::multiply_add(-yes, down, simd::rounded(no * up)) / (1 + e));
    }

    /// The loss of a whole batch, and dy.
    template <class Output>
    constexpr LossAndGradient<Output> operator()(Output const& y, Output const& target) const {
        using T = typename Output::value_type;
        LossAndGradient<Output> result{};
        T const weight = meta::weight_of<T>(reduction, y.size());
        result.loss = weight * kernel::map_and_sum(
                                   y.data(), target.data(), result.gradient.data(), y.size(),
                                   [this, weight](auto v, auto t) { return this->gradient(v, t) * weight; },
                                   [this](auto v, auto t) { return this->value(v, t); });
        return result;
    }

private:
    template <class V>
    [[gnu::always_inline]] static constexpr V e_to_minus_size(V y) {
        return simd::exp_or_zero(
            simd::from_bits<V>(simd::bits(y) | simd::bits(simd::broadcast<V>(simd::Scalar<V>(-0.0)))));
    }
};

}  // namespace staticnn::inline STATICNN_TARGET
