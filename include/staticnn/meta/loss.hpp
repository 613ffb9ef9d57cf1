#pragma once

#include <cstddef>
#include <type_traits>

#include <staticnn/core/result.hpp>
#include <staticnn/core/target.hpp>
#include <staticnn/core/tensor.hpp>
#include <staticnn/meta/errors.hpp>

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
///     reduction            mean or sum
///     target_type<T>       what a number of a target is, for a network of T
///     target(output)       the shape of a sample's target, for an output of that shape; Shape{} is one number
///
/// An *elementwise* loss, which is a sum or mean over values, has
///
///     value(y, t)          what one value adds to the sum; for a number and for a register of lanes
///     gradient(y, t)       its derivative with respect to y
///
/// Any other is a sum or mean over samples, whose output has the shape Output. It has
///
///     losses<Output, V>(OfSamples<T>)    what each sample adds to the sum, in the lanes of V, a number or a register
///
/// and may state, of a sample's target `t` in the user's memory,
///
///     count<Output>(t)     what the sample counts for in the mean: the sum is divided by the whole batch's. Left out: 1
///     check<Output>(t)     an Error if no sample can have that target: nothing is then trained. Left out: all can
namespace staticnn::inline STATICNN_TARGET::meta {

/// What a loss sees of samples that lie side by side, in as many lanes as V has: number k of each is at k * stride.
template <class T>
struct OfSamples {
    T const* y;
    T const* target;  ///< converted to T
    T* dl_do;         ///< to be written: the derivative, times weight
    std::size_t stride;
    T weight;  ///< what the mean divides by, as a factor
};

template <class Loss>
concept ElementwiseLoss = requires(Loss loss, float v) {
    loss.value(v, v);
    loss.gradient(v, v);
};

/// Whether a loss cannot take every target.
template <class Loss, Shape Output, class Target>
concept ChecksTargets = requires(Loss loss, Target const* t) { loss.template check<Output>(t); };

/// What one value counts for, of `count`.
template <class T>
constexpr T weight_of(Reduction reduction, std::size_t count) {
    return reduction == Reduction::mean ? T(1) / T(count) : T(1);
}

/// The same for a loss over samples, whose targets lie at target(s). Where nothing counts, the mean is not a number.
template <class T, Shape Output, class Loss, class Targets>
constexpr T weight_of(Loss const& loss, std::size_t samples, Targets target) {
    if (loss.reduction == Reduction::sum) return 1;
    if constexpr (requires { loss.template count<Output>(target(0)); }) {
        double total = 0;
        for (std::size_t s = 0; s < samples; ++s) total += loss.template count<Output>(target(s));
        return total == 0 ? T(__builtin_nan("")) : T(1 / total);
    } else {
        return weight_of<T>(loss.reduction, samples);
    }
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

/// Outputs and targets of a batch, for a loss over samples; outputs of one extent are one sample.
template <class Loss, class Output, class Target>
struct BatchOfLoss {
    static constexpr bool alone = Output::shape().rank == 1;
    static constexpr std::size_t samples = alone ? 1 : Output::shape()[0];
    static constexpr Shape output = alone ? Output::shape() : Output::shape().without_first();
    static constexpr Shape target = Loss::target(output);
    static constexpr Shape targets = [] {
        Shape batch = alone && target.known() ? target : Shape{samples};
        if (!alone)
            for (std::size_t d = 0; d < target.rank; ++d) batch.extent[batch.rank++] = target[d];
        return batch;
    }();
    using Scalar = typename Loss::template target_type<typename Output::value_type>;

    static constexpr Shape came = Target::shape();

    static constexpr auto error() {
        if constexpr (!std::is_same_v<typename Target::value_type, Scalar>)
            return Type<targets_do_not_match<Loss, expects_scalar<Scalar>, got_scalar<typename Target::value_type>>>{};
        else if constexpr (came != targets)
            return Type<targets_do_not_match<Loss, Spelled<expects, targets>, Spelled<got, came>>>{};
        else
            return Type<NoError>{};
    }
    static constexpr bool fits = std::is_same_v<decltype(error()), Type<NoError>>;
};

/// The loss of a whole batch over its samples, one after the other, and its gradient.
template <class Loss, class Output, class Target>
constexpr LossAndGradient<Output> evaluate_samples(Loss const& loss, Output const& y, Target const& target) {
    using T = typename Output::value_type;
    using Batch = BatchOfLoss<Loss, Output, Target>;
    LossAndGradient<Output> result{};
    if constexpr (Batch::fits) {
        constexpr std::size_t outputs = Batch::output.size(), targets = Batch::target.size();
        auto const target_of = [&target](std::size_t s) { return target.data() + s * targets; };
        T const weight = weight_of<T, Batch::output>(loss, Batch::samples, target_of);
        T total = 0;
        for (std::size_t s = 0; s < Batch::samples; ++s) {
            T numbers[targets]{};
            for (std::size_t k = 0; k < targets; ++k) numbers[k] = T(target_of(s)[k]);
            total += loss.template losses<Batch::output, T>(OfSamples<T>{.y = y.data() + s * outputs,
                                                                         .target = numbers,
                                                                         .dl_do = result.gradient.data() + s * outputs,
                                                                         .stride = 1,
                                                                         .weight = weight});
        }
        result.loss = total * weight;
    }
    report(Batch::error());
    return result;
}

}  // namespace staticnn::inline STATICNN_TARGET::meta
