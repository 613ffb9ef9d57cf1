#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <type_traits>
#include <utility>

#include <staticnn/core/multiply_add.hpp>
#include <staticnn/train/scheduler.hpp>
#include <staticnn/train/trainer.hpp>

namespace staticnn::inline STATICNN_TARGET {

/// What `fit` tells its callback after each epoch: its number, from 0, and the mean loss of its samples (for a loss
/// that sums, of a sample: the sum over the epoch by their number).
struct Epoch {
    std::size_t number;
    double loss;
};

/// Whether to shuffle, where the trainer has no Generator to shuffle with: only a constant `false` will do. The error
/// names this class, or its function.
class pass_a_Generator_to_shuffle {
public:
    consteval pass_a_Generator_to_shuffle(bool shuffle) {
        if (shuffle) as_the_last_argument_of_the_trainer();
    }
    constexpr operator bool() const { return false; }

private:
    static void as_the_last_argument_of_the_trainer();
};

/// What `fit` calls after each epoch.
template <class C>
concept EpochCallback = requires(C& callback, Epoch const& epoch) { callback(epoch); };

/// How `fit` trains.
template <bool CanShuffle>
struct FitOptions {
    std::size_t epochs = 1;
    std::size_t batch_size = 0;  ///< 0: all samples at once
    std::conditional_t<CanShuffle, bool, pass_a_Generator_to_shuffle> shuffle = false;
};

/// The order of so many samples: memory for a `fit` that shuffles more than fit on the stack.
template <std::size_t Samples>
struct Order {
    std::uint32_t sample[Samples];
};

namespace train {

/// Up to how many samples `fit` keeps their order on the stack: 64 KiB.
inline constexpr std::size_t order_on_stack = 16 * 1024;

/// Checks first what could fail later, so that nothing is changed if it does.
template <class Trainer>
constexpr Result<void> check_batches(std::size_t samples, std::size_t batch) {
    std::size_t const last = samples % batch == 0 ? batch : samples % batch;
    if (last < Trainer::minimum_samples) return Error{What::too_few_samples, "x", Trainer::minimum_samples, last};
    if (Trainer::couples_samples && batch > Trainer::capacity)
        return Error{What::over_capacity, "batch_size", Trainer::capacity, batch};
    return {};
}

template <class Trainer, class Options, class Callback>
constexpr Result<double> fit(Trainer& trainer, typename Trainer::Scalar const* x, typename Trainer::Target const* y,
                             std::size_t samples, Options const& options, std::uint32_t* order, Callback&& callback) {
    if (samples == 0) return Error{What::too_few_samples, "x", 1, 0};
    std::size_t const batch = options.batch_size == 0 || options.batch_size > samples ? samples : options.batch_size;
    if (Result<void> const checked = check_batches<Trainer>(samples, batch); !checked) return checked.error();
    if (Result<void> const checked = trainer.check_targets({y}, samples); !checked) return checked.error();
    double loss = 0;
    for (std::size_t epoch = 0; epoch < options.epochs; ++epoch) {
        if constexpr (Trainer::has_generator)
            if (options.shuffle) trainer.generator().permutation({order, samples});
        double sum = 0;
        for (std::size_t first = 0; first < samples; first += batch) {
            std::size_t const count = samples - first < batch ? samples - first : batch;
            std::uint32_t const* const list = options.shuffle ? order : nullptr;
            auto const step = trainer.step(kernel::Samples{x, list, first}, kernel::Samples{y, list, first}, count);
            if (!step) return step.error();
            double const weight = trainer.loss().reduction == Reduction::mean ? double(count) : 1.0;
            sum = core::multiply_add(double(*step), weight, sum);
        }
        loss = sum / double(samples);
        callback(Epoch{epoch, loss});
    }
    return loss;
}

struct Silent {
    constexpr void operator()(Epoch const&) const {}
};

/// A plain number where nothing can fail, else the Result, not to be overlooked.
template <class Trainer>
using FitResult = std::conditional_t<Trainer::couples_samples || Trainer::checks_targets, Result<double>, double>;

}  // namespace train

/// Trains for some epochs: each goes once over all samples, batch by batch; the last batch may be short.
///
///     nn::fit(trainer, x, y, {.epochs = 100, .batch_size = 32}, [](nn::Epoch const& e) { ... });
///
/// Shapes   x [samples][Net::input]   y [samples][Loss::target(Net::output)]
/// Cost     no heap; to shuffle, 4 bytes of stack a sample, or an Order as last argument for more than 16,384
/// Edges    `shuffle` draws one permutation an epoch from the trainer's Generator; returns the last epoch's loss (0 of
///          no epochs); for a network that couples samples, whose batches may not fit, and for a loss that cannot take
///          every target, a Result. Each batch's mean counts for its samples, whatever the loss leaves out of it
/// Rejects  at compile time, to shuffle with a trainer that has no Generator
/// Source   the loop of a PyTorch tutorial, with torch.utils.data.DataLoader
template <class Trainer, class U, std::size_t... E, class V, std::size_t... F, std::size_t N, EpochCallback Callback>
constexpr train::FitResult<Trainer> fit(Trainer& trainer, Tensor<U, E...> const& x, Tensor<V, F...> const& y,
                                        FitOptions<Trainer::has_generator> options, Callback&& callback,
                                        Order<N>& order) {
    using Scalar = typename Trainer::Scalar;
    using Batch = model::Match<typename Trainer::TargetPlan, Scalar, Tensor<U, E...>, Tensor<V, F...>>;
    if constexpr (Batch::fits) {
        static_assert(!Trainer::has_generator || N >= Batch::samples,
                      "fit: the Order is for fewer samples than x holds");
        auto const result = train::fit(trainer, x.data(), y.data(), Batch::samples, options, order.sample, callback);
        if constexpr (std::is_same_v<train::FitResult<Trainer>, Result<double>>)
            return result;
        else
            return result.value();
    }
    meta::report(Batch::error);
    return 0.0;
}

template <class Trainer, class U, std::size_t... E, class V, std::size_t... F, EpochCallback Callback>
constexpr train::FitResult<Trainer> fit(Trainer& trainer, Tensor<U, E...> const& x, Tensor<V, F...> const& y,
                                        FitOptions<Trainer::has_generator> options, Callback&& callback) {
    constexpr std::size_t samples =
        Trainer::has_generator ? model::batch_of(Tensor<U, E...>::shape(), Trainer::Plan::input).samples : 1;
    static_assert(samples <= train::order_on_stack, "fit: pass an nn::Order<samples> as the last argument");
    Order<samples> order;
    return fit(trainer, x, y, options, callback, order);
}

template <class Trainer, class U, std::size_t... E, class V, std::size_t... F>
constexpr train::FitResult<Trainer> fit(Trainer& trainer, Tensor<U, E...> const& x, Tensor<V, F...> const& y,
                                        FitOptions<Trainer::has_generator> options) {
    return fit(trainer, x, y, options, [](Epoch const&) {});
}

/// The same for samples whose number is known at run time; `order` has room for all of them, to shuffle.
template <class Trainer, EpochCallback Callback>
[[nodiscard]] constexpr Result<double> fit(Trainer& trainer, std::span<typename Trainer::Scalar const> x,
                                           std::span<typename Trainer::Target const> y,
                                           FitOptions<Trainer::has_generator> options, Callback&& callback,
                                           std::span<std::uint32_t> order = {}) {
    constexpr std::size_t inputs = Trainer::Plan::input.size(), targets = Trainer::TargetPlan::output.size();
    std::size_t const samples = x.size() / inputs;
    if (x.size() % inputs != 0) return Error{What::not_whole_samples, "x", inputs, x.size()};
    if (y.size() != samples * targets) return Error{What::wrong_size, "y", samples * targets, y.size()};
    if (options.shuffle && order.size() < samples) return Error{What::wrong_size, "order", samples, order.size()};
    return train::fit(trainer, x.data(), y.data(), samples, options, order.data(), callback);
}

template <class Trainer>
[[nodiscard]] constexpr Result<double> fit(Trainer& trainer, std::span<typename Trainer::Scalar const> x,
                                           std::span<typename Trainer::Target const> y,
                                           FitOptions<Trainer::has_generator> options) {
    return fit(trainer, x, y, options, [](Epoch const&) {});
}

/// Any of the above with a schedule, whose epochs are those of this `fit`; or with a Scheduler, which goes on from one
/// `fit` to the next.
///
///     nn::fit(trainer, x, y, {.epochs = 100, .batch_size = 32}, nn::CosineAnnealingLR{.T_max = 100}, callback, order);
///
/// Shapes   callback and order may be left out
/// Edges    each epoch is told to the callback with its own learning rate still in the optimiser, then the schedule
///          steps. After it, the optimiser has the learning rate of the epoch that would follow, as with PyTorch
template <class Trainer, class X, class Y, class Optimizer, class S, class Callback = train::Silent, class... Order>
constexpr auto fit(Trainer& trainer, X const& x, Y const& y, FitOptions<Trainer::has_generator> options,
                   Scheduler<Optimizer, S>& scheduler, Callback&& callback = {}, Order&&... order) {
    auto const then_step = [&scheduler, &callback](Epoch const& epoch) {
        callback(epoch);
        scheduler.step();
    };
    return fit(trainer, x, y, options, then_step, std::forward<Order>(order)...);
}

template <class Trainer, class X, class Y, Schedule S, class... CallbackAndOrder>
constexpr auto fit(Trainer& trainer, X const& x, Y const& y, FitOptions<Trainer::has_generator> options,
                   S const& schedule, CallbackAndOrder&&... callback_and_order) {
    Scheduler scheduler{trainer.optimizer(), schedule};
    return fit(trainer, x, y, options, scheduler, std::forward<CallbackAndOrder>(callback_and_order)...);
}

}  // namespace staticnn::inline STATICNN_TARGET
