// Twenty steps of AdamW, with each of its options.

#include "golden/data/adamw.hpp"
#include "golden/twenty_steps.hpp"

namespace nn = staticnn;

using golden::agrees;
using namespace golden::adamw;

TEST_CASE_TEMPLATE("adamw: twenty steps", T, float, double) {
    agrees<T, adamw>(nn::AdamW{.lr = 0.01});
    agrees<T, adamw_decays_more>(nn::AdamW{.lr = 0.01, .weight_decay = 1});
    agrees<T, adamw_without_decay>(nn::AdamW{.lr = 0.01, .weight_decay = 0});
    agrees<T, adamw_betas_eps>(nn::AdamW{.lr = 0.01, .betas = {0.8, 0.9}, .eps = 1e-3, .weight_decay = 0.3});
    agrees<T, adamw_amsgrad>(nn::AdamW{.lr = 0.01, .betas = {0.8, 0.5}, .weight_decay = 0.3, .amsgrad = true});
}
