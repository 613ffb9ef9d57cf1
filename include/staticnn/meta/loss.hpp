#pragma once

#include <cstddef>

#include <staticnn/core/target.hpp>
#include <staticnn/core/tensor.hpp>

namespace staticnn {

/// How a loss makes one number of many.
enum class Reduction { mean, sum };

/// A loss and its gradient with respect to the network's output: `auto [l, dl_do] = nn::MSELoss{}(o, y);`
template <class Output>
struct LossAndGradient {
    typename Output::value_type loss;
    Output gradient;
};

}  // namespace staticnn

/// What a loss states.
///
/// A loss that is a sum or mean over values has
///
///     reduction            mean or sum
///     value(y, t)          what one value adds to the sum; for a number and for a register of lanes
///     gradient(y, t)       its derivative with respect to y
///     target_type<T>       what a target is, for a network of T
///     target(output)       the shape of a sample's target
namespace staticnn::inline STATICNN_TARGET::meta {

/// What one value counts for, of `count`.
template <class T>
constexpr T weight_of(Reduction reduction, std::size_t count) {
    return reduction == Reduction::mean ? T(1) / T(count) : T(1);
}

/// The loss of a whole batch, and its gradient.
template <class Loss, class T, std::size_t... Extents>
constexpr LossAndGradient<Tensor<T, Extents...>> evaluate(Loss const& loss, Tensor<T, Extents...> const& y,
                                                          Tensor<T, Extents...> const& target) {
    LossAndGradient<Tensor<T, Extents...>> result{};
    T const weight = weight_of<T>(loss.reduction, y.size());
    T total = 0;
    for (std::size_t k = 0; k < y.size(); ++k) {
        total += loss.value(y[k], target[k]);
        result.gradient[k] = loss.gradient(y[k], target[k]) * weight;
    }
    result.loss = total * weight;
    return result;
}

}  // namespace staticnn::inline STATICNN_TARGET::meta
