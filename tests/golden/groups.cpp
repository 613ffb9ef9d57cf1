// Twenty steps with groups of parameters.

#include <cstddef>

#include "golden/data/groups.hpp"
#include "golden/twenty_steps.hpp"

namespace nn = staticnn;

using golden::agrees;
using namespace golden::groups;

TEST_CASE_TEMPLATE("groups: AdamW", T, float, double) {
    nn::AdamW const decays{.lr = 0.01, .weight_decay = 1};
    agrees<T, adamw_no_decay_of_biases>(
        nn::ParameterGroups{decays, nn::group<"*.bias">(nn::AdamW{.lr = 0.01, .weight_decay = 0})});
    agrees<T, adamw_betas>(
        nn::ParameterGroups{nn::AdamW{.lr = 0.01}, nn::group<"2.*">(nn::AdamW{.lr = 0.02, .betas = {0.5, 0.6}})});
}

/// The first layer apart, and the biases of what is left; the order says who comes first.
auto three_groups(double weight_decay) {
    return nn::ParameterGroups{nn::SGD{.lr = 0.05, .momentum = 0.9, .weight_decay = weight_decay},
                               nn::group<"0.*">(nn::SGD{.lr = 0.01, .momentum = 0.9, .weight_decay = weight_decay}),
                               nn::group<"*.bias">(nn::SGD{.lr = 0.3, .weight_decay = weight_decay})};
}

TEST_CASE_TEMPLATE("groups: SGD, scheduled and clipped", T, float, double) {
    agrees<T, sgd_three_groups>(three_groups(0.1));
    agrees<T, sgd_clipped>(nn::ClipGradNorm{.max_norm = 0.5, .optimizer = three_groups(0)});

    nn::StepLR const schedule{.step_size = 5, .gamma = 0.5};
    std::size_t epoch = 0;
    agrees<T, sgd_scheduled>(three_groups(0), {}, [&](auto& trainer) {
        auto& group = trainer.optimizer().group;
        ++epoch;
        group[0].lr = schedule.lr(0.05, epoch);
        group[1].lr = schedule.lr(0.01, epoch);
        group[2].lr = schedule.lr(0.3, epoch);
    });
}
