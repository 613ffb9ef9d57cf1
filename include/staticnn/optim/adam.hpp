#pragma once

#include <cstddef>

#include <staticnn/core/elementary.hpp>
#include <staticnn/kernel/matrix.hpp>
#include <staticnn/simd/vec.hpp>

namespace staticnn::inline STATICNN_TARGET {

/// Adaptive moment estimation: steps of about lr for each parameter, whatever the size of its gradient.
///
///     g ← g + weight_decay p      m ← β₁ m + (1 - β₁) g      v ← β₂ v + (1 - β₂) g²
///     p ← p - lr m̂ / (√v̂ + eps),  m̂ = m / (1 - β₁ᵗ),  v̂ = v / (1 - β₂ᵗ); with amsgrad of the largest v
///
/// Cost     three more numbers for each parameter (the third is read only with amsgrad); about 12 flop a parameter
/// Edges    |m| and v below 1e-35 (double: 1e-300) become zero, so that dead units do not slow the machine down, and m
///          with v: gradients below about 1e-16 (1e-148) move nothing; with eps = 0 a parameter without gradient stays
///          as it is, where PyTorch's becomes NaN
/// Source   torch.optim.Adam; Kingma & Ba, Adam: A Method for Stochastic Optimization, ICLR 2015; Reddi et al., On the
///          Convergence of Adam and Beyond, ICLR 2018
struct Adam {
    double lr = 1e-3;
    double betas[2] = {0.9, 0.999};
    double eps = 1e-8;
    double weight_decay = 0;
    bool amsgrad = false;

    /// What lives from step to step, for N parameters in storage.
    template <class T, std::size_t N>
    struct State {
        alignas(64) T mean[N]{};
        alignas(64) T square[N]{};
        alignas(64) T largest_square[N]{};
        double power[2] = {1, 1};  ///< β₁ᵗ, β₂ᵗ
    };

    /// What is the same for all parameters in one step.
    template <class T>
    struct Step {
        T step, scale, floor, to_mean, to_square, weight_decay;
    };

    template <class T, std::size_t N>
    constexpr Step<T> begin(State<T, N>& state) const {
        for (int k = 0; k < 2; ++k) {
            state.power[k] *= betas[k];
            if (state.power[k] < 1e-30) state.power[k] = 0;  // 1 - it is 1, and denormals are slow
        }
        // Without eps, what has no gradient (padding, too) would become 0 / 0.
        T const least = sizeof(T) == sizeof(float) ? T(__FLT_MIN__) : T(__DBL_MIN__);
        return {.step = T(lr / (1 - state.power[0])),
                .scale = T(1 / core::square_root(1 - state.power[1])),
                .floor = T(eps) > least ? T(eps) : least,
                .to_mean = T(1 - betas[0]),
                .to_square = T(1 - betas[1]),
                .weight_decay = T(weight_decay)};
    }

    template <class V, class T, std::size_t N>
    [[gnu::always_inline]] constexpr void update(Step<T> const& now, T* parameters, V g, State<T, N>& state,
                                                 std::size_t k) const {
        auto const all = [](T s) __attribute__((always_inline)) { return simd::broadcast<V>(s); };
        if constexpr (kernel::come_from_afar<T>(N)) {
            kernel::prefetch_ahead(state.mean + k);
            kernel::prefetch_ahead(state.square + k);
        }
        V const p = simd::load<V>(parameters + k);
        V m = simd::load<V>(state.mean + k), v = simd::load<V>(state.square + k);
        if (weight_decay != 0) g = simd::multiply_add(p, all(now.weight_decay), g);
        m = simd::without_tiny(simd::multiply_add(g - m, all(now.to_mean), m));
        v = simd::without_tiny(simd::multiply_add(simd::multiply_add(g, g, V{} - v), all(now.to_square), v));
        m = simd::per_lane<V>(  // together, or m / √v would be large where both are next to nothing
            [](auto a, auto b) __attribute__((always_inline)) { return b == 0 ? a - a : a; }, m, v);
        simd::store(state.mean + k, m);
        simd::store(state.square + k, v);
        if (amsgrad) {
            v = simd::per_lane<V>([](auto a, auto b) { return a > b ? a : b; }, v,
                                  simd::load<V>(state.largest_square + k));
            simd::store(state.largest_square + k, v);
        }
        V const denominator = simd::multiply_add(simd::square_root(v), all(now.scale), all(now.floor));
        simd::store(parameters + k, p - m * all(now.step) / denominator);
    }
};

}  // namespace staticnn::inline STATICNN_TARGET
