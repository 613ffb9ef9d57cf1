#include <cmath>
#include <limits>

#include "laws/all.hpp"

namespace nn = staticnn;

// The types: checked by compiling this file.
using Net = nn::Sequential<nn::Input<2, 1, 3>, nn::GlobalAvgPool>;
static_assert(Net::output == nn::Shape{2} && Net::parameter_count == 0);
static_assert(nn::Sequential<nn::Input<3, 9>, nn::GlobalAvgPool>::output == nn::Shape{3});
static_assert(nn::GlobalAvgPool::expects({7}) == nn::Shape{7, 1});

TEST_CASE("global_avg_pool: forward and backward, worked by hand") {
    nn::Model<Net> model;
    CHECK(model(nn::Tensor<float, 2, 1, 3>{1, 2, 6, -3, 0, 6}) == nn::Tensor<float, 2>{3, 1});
    nn::Trainer trainer{model, nn::MSELoss{}, nn::SGD{}};
    nn::Tensor<float, 1, 2, 1, 3> dl_dx;
    CHECK(trainer.forward(nn::Tensor<float, 1, 2, 1, 3>{1, 2, 6, -3, 0, 6}) == nn::Tensor<float, 1, 2>{3, 1});
    trainer.backward(nn::Tensor<float, 1, 2>{3, 6}, dl_dx);
    CHECK(dl_dx == nn::Tensor<float, 1, 2, 1, 3>{1, 1, 1, 2, 2, 2});
}

TEST_CASE("global_avg_pool: NaN and infinity stay in their channel") {
    constexpr float inf = std::numeric_limits<float>::infinity(), NaN = std::numeric_limits<float>::quiet_NaN();
    nn::Model<Net> const model;
    auto const y = model(nn::Tensor<float, 4, 2, 1, 3>{1,   NaN,  1, 1, 1, 1, inf, 1, 1, 1,    1, 1,  //
                                                       inf, -inf, 0, 1, 1, 1, 1,   1, 1, -inf, 1, 1});
    CHECK(std::isnan(y(0, 0)));
    CHECK(y(0, 1) == 1);
    CHECK(y(1, 0) == inf);
    CHECK(std::isnan(y(2, 0)));
    CHECK(y(3, 1) == -inf);
}

TEST_CASE("global_avg_pool: obeys the laws") {
    laws::all<nn::Sequential<nn::Input<3, 7, 5>, nn::ReLU, nn::GlobalAvgPool, nn::Linear<3, 2>>>();
    laws::inference<nn::Sequential<nn::Input<17, 99>, nn::GlobalAvgPool, nn::Tanh>, double>();
    laws::inference<nn::Sequential<nn::Input<2, 1, 1>, nn::GlobalAvgPool>>();
}

TEST_CASE("global_avg_pool: constant evaluation") {
    laws::constant_evaluation_equals_run_time<nn::Sequential<nn::Input<2, 5>, nn::GlobalAvgPool, nn::Linear<2, 1>>>();
    laws::constant_evaluation_equals_run_time<nn::Sequential<nn::Input<2, 1, 3>, nn::GlobalAvgPool>, double, nn::SGD>();
}
