#pragma once

#include <cstddef>

#include <staticnn/core/elementary.hpp>

namespace staticnn::inline STATICNN_TARGET {

/// Learning rates that fall along half a cosine in T_max epochs; in as many more they rise again, and so on.
///
///     lr = eta_min + (initial - eta_min) (1 + cos(π epoch / T_max)) / 2
///
/// Cost     a cosine an epoch
/// Error    4e-16 (initial - eta_min); the last digit may differ in a constant expression
/// Edges    a T_max of 0, or none, leaves lr as it is; PyTorch's chained products differ in the last digits, and keep
///          what was set by hand in between, which here lasts until the next epoch
/// Source   torch.optim.lr_scheduler.CosineAnnealingLR; Loshchilov & Hutter, SGDR: Stochastic Gradient Descent with Warm
///          Restarts, ICLR 2017
/// Differs  T_max has a default, none, that does nothing; the last digits, and a learning rate set by hand: see Edges;
///          options that PyTorch has and this has not: last_epoch
struct CosineAnnealingLR {
    std::size_t T_max = 0;
    double eta_min = 0;

    /// After so many epochs.
    constexpr double lr(double initial, std::size_t epoch) const {
        if (T_max == 0) return initial;
        // (1 + cos 2a) / 2 is cos² a, which no rounding makes negative.
        double const half_turns = double(epoch % (2 * T_max)) / double(2 * T_max);
        double const cosine = core::sine_cosine(3.141592653589793 * half_turns).cosine;
        return eta_min + (initial - eta_min) * (cosine * cosine);
    }
};

}  // namespace staticnn::inline STATICNN_TARGET
