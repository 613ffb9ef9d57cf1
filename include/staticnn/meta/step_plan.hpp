#pragma once

#include <cstddef>
#include <utility>

#include <staticnn/meta/plan.hpp>

/// The plan of one step of a network over sequences: the same layers on what is one step to them, with the same
/// parameters in the same places, and what they keep from step to step.
namespace staticnn::inline STATICNN_TARGET::meta {

/// The extent of time in a network: that of the first layer which says so.
struct Timed {
    bool found = false;
    Time time = Time::first;

    template <class L, class Position>
    constexpr bool in(hana::basic_type<Atom<L, Position>>) {
        found = requires { L::time; };
        if constexpr (requires { L::time; }) time = L::time;
        return found;
    }
    template <class Other>
    constexpr bool in(hana::basic_type<Other>) {
        return false;
    }
};

template <class Atoms>
constexpr Timed find_time() {
    return hana::unpack(Atoms{}, [](auto... atoms) {
        Timed timed;
        (timed.in(atoms) || ...);
        return timed;
    });
}

/// Stands in the place of a layer that does not say how it goes by steps; and its one error.
template <class Position, class L>
struct CannotStep : Checked<cannot_run_step_by_step<Position, L>> {
    static constexpr Shape expects(Shape in) { return in; }
};

/// What does one step of what L does to a sequence.
template <class L, class Position, Time T>
constexpr auto one_step_of() {
    if constexpr (requires { typename L::template OneStep<T>; })
        return Type<typename L::template OneStep<T>>{};
    else if constexpr (Elementwise<L> || requires { requires L::each_last_extent && T == Time::first; })
        return Type<L>{};
    else
        return Type<CannotStep<Position, L>>{};
}

template <class A, Time T>
struct OneStepAtom {
    using type = A;  // how data moves
};
template <class L, class Position, Time T>
struct OneStepAtom<Atom<L, Position>, T> {
    using type = Atom<typename decltype(one_step_of<L, Position, T>())::type, Position>;
};

template <class Atoms, Time T>
struct OneStepAtoms;
template <class... A, Time T>
struct OneStepAtoms<hana::basic_tuple<A...>, T> {
    using type = List<typename OneStepAtom<typename A::type, T>::type...>;
};

/// Whether all layers of a list of atoms step.
template <class A>
inline constexpr bool steps = true;
template <class L, class Position>
inline constexpr bool steps<Atom<CannotStep<Position, L>, Position>> = false;
template <class Atoms>
inline constexpr bool all_step = true;
template <class... A>
inline constexpr bool all_step<hana::basic_tuple<A...>> = (steps<typename A::type> && ...);

/// A network for one step.
template <class Net>
struct OneStep {
    template <class Position>
    using Expansion = typename OneStepAtoms<Expanded<Net, Position>, find_time<Expanded<Net, Position>>().time>::type;
};

template <class Net>
constexpr auto step_error() {
    if constexpr (Plan<Net>::holds && !find_time<typename Plan<Net>::Atoms>().found)
        return Type<has_no_sequence<Net>>{};
    else
        return Type<NoError>{};
}

template <class Net>
struct StepPlan : Plan<OneStep<Net>> {
    static_assert(alignof(Checked<typename decltype(step_error<Net>())::type>) > 0);
    static_assert(!Plan<Net>::holds || !all_step<typename Plan<OneStep<Net>>::Atoms> ||
                      Plan<OneStep<Net>>::totals.all.parameters == Plan<Net>::totals.all.parameters,
                  "a layer's OneStep must have its parameters in the same places");
};

}  // namespace staticnn::inline STATICNN_TARGET::meta
