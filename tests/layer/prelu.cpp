#include <cmath>
#include <limits>
#include <vector>

#include "laws/all.hpp"

namespace nn = staticnn;

constexpr float inf = std::numeric_limits<float>::infinity(), NaN = std::numeric_limits<float>::quiet_NaN();

// The types: checked by compiling this file.
static_assert(nn::Sequential<nn::Input<2, 3>, nn::PReLU<>>::output == nn::Shape{2, 3});
static_assert(nn::Sequential<nn::Input<2, 3>, nn::PReLU<>>::parameter_count == 1);
static_assert(nn::Sequential<nn::Input<2, 3>, nn::PReLU<2>>::parameter_count == 2);
static_assert(nn::Sequential<nn::PReLU<7>>::input == nn::Shape{7});
static_assert(nn::Sequential<nn::PReLU<>, nn::Linear<3, 2>>::input == nn::Shape{3});

TEST_CASE("prelu: its name, and a quarter in the beginning") {
    nn::Generator generator{1};
    nn::Model<nn::Sequential<nn::Linear<1, 3>, nn::PReLU<3>>> const model{generator};
    std::vector<float> slopes;
    model.for_each_parameter([&](std::string_view name, auto p) {
        if (name != "1.weight") return;
        CHECK(p.shape() == nn::Shape{3});
        for (std::size_t k = 0; k < p.size(); ++k) slopes.push_back(p[k]);
    });
    CHECK(slopes == std::vector<float>{0.25F, 0.25F, 0.25F});
}

TEST_CASE("prelu: one slope, known values; NaN and infinity as in PyTorch") {
    nn::Generator generator{1};
    nn::Model<nn::Sequential<nn::Input<6>, nn::PReLU<>>> model{generator};
    nn::Tensor<float, 2, 6> const x{-1, 0, 2, -0.0F, 4, -8, -inf, -1, 0, 2, inf, NaN};
    nn::Tensor<float, 2, 6> const y = model(x);
    CHECK(nn::Tensor<float, 6>{y[0], y[1], y[2], y[3], y[4], y[5]} == nn::Tensor<float, 6>{-0.25, 0, 2, 0, 4, -2});
    CHECK(std::signbit(y[3]));
    CHECK(y(1, 0) == -inf);
    CHECK(y(1, 4) == inf);
    CHECK(std::isnan(y(1, 5)));
    CHECK(model(nn::Tensor<float, 6>{-1, 0, 2, -0.0F, 4, -8}) == nn::Tensor<float, 6>{-0.25, 0, 2, 0, 4, -2});

    nn::Trainer trainer{model, nn::MSELoss{}, nn::SGD{}};
    nn::Tensor<float, 1, 6> dl_dx;
    trainer.forward(nn::Tensor<float, 1, 6>{-1, 0, 2, -0.0F, inf, -8});
    trainer.backward(nn::Tensor<float, 1, 6>{4, 4, 4, 4, 4, 1}, dl_dx);
    CHECK(dl_dx == nn::Tensor<float, 1, 6>{1, 1, 4, 1, 4, 0.25});
    CHECK(laws::gradients_of(trainer) == std::vector<float>{-12});
}

TEST_CASE("prelu: slopes of channels") {
    nn::Model<nn::Sequential<nn::Input<2, 3>, nn::PReLU<2>>> model;
    model.for_each_parameter([](auto, auto p) { p[0] = 2, p[1] = -1; });
    nn::Tensor<float, 2, 3> const x{-1, 2, -3, -4, -5, 6}, y{-2, 2, -6, 4, 5, 6};
    CHECK(model(x) == y);

    nn::Trainer trainer{model, nn::MSELoss{}, nn::SGD{}};
    nn::Tensor<float, 1, 2, 3> dl_dx;
    trainer.forward(nn::Tensor<float, 1, 2, 3>{-1, 2, -3, -4, -5, 6});
    trainer.backward(nn::Tensor<float, 1, 2, 3>{1, 1, 1, 1, 1, 1}, dl_dx);
    CHECK(dl_dx == nn::Tensor<float, 1, 2, 3>{2, 1, 2, -1, -1, 1});
    CHECK(laws::gradients_of(trainer) == std::vector<float>{-4, -9});
}

TEST_CASE("prelu: copies of a sample with infinity that fill a panel do not count") {
    nn::Generator generator{1};
    nn::Model<nn::PReLU<2>> model{generator};
    nn::Trainer trainer{model, nn::MSELoss{}, nn::SGD{}};
    trainer.forward(nn::Tensor<float, 1, 2>{-inf, -1});
    trainer.backward(nn::Tensor<float, 1, 2>{1, 1});
    CHECK(laws::gradients_of(trainer) == std::vector<float>{-inf, -1});
}

TEST_CASE("prelu: obeys the laws") {
    laws::all<nn::Sequential<nn::Linear<3, 17>, nn::PReLU<>, nn::ReLU, nn::Linear<17, 3>, nn::PReLU<3>>>();
    laws::all<nn::Sequential<nn::Input<3, 7>, nn::PReLU<3>, nn::Linear<7, 1>>>();
    laws::inference<nn::Sequential<nn::Input<99>, nn::PReLU<>>, double>();
    laws::inference<nn::Sequential<nn::Input<1>, nn::Residual<nn::PReLU<>>>>();
}

TEST_CASE("prelu: constant evaluation") {
    laws::constant_evaluation_equals_run_time<nn::Sequential<nn::Linear<2, 3>, nn::PReLU<3>, nn::Linear<3, 1>>>();
}
