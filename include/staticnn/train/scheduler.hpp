#pragma once

#include <concepts>
#include <cstddef>

#include <staticnn/meta/optimizer.hpp>

namespace staticnn::inline STATICNN_TARGET {

/// What a schedule states: the learning rate after so many epochs, from the one at the beginning.
template <class S>
concept Schedule = requires(S const& schedule, double initial, std::size_t epoch) {
    { schedule.lr(initial, epoch) } -> std::same_as<double>;
};

/// Leads an optimiser's learning rates along a schedule, each from where it stands when the scheduler is made.
///
///     nn::Scheduler scheduler{trainer.optimizer(), nn::StepLR{.step_size = 30}};
///     for (...) { ...an epoch of steps...; scheduler.step(); }
///
/// Cost     one number for each learning rate
/// Edges    refers to the optimiser, which must outlive it; after n calls of `step` the optimiser has the learning rate
///          of epoch n, the next one, as with PyTorch
/// Source   torch.optim.lr_scheduler
template <class Optimizer, Schedule S>
class Scheduler {
public:
    constexpr Scheduler(Optimizer& optimizer, S schedule) : optimizer_(optimizer), schedule_(schedule) {
        for (std::size_t i = 0; i < rates; ++i) initial_[i] = meta::learning_rate(optimizer_, i);
    }

    /// One epoch is over.
    constexpr void step() {
        ++epoch_;
        for (std::size_t i = 0; i < rates; ++i) meta::learning_rate(optimizer_, i) = schedule_.lr(initial_[i], epoch_);
    }

    /// How many epochs are over.
    constexpr std::size_t epoch() const { return epoch_; }

private:
    static constexpr std::size_t rates = meta::learning_rates<Optimizer>;

    Optimizer& optimizer_;
    S schedule_;
    double initial_[rates]{};
    std::size_t epoch_ = 0;
};

}  // namespace staticnn::inline STATICNN_TARGET
