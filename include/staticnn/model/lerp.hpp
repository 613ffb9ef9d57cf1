#pragma once

#include <cstddef>
#include <type_traits>

#include <staticnn/kernel/update.hpp>
#include <staticnn/model/copy.hpp>
#include <staticnn/simd/vec.hpp>

namespace staticnn::inline STATICNN_TARGET {

namespace model {

/// From a to b by the part tau, from the nearer end: exactly a for 0, and b for 1.
template <class V>
[[gnu::always_inline]] constexpr V lerp(V a, V b, simd::Scalar<V> tau) {
    if (tau < simd::Scalar<V>(0.5)) return simd::multiply_add(b - a, simd::broadcast<V>(tau), a);
    return simd::multiply_add(a - b, simd::broadcast<V>(1 - tau), b);
}

}  // namespace model

/// Moves the parameters of a model by a part of the way to another's: a target network that follows, or a moving
/// average of what is trained.
///
///     target ← target + tau (source - target)
///
/// Shapes   as of copy_state
/// Cost     between models of one type a pass over their arrays in registers; else number by number
/// Edges    buffers are copied, not averaged. tau = 1 makes them equal, of finite numbers
/// Rejects  at compile time, with the first parameter that differs
/// Source   torch.lerp for each parameter, and the buffers copied, as torch.optim.swa_utils.AveragedModel does
template <class A, class T, class B, class U>
constexpr void lerp(Model<A, T>& target, Model<B, U> const& source, double tau) {
    T* const to = target.numbers().parameters;
    if constexpr (std::is_same_v<A, B> && std::is_same_v<T, U>) {
        T const* const from = source.numbers().parameters;
        kernel::for_each_register<T>(
            0, meta::Plan<A>::totals.all.parameters, [&]<class V>(V, std::size_t k) __attribute__((always_inline)) {
                simd::store(to + k, model::lerp(simd::load<V>(to + k), simd::load<V>(from + k), T(tau)));
            });
    } else {
        model::for_each_pair<meta::Plan<B>, meta::Plan<A>, model::Group::parameters, "", "">(
            source.numbers().parameters, to, [tau](T& a, U b) { a = model::lerp(a, T(b), T(tau)); });
    }
    model::copy_buffers<"", "">(source, target);
}

}  // namespace staticnn::inline STATICNN_TARGET
