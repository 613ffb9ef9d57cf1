#pragma once

#include <cstddef>
#include <span>

#include <staticnn/kernel/norm.hpp>
#include <staticnn/meta/optimizer.hpp>
#include <staticnn/simd/vec.hpp>

namespace staticnn::inline STATICNN_TARGET {

/// Clips the norm of the gradient, over all parameters together, before another optimiser sees it.
///
///     g ← g min(1, max_norm / (|g| + 1e-6))
///
///     nn::Trainer trainer{model, loss, nn::ClipGradNorm{.max_norm = 1, .optimizer = nn::AdamW{.lr = 1e-3}}};
///
/// Cost     one more pass over the gradient, and parameters are updated after the whole backward pass instead of during
///          it; nothing where it is not used
/// Edges    squares are summed in T, as PyTorch does: a norm that is infinite, also by overflow, makes finite gradients 0
///          and infinite ones NaN; NaN anywhere makes all of them NaN. The trainer's gradient itself stays as it was;
///          trainer.clip_grad_norm changes it
/// Source   torch.nn.utils.clip_grad_norm_ before each step; Pascanu et al., On the difficulty of training recurrent
///          neural networks, ICML 2013
/// Differs  it is an optimiser around another, and max_norm has a default, 1; the norm is not returned
///          (trainer.clip_grad_norm returns it); options that PyTorch has and this has not: norm_type (it is 2),
///          error_if_nonfinite
template <class Optimizer>
struct ClipGradNorm {
    double max_norm = 1;
    Optimizer optimizer{};

    using Grouping = meta::GroupingOf<Optimizer>;
    template <class T, std::size_t N>
    using State = typename Optimizer::template State<T, N>;

    template <class T>
    struct Step {
        typename Optimizer::template Step<T> step;
        T factor;
    };

    static constexpr bool needs_whole_gradient = true;

    template <class T, class Memory>
    constexpr Step<T> begin(Memory& memory, std::span<T const> gradient) const {
        return {.step = optimizer.template begin<T>(memory),
                .factor = kernel::clipping_factor(kernel::norm(gradient.data(), gradient.size()), T(max_norm))};
    }

    template <class V, class T, class... Place>
    [[gnu::always_inline]] constexpr void update(Step<T> const& now, T* parameters, V g, Place&... place) const {
        optimizer.update(now.step, parameters, simd::rounded(g * simd::broadcast<V>(now.factor)), place...);
    }

    static constexpr std::size_t learning_rates = meta::learning_rates<Optimizer>;
    constexpr double& learning_rate(std::size_t i) { return meta::learning_rate(optimizer, i); }
};

template <class Optimizer>
ClipGradNorm(double, Optimizer) -> ClipGradNorm<Optimizer>;

}  // namespace staticnn::inline STATICNN_TARGET
