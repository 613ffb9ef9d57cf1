// Layers that act on the last extent of a sample, on samples of several ranks, in float and double.

#include <doctest/doctest.h>

#include <staticnn/staticnn.hpp>

#include "golden/data/rows.hpp"
#include "golden/pass.hpp"

namespace nn = staticnn;
using namespace golden::rows;
using golden::agrees;

TEST_CASE_TEMPLATE("rows: Linear", T, float, double) {
    agrees<T, linear_3_7_to_5_x7, nn::Input<3, 7>, nn::Linear<7, 5>>();
    agrees<T, linear_2_17_to_17_x17, nn::Input<2, 17>, nn::Linear<17, 17>>();
    agrees<T, linear_7_1_to_99_x1, nn::Input<7, 1>, nn::LazyLinear<99>>();
    agrees<T, linear_2_3_3_to_1_x17, nn::Input<2, 3, 3>, nn::Linear<3, 1>>();
    agrees<T, linear_without_bias_2_99_to_3_x3, nn::Input<2, 99>, nn::Linear<99, 3, false>>();
}

TEST_CASE_TEMPLATE("rows: LayerNorm", T, float, double) {
    agrees<T, layer_norm_3_to_3_x17, nn::LayerNorm<3>>();
    agrees<T, layer_norm_17_to_17_x7, nn::LayerNorm<17>>();
    agrees<T, layer_norm_99_to_99_x1, nn::LayerNorm<99>>();
    agrees<T, layer_norm_3_7_to_7_x16, nn::Input<3, 7>, nn::LayerNorm<7>>();
    agrees<T, layer_norm_2_2_17_to_17_x3, nn::Input<2, 2, 17>, nn::LayerNorm<17>>();
    agrees<T, layer_norm_inside_x17, nn::Linear<3, 7>, nn::LayerNorm<7>, nn::ReLU, nn::Linear<7, 2>>();
}
