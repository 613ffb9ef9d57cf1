// Learning rates over more epochs than a schedule is made for, and twenty steps of optimisers that follow one.

#include <cmath>
#include <cstddef>
#include <vector>

#include "golden/data/schedules.hpp"
#include "golden/twenty_steps.hpp"

namespace nn = staticnn;

using namespace golden::schedules;

template <class Expected>
void rates(auto const& schedule) {
    std::vector<double> ours;
    for (std::size_t epoch = 0; epoch < std::size(Expected::lr); ++epoch)
        ours.push_back(schedule.lr(Expected::lr[0], epoch));
    CHECK(golden::distance(ours, Expected::lr) < 1e-13);
}

TEST_CASE("schedules: learning rates of 60 epochs") {
    rates<step_1>(nn::StepLR{.step_size = 1, .gamma = 0.9});
    rates<step_7>(nn::StepLR{.step_size = 7});
    rates<step_100>(nn::StepLR{.step_size = 100});
    rates<cosine_1>(nn::CosineAnnealingLR{.T_max = 1, .eta_min = 0.01});
    rates<cosine_7>(nn::CosineAnnealingLR{.T_max = 7});
    rates<cosine_17>(nn::CosineAnnealingLR{.T_max = 17, .eta_min = 0.001});
    rates<cosine_60>(nn::CosineAnnealingLR{.T_max = 60});
}

/// Steps of a schedule after each step of the optimiser, by hand.
template <class T, class Expected, class Optimizer, class S>
void agrees(Optimizer const& optimizer, S const& schedule) {
    std::size_t epoch = 0;
    golden::agrees<T, Expected>(optimizer, {}, [&, initial = optimizer.lr](auto& trainer) {
        trainer.optimizer().lr = schedule.lr(initial, ++epoch);
    });
}

TEST_CASE_TEMPLATE("schedules: twenty steps", T, float, double) {
    agrees<T, sgd_step>(nn::SGD{.lr = 0.1, .momentum = 0.9}, nn::StepLR{.step_size = 6, .gamma = 0.5});
    agrees<T, adamw_step>(nn::AdamW{.lr = 0.1}, nn::StepLR{.step_size = 3});
    agrees<T, sgd_cosine>(nn::SGD{.lr = 0.2}, nn::CosineAnnealingLR{.T_max = 7});
    agrees<T, adamw_cosine>(nn::AdamW{.lr = 0.1, .weight_decay = 0.3},
                            nn::CosineAnnealingLR{.T_max = 12, .eta_min = 0.01});
}
