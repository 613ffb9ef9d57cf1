#include <cmath>
#include <limits>
#include <type_traits>

#include "laws/all.hpp"

namespace nn = staticnn;

constexpr float inf = std::numeric_limits<float>::infinity(), NaN = std::numeric_limits<float>::quiet_NaN();

// The types and the values of a number: checked by compiling this file.
using Net = nn::Sequential<nn::Input<5>, nn::ReLU>;
static_assert(Net::output == nn::Shape{5});
static_assert(nn::Sequential<nn::Input<2, 3>, nn::ReLU>::output == nn::Shape{2, 3});
static_assert(Net::parameter_count == 0);
static_assert(std::is_empty_v<nn::ReLU>);

static_assert(nn::ReLU::value(2.0F) == 2 && nn::ReLU::value(-2.0F) == 0 && nn::ReLU::value(inf) == inf);
static_assert(nn::ReLU::value(NaN) != nn::ReLU::value(NaN));
static_assert(nn::ReLU::gradient(2.0, 3.0) == 3 && nn::ReLU::gradient(0.0, 3.0) == 0);

// Fused into the layer before it, a ReLU is no step of its own; a second one is.
static_assert(nn::Model<nn::Sequential<nn::Linear<2, 3>, nn::ReLU>>::Plan::size == 1);
static_assert(nn::Model<nn::Sequential<nn::Linear<2, 3>, nn::ReLU, nn::ReLU>>::Plan::size == 2);

/// Five numbers in each of enough samples that they go in lanes, and alone.
TEST_CASE("relu: forward, worked by hand") {
    nn::Model<Net> const model;
    nn::Tensor<float, 5> const x{-1, 0, 2, -inf, inf}, expected{0, 0, 2, 0, inf};
    CHECK(model(x) == expected);

    nn::Tensor<float, 2, 5> const batch = model(nn::Tensor<float, 2, 5>{-1, 0, 2, -inf, inf, 1, -0.5, NaN, 3, -3});
    for (std::size_t k = 0; k < 5; ++k) CHECK(batch[k] == expected[k]);
    CHECK(batch(1, 0) == 1);
    CHECK(batch(1, 1) == 0);
    CHECK(std::isnan(batch(1, 2)));
}

TEST_CASE("relu: the derivative at 0 is 0, and an infinite gradient is selected, not multiplied") {
    nn::Model<Net> model;
    nn::Trainer trainer{model, nn::MSELoss{}, nn::SGD{}};
    nn::Tensor<float, 1, 5> const x{-1, 0, 2, -3, 4}, dl_do{inf, 5, 6, NaN, inf};
    nn::Tensor<float, 1, 5> dl_dx;
    trainer.forward(x);
    trainer.backward(dl_do, dl_dx);
    CHECK(dl_dx == nn::Tensor<float, 1, 5>{0, 0, 6, 0, inf});
}

TEST_CASE("relu: NaN passes backward too") {
    nn::Model<Net> model;
    nn::Trainer trainer{model, nn::MSELoss{}, nn::SGD{}};
    nn::Tensor<float, 1, 5> dl_dx;
    trainer.forward(nn::Tensor<float, 1, 5>{NaN, 1, 1, 1, 1});
    trainer.backward(nn::Tensor<float, 1, 5>{3, NaN, 1, 1, 1}, dl_dx);
    CHECK(dl_dx[0] == 3);  // as in PyTorch: NaN is not below zero
    CHECK(std::isnan(dl_dx[1]));
    CHECK(dl_dx[2] == 1);
}

TEST_CASE("relu: obeys the laws, fused or not") {
    laws::all<nn::Sequential<nn::Linear<3, 17>, nn::ReLU, nn::ReLU>>();
    laws::backward_is_the_derivative<nn::Sequential<nn::Input<7>, nn::ReLU, nn::Linear<7, 1>>>();
    laws::inference<nn::Sequential<nn::Input<99>, nn::ReLU>, double>();
}

TEST_CASE("relu: constant evaluation") {
    laws::constant_evaluation_equals_run_time<nn::Sequential<nn::Linear<2, 3>, nn::ReLU, nn::Linear<3, 1>>>();
    laws::constant_evaluation_equals_run_time<nn::Sequential<nn::Input<3>, nn::ReLU, nn::Linear<3, 1>>, double>();
}
