#pragma once

#include <cstddef>

#include <staticnn/meta/errors.hpp>

/// What an optimiser O states: options, which may change from step to step, and
///
///     Progress                        what lives from step to step and is the same for all parameters
///     State<T, N>                     derived from it: with what lives for each of N parameters in storage
///     Step<T>                         what is the same for all parameters in one step
///     begin<T>(Progress&)             begins a step, and returns it (may take the State instead)
///     update(Step<T> const&, T* parameters, V g, State<T, N>&, k)
///                                     changes the register of parameters k, k + 1, ... by their gradient g
///
/// It may state
///
///     needs_whole_gradient            begin<T>(Progress&, std::span<T const> gradient) instead of the above: no
///                                     parameter changes before the gradient of all is there
///     Grouping                        that parameters belong to groups: `update` is then given the number of the group
///                                     as a last argument. It states `groups`, how many; `group_of(name)`; and, for
///                                     errors, the type `Group<I>` of each but the first, which may have no parameter
///
/// V is a number, a register, or `simd::Lanes`. Padding has no gradient, and must stay zero.
///
/// A schedule finds the learning rate as `lr`, or by what an optimiser that has several, or not its own, states:
///
///     learning_rates                  how many
///     learning_rate(i)                a reference to each
namespace staticnn::inline STATICNN_TARGET::meta {

template <class O>
concept NeedsWholeGradient = requires { requires O::needs_whole_gradient; };

struct OneGroup {
    static constexpr std::size_t groups = 1;
};

template <class O>
constexpr auto grouping_of() {
    if constexpr (requires { typename O::Grouping; })
        return Type<typename O::Grouping>{};
    else
        return Type<OneGroup>{};
}
template <class O>
using GroupingOf = typename decltype(grouping_of<O>())::type;

/// How many learning rates an optimiser has.
template <class O>
inline constexpr std::size_t learning_rates = [] {
    if constexpr (requires { O::learning_rates; })
        return std::size_t{O::learning_rates};
    else
        return std::size_t{1};
}();

/// Each of them.
template <class O>
constexpr double& learning_rate(O& optimizer, std::size_t i) {
    if constexpr (requires { optimizer.learning_rate(i); })
        return optimizer.learning_rate(i);
    else
        return optimizer.lr;
}

}  // namespace staticnn::inline STATICNN_TARGET::meta
