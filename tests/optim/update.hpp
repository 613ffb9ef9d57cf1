#pragma once

#include <cstddef>

#include <staticnn/kernel/update.hpp>

/// One step of an optimiser on an array of parameters, as a trainer does it.
template <class Optimizer, class T, std::size_t N, class State>
constexpr void update(Optimizer const& optimizer, T (&parameters)[N], T const* gradient, State& state) {
    auto const now = optimizer.template begin<T>(state);
    staticnn::kernel::for_each_register<T>(0, N, [&]<class V>(V, std::size_t k) {
        optimizer.update(now, parameters, staticnn::simd::load<V>(gradient + k), state, k);
    });
}
