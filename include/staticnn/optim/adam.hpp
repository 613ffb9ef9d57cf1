#pragma once

#include <cstddef>

#include <staticnn/kernel/adam.hpp>
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
/// Differs  small moments become zero, and eps = 0 makes no NaN: see Edges; the range of options is not checked;
///          options that PyTorch has and this has not: maximize
struct Adam {
    double lr = 1e-3;
    double betas[2] = {0.9, 0.999};
    double eps = 1e-8;
    double weight_decay = 0;
    bool amsgrad = false;

    /// What lives from step to step: for all parameters alike, and for N parameters in storage.
    using Progress = kernel::BetaPowers;
    template <class T, std::size_t N>
    using State = kernel::Moments<T, N>;

    /// What is the same for all parameters in one step.
    template <class T>
    using Step = kernel::MomentStep<T>;

    template <class T>
    constexpr Step<T> begin(Progress& progress) const {
        return kernel::begin_moments<T>(*this, progress, weight_decay);
    }

    template <class V, class T, std::size_t N>
    [[gnu::always_inline]] constexpr void update(Step<T> const& now, T* parameters, V g, State<T, N>& state,
                                                 std::size_t k) const {
        kernel::prefetch_moments(state, k);
        V const p = simd::load<V>(parameters + k);
        if (weight_decay != 0) g = simd::multiply_add(p, simd::broadcast<V>(now.weight_decay), g);
        simd::store(parameters + k, p - kernel::move_by_moments(now, g, state, k, amsgrad));
    }
};

}  // namespace staticnn::inline STATICNN_TARGET
