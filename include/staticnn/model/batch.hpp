#pragma once

#include <cstddef>
#include <span>
#include <type_traits>
#include <utility>

#include <staticnn/core/shape.hpp>
#include <staticnn/core/tensor.hpp>
#include <staticnn/meta/errors.hpp>

/// How a Tensor holds samples, and the error when it does not.
namespace staticnn::inline STATICNN_TARGET::model {

/// So many samples, if a tensor holds samples at all.
struct Batch {
    bool fits = false;
    std::size_t samples = 1;
};

/// One sample, or a batch of them. (A sample that is one number has no Tensor but a batch of one.)
constexpr Batch batch_of(Shape tensor, Shape sample) {
    if (tensor == sample) return {true, 1};
    if (tensor.rank == sample.rank + 1 && tensor.without_first() == sample) return {true, tensor[0]};
    return {};
}

/// What to show of a tensor that was to hold samples of a rank: the shape of one of them, if it has that rank.
constexpr Shape sample_of(Shape tensor, std::size_t rank) {
    return tensor.rank == rank + 1 ? tensor.without_first() : tensor;
}

/// What a network makes of `tensor`: the extents before those of a sample stay. Where the tensor does not fit, it is
/// the shape that its writer will expect, so that one error draws no others after it.
template <class Plan>
constexpr Shape output_shape(Shape tensor) {
    std::size_t const sample_rank = Plan::input.known() ? Plan::input.rank : Plan::output.rank;
    Shape out;
    for (std::size_t d = 0; d + sample_rank < tensor.rank && d + Plan::output.rank < Shape::max_rank; ++d)
        out.extent[out.rank++] = tensor[d];
    for (std::size_t d = 0; d < Plan::output.rank; ++d)
        out.extent[out.rank++] = Plan::output[d] == 0 ? 1 : Plan::output[d];
    return out;
}

/// Of one number alone (Shape{}), a Tensor<T, 1>.
template <class T, Shape S>
constexpr auto tensor_of() {
    if constexpr (S.rank == 0)
        return meta::Type<Tensor<T, 1>>{};
    else
        return []<std::size_t... D>(std::index_sequence<D...>) {
            return meta::Type<Tensor<T, S.extent[D]...>>{};
        }(std::make_index_sequence<S.rank>{});
}

template <class Plan, class X>
constexpr auto output_for() {
    constexpr Shape shape = output_shape<Plan>(X::shape());
    return tensor_of<typename Plan::template OutputScalar<typename X::value_type>, shape>();
}

/// What a network makes of X.
template <class Plan, class X>
using OutputFor = typename decltype(output_for<Plan, X>())::type;

template <class Culprit, class Expected, class Got>
constexpr auto scalar_error() {
    return meta::Type<meta::scalars_do_not_match<typename Culprit::At, typename Culprit::Subject,
                                                 meta::expects_scalar<Expected>, meta::got_scalar<Got>>>{};
}

template <template <class...> class Error, class Culprit, Shape Expected, Shape Got>
constexpr auto shape_error() {
    return meta::Type<Error<typename Culprit::At, typename Culprit::Subject, meta::Spelled<meta::expects, Expected>,
                            meta::Spelled<meta::got, Got>>>{};
}

template <class Plan, class T, class X>
constexpr auto input_error() {
    using Culprit = typename Plan::FirstCulprit;
    constexpr Shape got = sample_of(X::shape(), Plan::input.rank);
    if constexpr (!Plan::holds)  // has been reported
        return meta::Type<meta::NoError>{};
    else if constexpr (!std::is_same_v<T, typename X::value_type>)
        return scalar_error<Culprit, T, typename X::value_type>();
    else if constexpr (!batch_of(X::shape(), Plan::input).fits)
        return shape_error<meta::shapes_do_not_match, Culprit, Plan::input, got>();
    else
        return meta::Type<meta::NoError>{};
}

template <class Plan, class T, class Out>
constexpr auto output_error() {
    using Culprit = typename Plan::LastCulprit;
    constexpr Shape got = sample_of(Out::shape(), Plan::output.rank);
    if constexpr (!Plan::holds)
        return meta::Type<meta::NoError>{};
    else if constexpr (!std::is_same_v<T, typename Out::value_type>)
        return scalar_error<Culprit, T, typename Out::value_type>();
    else if constexpr (!batch_of(Out::shape(), Plan::output).fits)
        return shape_error<meta::outputs_do_not_match, Culprit, Plan::output, got>();
    else
        return meta::Type<meta::NoError>{};
}

template <class Plan, class T, class X, class Out>
constexpr auto match_error() {
    using Culprit = typename Plan::LastCulprit;
    using Expected = OutputFor<Plan, X>;
    using Scalar = typename Plan::template OutputScalar<T>;
    constexpr auto error = input_error<Plan, T, X>();
    if constexpr (!Plan::holds || !std::is_same_v<typename decltype(error)::type, meta::NoError>)
        return error;
    else if constexpr (!std::is_same_v<Scalar, typename Out::value_type>)
        return scalar_error<Culprit, Scalar, typename Out::value_type>();
    else if constexpr (!std::is_same_v<Out, Expected>)
        return shape_error<meta::outputs_do_not_match, Culprit, Expected::shape(), Out::shape()>();
    else
        return meta::Type<meta::NoError>{};
}

/// The batch that X is, if there is no error. (To be reported outside: clang does not look into a class that an error
/// was in.)
template <class Plan, Shape Sample, class X, class Error>
struct CheckedBatch {
    static constexpr Batch batch = batch_of(X::shape(), Sample);
    static constexpr std::size_t samples = batch.samples;
    static constexpr Error error{};
    static constexpr bool fits = Plan::holds && batch.fits && std::is_same_v<Error, meta::Type<meta::NoError>>;
};

/// The batch that X is for a network.
template <class Plan, class T, class X>
using InputBatch = CheckedBatch<Plan, Plan::input, X, decltype(input_error<Plan, T, X>())>;

/// The batch of outputs that Out is, alone.
template <class Plan, class T, class Out>
using OutputBatch = CheckedBatch<Plan, Plan::output, Out, decltype(output_error<Plan, T, Out>())>;

/// The batch that X is, if Out is what the network makes of it.
template <class Plan, class T, class X, class Out>
using Match = CheckedBatch<Plan, Plan::input, X, decltype(match_error<Plan, T, X, Out>())>;

/// Whether two spans share memory. (Not asked in a constant expression, which could not compare their addresses.)
template <class T>
constexpr bool overlap(std::span<T const> a, std::span<T> b) {
    if (__builtin_is_constant_evaluated()) return false;
    return a.data() < b.data() + b.size() && b.data() < a.data() + a.size();
}

}  // namespace staticnn::inline STATICNN_TARGET::model
