#include "laws/all.hpp"

namespace nn = staticnn;

// It states the sample's shape, and leaves no trace in the plan.
static_assert(nn::Sequential<nn::Input<4>, nn::LazyLinear<2>>::input == nn::Shape{4});
static_assert(nn::Sequential<nn::Input<3, 28, 28>, nn::ReLU>::input == nn::Shape{3, 28, 28});
static_assert(nn::Sequential<nn::Input<3, 28, 28>, nn::ReLU>::output == nn::Shape{3, 28, 28});
static_assert(nn::Sequential<nn::Input<1, 2, 3, 4>>::output == nn::Shape{1, 2, 3, 4});
static_assert(nn::Sequential<nn::Linear<2, 4>, nn::Input<4>, nn::Linear<4, 1>>::parameter_count == 12 + 5);
static_assert(nn::Model<nn::Sequential<nn::Input<4>, nn::Linear<4, 2>>>::Plan::size == 1);
static_assert(nn::Input<2, 3>::expects(nn::Shape{9}) == nn::Shape{2, 3});

TEST_CASE("input: a sample of several extents") {
    nn::Model<nn::Sequential<nn::Input<2, 3>, nn::ReLU>> const model;
    CHECK(model(nn::Tensor<float, 2, 3>{-1, 2, -3, 4, -5, 6}) == nn::Tensor<float, 2, 3>{0, 2, 0, 4, 0, 6});
    CHECK(model(nn::Tensor<float, 2, 2, 3>{-1, 2, -3, 4, -5, 6, 7, 8, 9, -1, -2, -3}) ==
          nn::Tensor<float, 2, 2, 3>{0, 2, 0, 4, 0, 6, 7, 8, 9, 0, 0, 0});
}

TEST_CASE("input: alone, it is a network that does nothing") {
    nn::Model<nn::Sequential<nn::Input<3>>> model;
    nn::Tensor<float, 2, 3> const x{1, -2, 3, -4, 5, -6};
    CHECK(model(x) == x);
    CHECK(model(nn::Tensor<float, 3>{7, 8, 9}) == nn::Tensor<float, 3>{7, 8, 9});

    nn::Trainer trainer{model, nn::MSELoss{}, nn::Adam{}};
    CHECK(trainer.step(x, nn::Tensor<float, 2, 3>{}) == doctest::Approx(91.0 / 6));
}

TEST_CASE("input: obeys the laws") {
    laws::all<nn::Sequential<nn::Input<7>, nn::LazyLinear<3>>>();
    laws::inference<nn::Sequential<nn::Input<3, 5>, nn::ReLU>>();
    laws::backward_is_the_derivative<nn::Sequential<nn::Input<2, 3>, nn::ReLU>>();
}
