#include <cmath>
#include <limits>
#include <type_traits>

#include "laws/all.hpp"

namespace nn = staticnn;

constexpr float inf = std::numeric_limits<float>::infinity(), NaN = std::numeric_limits<float>::quiet_NaN();

// The types and the values of a number: checked by compiling this file.
using Net = nn::Sequential<nn::Input<5>, nn::Sigmoid>;
static_assert(Net::output == nn::Shape{5});
static_assert(nn::Sequential<nn::Input<2, 3>, nn::Sigmoid>::output == nn::Shape{2, 3});
static_assert(Net::parameter_count == 0);
static_assert(std::is_empty_v<nn::Sigmoid>);

static_assert(nn::Sigmoid::value(0.0F) == 0.5F && nn::Sigmoid::value(inf) == 1 && nn::Sigmoid::value(-800.0) == 0);
static_assert(nn::Sigmoid::gradient(0.5, 4.0) == 1 && nn::Sigmoid::gradient(0.25F, 16.0F) == 3);
static_assert(nn::Sigmoid::gradient(1.0F, 3.0F) == 0 && nn::Sigmoid::gradient(0.0, 3.0) == 0);

// Fused into the layer before it, it is no step of its own.
static_assert(nn::Model<nn::Sequential<nn::Linear<2, 3>, nn::Sigmoid>>::Plan::size == 1);

TEST_CASE("sigmoid: forward, known values") {
    nn::Model<Net> const model;
    nn::Tensor<float, 5> const y = model(nn::Tensor<float, 5>{-1.0986123F, 0, 1.0986123F, -inf, inf});
    CHECK(laws::close(y[0], 0.25F));
    CHECK(y[1] == 0.5F);
    CHECK(laws::close(y[2], 0.75F));
    CHECK(y[3] == 0);
    CHECK(y[4] == 1);

    nn::Tensor<float, 2, 5> const batch =
        model(nn::Tensor<float, 2, 5>{-1.0986123F, 0, 1.0986123F, -inf, inf, -0.0F, 20, NaN, -100, -200});
    for (std::size_t k = 0; k < 5; ++k) CHECK(batch[k] == y[k]);
    CHECK(batch(1, 0) == 0.5F);
    CHECK(batch(1, 1) == 1);
    CHECK(std::isnan(batch(1, 2)));
    CHECK(batch(1, 3) > 0);  // subnormal, as in PyTorch
    CHECK(batch(1, 4) == 0);
}

TEST_CASE("sigmoid: backward, known values; NaN and infinity as in PyTorch") {
    nn::Model<Net> model;
    nn::Trainer trainer{model, nn::MSELoss{}, nn::SGD{}};
    nn::Tensor<float, 1, 5> dl_dx;
    trainer.forward(nn::Tensor<float, 1, 5>{0, 1.0986123F, -inf, 0.5, NaN});
    trainer.backward(nn::Tensor<float, 1, 5>{2, 16, 3, inf, 1}, dl_dx);
    CHECK(dl_dx[0] == 0.5F);
    CHECK(laws::close(dl_dx[1], 3.0F));
    CHECK(dl_dx[2] == 0);
    CHECK(dl_dx[3] == inf);
    CHECK(std::isnan(dl_dx[4]));

    trainer.forward(nn::Tensor<float, 1, 5>{inf, 1, 1, 1, 1});
    trainer.backward(nn::Tensor<float, 1, 5>{inf, NaN, 0, -1, 1}, dl_dx);
    CHECK(std::isnan(dl_dx[0]));  // infinity times zero
    CHECK(std::isnan(dl_dx[1]));
    CHECK(dl_dx[2] == 0);
    CHECK(dl_dx[3] == -dl_dx[4]);
}

TEST_CASE("sigmoid: obeys the laws, fused or not") {
    laws::all<nn::Sequential<nn::Linear<3, 17>, nn::Sigmoid, nn::Sigmoid>>();
    laws::backward_is_the_derivative<nn::Sequential<nn::Input<7>, nn::Sigmoid, nn::Linear<7, 1>>>();
    laws::inference<nn::Sequential<nn::Input<99>, nn::Sigmoid>, double>();
}

TEST_CASE("sigmoid: constant evaluation") {
    laws::constant_evaluation_equals_run_time<nn::Sequential<nn::Linear<2, 3>, nn::Sigmoid, nn::Linear<3, 1>>>();
    laws::constant_evaluation_equals_run_time<nn::Sequential<nn::Input<3>, nn::Sigmoid, nn::Linear<3, 1>>, double>();
}
