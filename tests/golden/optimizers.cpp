// Twenty steps of each optimiser, with each of its options.

#include "golden/data/optimizers.hpp"
#include "golden/twenty_steps.hpp"

namespace nn = staticnn;

using golden::agrees;
using namespace golden::optimizers;

TEST_CASE_TEMPLATE("optimizers: Adam", T, float, double) {
    agrees<T, adam>(nn::Adam{.lr = 0.01});
    agrees<T, adam_weight_decay>(nn::Adam{.lr = 0.01, .weight_decay = 0.1});
    agrees<T, adam_betas_eps>(nn::Adam{.lr = 0.01, .betas = {0.8, 0.9}, .eps = 1e-3});
    agrees<T, adam_short_memory>(nn::Adam{.lr = 0.01, .betas = {0.8, 0.5}});
    agrees<T, adam_amsgrad>(nn::Adam{.lr = 0.01, .betas = {0.8, 0.5}, .amsgrad = true});
}

TEST_CASE_TEMPLATE("optimizers: SGD", T, float, double) {
    agrees<T, sgd>(nn::SGD{.lr = 0.05});
    agrees<T, sgd_momentum>(nn::SGD{.lr = 0.05, .momentum = 0.9});
    agrees<T, sgd_dampening>(nn::SGD{.lr = 0.05, .momentum = 0.9, .dampening = 0.1});
    agrees<T, sgd_nesterov>(nn::SGD{.lr = 0.05, .momentum = 0.9, .nesterov = true});
    agrees<T, sgd_weight_decay>(nn::SGD{.lr = 0.05, .weight_decay = 0.1});
    agrees<T, sgd_sum_of_squares>(nn::SGD{.lr = 0.001}, nn::MSELoss{.reduction = nn::Reduction::sum});
}
