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

/// A step on a row of panels, from x (and `other`) to y. `place` is where its layer's numbers lie; `memory` is there to use
/// meanwhile.
template <class Work, std::size_t L, class T>
[[gnu::always_inline]] constexpr void infer(Numbers<T const> numbers, meta::Place const& place, T const* x,
                                            T const* other, T* y, std::size_t panels, T* memory) {
    Store<Work::outputs, L, typename Work::Activation, T> const put{y};
    if constexpr (Work::kind == meta::Kind::layer)
        Work::Placed::template forward<L>(meta::Inference<T>{numbers.parameters + place.parameters,
                                                             numbers.buffers + place.buffers, x, panels, memory},
                                          put);
    else if constexpr (Work::kind == meta::Kind::map)
        kernel::map<Work::outputs, L>(x, panels, put);
    else
        kernel::map2<Work::outputs, L>(x, other, panels, put, Sum{});
}

/// The first step on samples as the user holds them.
template <class Work, std::size_t L, class T>
[[gnu::always_inline]] constexpr void infer_samples(Numbers<T const> numbers, meta::Place const& place,
                                                    kernel::Samples<T> samples, std::size_t count, T* y) {
    Store<Work::outputs, L, typename Work::Activation, T> const put{y};
    Work::Placed::template from_samples<L>(
        meta::Inference<T>{numbers.parameters + place.parameters, numbers.buffers + place.buffers, nullptr, 0}, samples,
        count, put);
}

/// A step on one sample, with its features in lanes, or, for a layer that keeps a state, on one step of a sequence; but a
/// layer that has no way of its own for one sample takes it as a panel of one lane.
template <class Work, class T>
[[gnu::always_inline]] constexpr void infer_one(Numbers<T const> numbers, meta::Place const& place, T const* x,
                                                T const* other, T* y, [[maybe_unused]] T* state) {
    StoreOne<typename Work::Activation, T> const put{y};
    if constexpr (Work::kind == meta::Kind::map) {
        kernel::cover_features<Work::outputs, T>([x, put]<class V>(V, std::size_t first) __attribute__((
                                                     always_inline)) { put(first, simd::load<V>(x + first)); });
    } else if constexpr (Work::kind == meta::Kind::join) {
        kernel::cover_features<Work::outputs, T>(
            [x, other, put]<class V>(V, std::size_t first) __attribute__((always_inline)) {
                put(first, simd::load<V>(x + first) + simd::load<V>(other + first));
            });
    } else {
        using Placed = typename Work::Placed;
        meta::Inference<T> const pass{numbers.parameters + place.parameters, numbers.buffers + place.buffers, x, 1};
        if constexpr (requires { Placed::step(pass, state, put); }) {
            Placed::step(pass, state + place.state, put);
        } else if constexpr (requires { Placed::forward_one(pass, put); }) {
            Placed::forward_one(pass, put);
        } else {
            T memory[meta::Statements<Placed>::pass_memory + 1];
            infer<Work, 1>(numbers, place, x, other, y, 1, memory);
        }
    }
}

}  // namespace staticnn::inline STATICNN_TARGET::model
