#pragma once

#include <cstddef>
#include <cstdint>
#include <type_traits>

#include <staticnn/kernel/map.hpp>
#include <staticnn/kernel/pack.hpp>
#include <staticnn/kernel/row.hpp>
#include <staticnn/meta/plan.hpp>
#include <staticnn/model/put.hpp>

/// One step of a plan, forwards, in inference.
namespace staticnn::inline STATICNN_TARGET::model {

/// What a model knows: the flat arrays that its layers' numbers lie in.
template <class T>
struct Numbers {
    using Counter = std::conditional_t<std::is_const_v<T>, std::int64_t const, std::int64_t>;

    T* parameters;
    T* buffers;
    Counter* counters;
};

/// Adds two buffers.
struct Sum {
    template <class V>
    [[gnu::always_inline]] constexpr V operator()(V a, V b) const {
        return a + b;
    }
};

/// Step K on a row of panels, from buffer x (and `other`) to buffer y; `memory` is there to use meanwhile.
template <class Plan, std::size_t K, std::size_t L, class T>
[[gnu::always_inline]] constexpr void infer(Numbers<T const> numbers, T const* x, T const* other, T* y,
                                            std::size_t panels, T* memory) {
    constexpr meta::Step step = Plan::steps.step[K];
    constexpr std::size_t F = Plan::features(step.out);
    Store<F, L, typename Plan::template Activation<K>, T> const put{y};
    if constexpr (step.kind == meta::Kind::layer) {
        constexpr meta::Place place = Plan::totals.place[K];
        Plan::template PlacedOf<K>::template forward<L>(meta::Inference<T>{numbers.parameters + place.parameters,
                                                                           numbers.buffers + place.buffers, x, panels,
                                                                           memory},
                                                        put);
    } else if constexpr (step.kind == meta::Kind::map) {
        kernel::map<F, L>(x, panels, put);
    } else {
        kernel::map2<F, L>(x, other, panels, put, Sum{});
    }
}

/// The first step on samples as the user holds them.
template <class Plan, std::size_t L, class T>
[[gnu::always_inline]] constexpr void infer_samples(Numbers<T const> numbers, kernel::Samples<T> samples,
                                                    std::size_t count, T* y) {
    constexpr meta::Step step = Plan::steps.step[0];
    constexpr meta::Place place = Plan::totals.place[0];
    Store<Plan::features(step.out), L, typename Plan::template Activation<0>, T> const put{y};
    Plan::template PlacedOf<0>::template from_samples<L>(
        meta::Inference<T>{numbers.parameters + place.parameters, numbers.buffers + place.buffers, nullptr, 0}, samples,
        count, put);
}

/// Step K on one sample, with its features in lanes, or, for a layer that keeps a state, on one step of a sequence; but a
/// layer that has no way of its own for one sample takes it as a panel of one lane.
template <class Plan, std::size_t K, class T>
[[gnu::always_inline]] constexpr void infer_one(Numbers<T const> numbers, T const* x, T const* other, T* y,
                                                [[maybe_unused]] T* state) {
    constexpr meta::Step step = Plan::steps.step[K];
    constexpr std::size_t F = Plan::features(step.out);
    // Compilers take more than their share of time over the one large function that a deep network would become.
    constexpr bool calls = Plan::size > 24;
    StoreOne<typename Plan::template Activation<K>, calls, T> const put{y};
    if constexpr (step.kind == meta::Kind::map) {
        kernel::cover_features<F, T>([x, put]<class V>(V, std::size_t first)
                                         __attribute__((always_inline)) { put(first, simd::load<V>(x + first)); });
    } else if constexpr (step.kind == meta::Kind::join) {
        kernel::cover_features<F, T>([x, other, put]<class V>(V, std::size_t first) __attribute__((always_inline)) {
            put(first, simd::load<V>(x + first) + simd::load<V>(other + first));
        });
    } else {
        using Placed = typename Plan::template PlacedOf<K>;
        constexpr meta::Place place = Plan::totals.place[K];
        meta::Inference<T> const pass{numbers.parameters + place.parameters, numbers.buffers + place.buffers, x, 1};
        if constexpr (requires { Placed::step(pass, state, put); }) {
            Placed::step(pass, state + place.state, put);
        } else if constexpr (requires { Placed::forward_one(pass, put); }) {
            Placed::forward_one(pass, put);
        } else {
            T memory[meta::Statements<Placed>::pass_memory + 1];
            infer<Plan, K, 1>(numbers, x, other, y, 1, memory);
        }
    }
}

}  // namespace staticnn::inline STATICNN_TARGET::model
