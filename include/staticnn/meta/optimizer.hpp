#pragma once

#include <cstddef>

#include <staticnn/core/target.hpp>

/// What an optimiser O states: options, which may change from step to step, and
///
///     Progress                        what lives from step to step and is the same for all parameters
///     State<T, N>                     derived from it: with what lives for each of N parameters in storage
///     Step<T>                         what is the same for all parameters in one step
///     begin<T>(Progress&)             begins a step, and returns it
///     update(Step<T> const&, T* parameters, V g, State<T, N>&, k)
///                                     changes the register of parameters k, k + 1, ... by their gradient g
///
/// V is a number, a register, or `simd::Lanes`. Padding has no gradient, and must stay zero.
namespace staticnn::inline STATICNN_TARGET::meta {

template <class O>
concept Optimizer = requires(O const& optimizer, typename O::Progress& progress) {
    optimizer.template begin<float>(progress);
    typename O::template State<float, 16>;
    typename O::template Step<float>;
};

}  // namespace staticnn::inline STATICNN_TARGET::meta
