#pragma once

#include <cstddef>

#include <staticnn/simd/vec.hpp>

/// Where kernels put what a layer over sequences keeps for itself.
namespace staticnn::inline STATICNN_TARGET::kernel {

/// Stores panels [panel][F][L].
template <std::size_t F, std::size_t L, class T>
struct StorePanels {
    T* y;

    template <class V>
    [[gnu::always_inline]] constexpr void operator()(std::size_t panel, std::size_t feature, V v) const {
        simd::store(y + (panel * F + feature) * L, v);
    }
};

/// Stores one sample.
template <class T>
struct StoreFeatures {
    T* y;

    template <class V>
    [[gnu::always_inline]] constexpr void operator()(std::size_t first, V v) const {
        simd::store(y + first, v);
    }
};

/// Hands on the steps of panel p, F features each, which come as if each were a panel.
template <std::size_t F, class Put>
struct PutSteps {
    Put put;
    std::size_t p;

    template <class V>
    [[gnu::always_inline]] constexpr void operator()(std::size_t t, std::size_t feature, V v) const {
        put(p, t * F + feature, v);
    }
};

}  // namespace staticnn::inline STATICNN_TARGET::kernel
