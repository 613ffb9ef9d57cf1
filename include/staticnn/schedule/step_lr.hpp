#pragma once

#include <cstddef>

#include <staticnn/core/target.hpp>

namespace staticnn::inline STATICNN_TARGET {

/// Learning rates that fall by a factor every so many epochs.
///
///     lr = initial gammaⁿ,  n = ⌊epoch / step_size⌋
///
/// Cost     some multiplications an epoch: twice the binary digits of n at most
/// Error    one rounding for each of them
/// Edges    a step_size of 0, or none, leaves lr as it is; PyTorch's chained products differ in the last digits, and
///          keep what was set by hand in between, which here lasts until the next epoch
/// Source   torch.optim.lr_scheduler.StepLR
/// Differs  step_size has a default, none, that does nothing; the last digits, and a learning rate set by hand: see
///          Edges; options that PyTorch has and this has not: last_epoch
struct StepLR {
    std::size_t step_size = 0;
    double gamma = 0.1;

    /// After so many epochs.
    constexpr double lr(double initial, std::size_t epoch) const {
        double factor = gamma;
        for (std::size_t n = step_size == 0 ? 0 : epoch / step_size; n > 0; n /= 2, factor *= factor)
            if (n % 2 == 1) initial *= factor;
        return initial;
    }
};

}  // namespace staticnn::inline STATICNN_TARGET
