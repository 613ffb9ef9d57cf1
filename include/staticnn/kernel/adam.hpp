#pragma once

#include <cstddef>

#include <staticnn/core/elementary.hpp>
#include <staticnn/kernel/matrix.hpp>
#include <staticnn/simd/vec.hpp>

/// What Adam and AdamW share: all but what weight decay changes.
namespace staticnn::inline STATICNN_TARGET::kernel {

/// What the betas have come to: β₁ᵗ, β₂ᵗ.
struct BetaPowers {
    double power[2] = {1, 1};

    constexpr void multiply(double const (&betas)[2]) {
        for (int k = 0; k < 2; ++k) {
            power[k] *= betas[k];
            if (power[k] < 1e-30) power[k] = 0;  // 1 - it is 1, and denormals are slow
        }
    }
};

/// The moments of N parameters in storage.
template <class T, std::size_t N>
struct Moments : BetaPowers {
    alignas(64) T mean[N]{};
    alignas(64) T square[N]{};
    alignas(64) T largest_square[N]{};
};

/// What is the same for all parameters in one step.
template <class T>
struct MomentStep {
    T step, scale, floor, to_mean, to_square, weight_decay;
};

/// Begins a step of Options: Adam or AdamW. `weight_decay` is the factor that its `update` wants.
template <class T, class Options>
constexpr MomentStep<T> begin_moments(Options const& options, BetaPowers& powers, double weight_decay) {
    powers.multiply(options.betas);
    // Without eps, what has no gradient (padding, too) would become 0 / 0.
    T const least = sizeof(T) == sizeof(float) ? T(__FLT_MIN__) : T(__DBL_MIN__);
    return {.step = T(options.lr / (1 - powers.power[0])),
            .scale = T(1 / core::square_root(1 - powers.power[1])),
            .floor = T(options.eps) > least ? T(options.eps) : least,
            .to_mean = T(1 - options.betas[0]),
            .to_square = T(1 - options.betas[1]),
            .weight_decay = T(weight_decay)};
}

/// Moves the moments of one register of parameters, number k and the next, by their gradient g: what p loses by it.
template <class V, class T, std::size_t N>
[[gnu::always_inline]] constexpr V move_by_moments(MomentStep<T> const& now, V g, Moments<T, N>& state, std::size_t k,
                                                   bool amsgrad) {
    auto const all = [](T s) __attribute__((always_inline)) { return simd::broadcast<V>(s); };
    V m = simd::load<V>(state.mean + k), v = simd::load<V>(state.square + k);
    m = simd::without_tiny(simd::multiply_add(g - m, all(now.to_mean), m));
    v = simd::without_tiny(simd::multiply_add(simd::multiply_add(g, g, V{} - v), all(now.to_square), v));
    m = simd::per_lane<V>(  // together, or m / √v would be large where both are next to nothing
        [](auto a, auto b) __attribute__((always_inline)) { return b == 0 ? a - a : a; }, m, v);
    simd::store(state.mean + k, m);
    simd::store(state.square + k, v);
    if (amsgrad) {
        v = simd::per_lane<V>([](auto a, auto b) { return a > b ? a : b; }, v, simd::load<V>(state.largest_square + k));
        simd::store(state.largest_square + k, v);
    }
    V const denominator = simd::multiply_add(simd::square_root(v), all(now.scale), all(now.floor));
    return m * all(now.step) / denominator;
}

/// Asks ahead for the moments, where there are many.
template <class T, std::size_t N>
[[gnu::always_inline]] constexpr void prefetch_moments(Moments<T, N> const& state, std::size_t k) {
    if constexpr (come_from_afar<T>(N)) {
        prefetch_ahead(state.mean + k);
        prefetch_ahead(state.square + k);
    }
}

}  // namespace staticnn::inline STATICNN_TARGET::kernel
