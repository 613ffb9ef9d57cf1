// Layers on samples of several ranks, in constant expressions, compared with run time: the same bits.

#include <doctest/doctest.h>

#include <staticnn/staticnn.hpp>

#include "constexpr/step.hpp"

namespace nn = staticnn;
using namespace constexpr_tests;

TEST_CASE_TEMPLATE("constant expressions, bit for bit: Linear on rows", T, float, double) {
    CHECK(same_in_constants<T, nn::Sequential<nn::Input<2, 3>, nn::Linear<3, 2>, nn::ReLU, nn::Linear<2, 9>>>());
}

TEST_CASE_TEMPLATE("constant expressions, bit for bit: LayerNorm", T, float, double) {
    CHECK(same_in_constants<T, nn::Sequential<nn::Linear<2, 3>, nn::LayerNorm<3>, nn::Linear<3, 1>>>());
    CHECK(same_in_constants<T, nn::Sequential<nn::Input<2, 5>, nn::LayerNorm<5>>>());
    CHECK(same_in_constants<T, nn::Sequential<nn::Input<3>, nn::Residual<nn::LayerNorm<3>>>>());
}
