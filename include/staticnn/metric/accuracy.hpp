#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <type_traits>

#include <staticnn/core/result.hpp>
#include <staticnn/core/shape.hpp>
#include <staticnn/core/target.hpp>
#include <staticnn/core/tensor.hpp>
#include <staticnn/meta/errors.hpp>

namespace staticnn::inline STATICNN_TARGET {

namespace metric {

/// The number of the largest of Classes numbers that lie `stride` apart: the first of several, and the first NaN before
/// any number.
template <std::size_t Classes, class T>
constexpr std::size_t largest(T const* y, std::size_t stride) {
    std::size_t best = 0;
    for (std::size_t c = 1; c < Classes; ++c) {
        T const here = y[c * stride], most = y[best * stride];
        if (here > most || (here != here && most == most)) best = c;
    }
    return best;
}

/// Whether a target is met by the class found: a class number, or probabilities of which it is the largest.
template <std::size_t Classes, bool OfNumbers, class U>
constexpr bool is_met(U const* t, std::size_t stride, std::size_t found) {
    if constexpr (OfNumbers)
        return *t >= 0 && std::size_t(*t) == found;
    else
        return largest<Classes>(t, stride) == found;
}

/// Of samples of the shape Output, classes first, the part of the positions whose target is met.
template <Shape Output, class T, class U>
constexpr double accuracy(T const* y, U const* t, std::size_t samples) {
    constexpr std::size_t classes = Output[0], positions = Output.without_first().size();
    constexpr bool of_numbers = std::is_same_v<U, std::int32_t>;
    std::size_t met = 0;
    for (std::size_t s = 0; s < samples; ++s)
        for (std::size_t d = 0; d < positions; ++d) {
            U const* const of_sample = t + s * (of_numbers ? positions : Output.size()) + d;
            std::size_t const found = largest<classes>(y + s * Output.size() + d, positions);
            if (is_met<classes, of_numbers>(of_sample, positions, found)) ++met;
        }
    return double(met) / double(samples * positions);
}

/// Stands in an error.
struct accuracy_of;

/// What is wrong with targets T of outputs Y, if anything.
template <class Y, class T>
struct Pair {
    static constexpr bool alone = Y::shape().rank == 1,
                          of_numbers = std::is_same_v<typename T::value_type, std::int32_t>;
    static constexpr std::size_t samples = alone ? 1 : Y::shape()[0];
    static constexpr Shape output = alone ? Y::shape() : Y::shape().without_first();
    static constexpr Shape targets = [] {
        if (!of_numbers) return Y::shape();
        Shape batch{samples};
        for (std::size_t d = 1; d < output.rank; ++d) batch.extent[batch.rank++] = output[d];
        return batch;
    }();
    static constexpr Shape came = T::shape();

    static constexpr auto error() {
        if constexpr (!of_numbers && !std::is_same_v<typename T::value_type, typename Y::value_type>)
            return meta::Type<meta::targets_do_not_match<accuracy_of, meta::expects_scalar<std::int32_t>,
                                                         meta::got_scalar<typename T::value_type>>>{};
        else if constexpr (came != targets)
            return meta::Type<meta::targets_do_not_match<accuracy_of, meta::Spelled<meta::expects, targets>,
                                                         meta::Spelled<meta::got, came>>>{};
        else
            return meta::Type<meta::NoError>{};
    }
    static constexpr bool fits = std::is_same_v<decltype(error()), meta::Type<meta::NoError>>;
};

}  // namespace metric

/// The part of the samples whose largest output is that of the target's class.
///
///     double const part = nn::accuracy(model(x), classes);
///
/// Shapes   y [N, C, ...], or [C] for one sample; t [N, ...] class numbers, or probabilities in the shape of y, of which
///          the largest is the class. Spans: nn::accuracy<C>(y, t), or nn::accuracy<nn::Shape{C, ...}>(y, t)
/// Cost     one comparison a value; no heap
/// Edges    as torch.argmax finds them: of equal numbers the first, of NaN the first, before any number. A target that is
///          no class, as one to be ignored, is not met
/// Rejects  at compile time, targets of another shape or type; spans of a wrong size, or of no sample, as an Error
/// Source   not in PyTorch; torchmetrics.functional.accuracy, average="micro"
/// Differs  a target to be ignored counts as not met; options that torchmetrics has and this has not: other averages,
///          top_k, threshold, ignore_index
template <class T, std::size_t... E, class U, std::size_t... F>
constexpr double accuracy(Tensor<T, E...> const& y, Tensor<U, F...> const& t) noexcept {
    using Pair = metric::Pair<Tensor<T, E...>, Tensor<U, F...>>;
    if constexpr (Pair::fits) return metric::accuracy<Pair::output>(y.data(), t.data(), Pair::samples);
    meta::report(Pair::error());
    return 0;
}

/// The same for any number of samples, known at run time.
template <Shape Output, class T, std::size_t M, class U, std::size_t N>
    requires(std::is_same_v<std::remove_const_t<U>, std::int32_t> ||
             std::is_same_v<std::remove_const_t<U>, std::remove_const_t<T>>)
[[nodiscard]] constexpr Result<double> accuracy(std::span<T, M> y, std::span<U, N> t) noexcept {
    using Target = std::remove_const_t<U>;
    static_assert(Output.rank > 0 && Output.size() > 0, "accuracy: the shape of an output, classes first");
    constexpr Shape target = std::is_same_v<Target, std::int32_t> ? Output.without_first() : Output;
    std::size_t const samples = y.size() / Output.size();
    if (y.size() % Output.size() != 0) return Error{What::not_whole_samples, "y", Output.size(), y.size()};
    if (samples == 0) return Error{What::too_few_samples, "y", 1, 0};
    if (t.size() != samples * target.size()) return Error{What::wrong_size, "t", samples * target.size(), t.size()};
    return metric::accuracy<Output, std::remove_const_t<T>, Target>(y.data(), t.data(), samples);
}

}  // namespace staticnn::inline STATICNN_TARGET
