#pragma once

#include <cstddef>

#include <staticnn/simd/vec.hpp>

/// Where a kernel's results go: it hands over (panel, feature, lanes), and a `put` applies what was fused and stores.
/// Each is a type of shape and activation alone, so that a kernel is compiled once, however many layers use it.
namespace staticnn::inline STATICNN_TARGET::model {

/// Stores Activation(v).
template <std::size_t F, std::size_t L, class Activation, class T>
struct Store {
    T* y;

    template <class V>
    [[gnu::always_inline]] constexpr void operator()(std::size_t panel, std::size_t feature, V v) const {
        simd::store(y + (panel * F + feature) * L,
                    simd::per_lane<V>([](auto u) __attribute__((always_inline)) { return Activation::value(u); }, v));
    }
};

/// Stores Activation(v) of one sample, whose features lie in lanes.
template <class Activation, class T>
struct StoreOne {
    T* y;

    template <class V>
    [[gnu::always_inline]] constexpr void operator()(std::size_t first, V v) const {
        simd::store(y + first,
                    simd::per_lane<V>([](auto u) __attribute__((always_inline)) { return Activation::value(u); }, v));
    }
};

/// The gradient of an elementwise layer, from its input and dy.
template <class Function>
struct GradientOf {
    template <class V>
    [[gnu::always_inline]] constexpr V operator()(V x, V dy) const {
        return simd::per_lane<V>(
            [](auto u, auto du) __attribute__((always_inline)) { return Function::gradient(u, du); }, x, dy);
    }
};

/// Stores the gradient of a buffer: v, added to what its other readers left there, and led back through the
/// elementwise layer that made the buffer when v is the last to come.
template <std::size_t F, std::size_t L, bool Add, class Activation, class T>
struct StoreGradient {
    T* d;
    T const* y;

    template <class V>
    [[gnu::always_inline]] constexpr void operator()(std::size_t panel, std::size_t feature, V v) const {
        std::size_t const at = (panel * F + feature) * L;
        if constexpr (Add) v = v + simd::load<V>(d + at);
        simd::store(d + at,
                    simd::per_lane<V>([](auto y_lanes, auto dy)
                                          __attribute__((always_inline)) { return Activation::gradient(y_lanes, dy); },
                                      simd::load<V>(y + at), v));
    }
};

}  // namespace staticnn::inline STATICNN_TARGET::model
