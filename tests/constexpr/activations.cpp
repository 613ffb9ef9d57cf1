// Activations in constant expressions, compared with run time: the same bits.

#include <doctest/doctest.h>

#include <staticnn/staticnn.hpp>

#include "constexpr/step.hpp"

namespace nn = staticnn;
using namespace constexpr_tests;

template <class Activation>
using Between = nn::Sequential<nn::Linear<2, 3>, Activation, nn::Linear<3, 2>, Activation>;

TEST_CASE_TEMPLATE("constant expressions, bit for bit: LeakyReLU", T, float, double) {
    CHECK(same_in_constants<T, Between<nn::LeakyReLU<>>>());
    CHECK(same_in_constants<T, Between<nn::LeakyReLU<-0.5>>>());
}

TEST_CASE_TEMPLATE("constant expressions, bit for bit: GELU", T, float, double) {
    CHECK(same_in_constants<T, Between<nn::GELU<>>>());
    CHECK(same_in_constants<T, Between<nn::GELU<nn::Approximate::tanh>>>());
}

TEST_CASE_TEMPLATE("constant expressions, bit for bit: PReLU", T, float, double) {
    CHECK(same_in_constants<T, Between<nn::PReLU<>>>());
    CHECK(same_in_constants<T, nn::Sequential<nn::Input<2, 5>, nn::PReLU<2>>>());
    CHECK(same_in_constants<T, nn::Sequential<nn::Linear<2, 3>, nn::PReLU<3>>>());
}

TEST_CASE_TEMPLATE("constant expressions, bit for bit: Softmax and LogSoftmax", T, float, double) {
    CHECK(same_in_constants<T, Between<nn::Softmax>>());
    CHECK(same_in_constants<T, Between<nn::LogSoftmax>>());
    CHECK(same_in_constants<T, nn::Sequential<nn::Linear<2, 3>, nn::Residual<nn::Softmax>>>());
    CHECK(same_in_constants<T, nn::Sequential<nn::Input<2, 5>, nn::Softmax, nn::LogSoftmax>>());
}
