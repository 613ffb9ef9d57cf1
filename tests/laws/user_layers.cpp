// A user's own layers obey the laws as the library's do.

#include "laws/user_layers.hpp"

#include "laws/all.hpp"

namespace nn = staticnn;

using Cubes = nn::Sequential<nn::Linear<3, 7>, user::Cube, nn::Linear<7, 2>>;
using Scales = nn::Sequential<user::Scale<3>, nn::ReLU, nn::Linear<3, 2>, user::Scale<2>>;

static_assert(nn::Model<Scales>::parameter_count == 3 + 3 * 2 + 2 + 2);

TEST_CASE("user: Cube") {
    laws::backward_is_the_derivative<Cubes>();
    laws::constant_evaluation_equals_run_time<nn::Sequential<nn::Input<2>, user::Cube>, double>();
}

TEST_CASE("user: Scale") {
    laws::all<Scales>();
    laws::constant_evaluation_equals_run_time<user::Scale<2>>();
}

TEST_CASE("user: Log, whose lanes past the last sample must not reach a gradient") {
    using Log = nn::Sequential<nn::Input<5>, user::Log, nn::Linear<5, 3>>;
    laws::backward_is_the_derivative<Log>({.from = 0.5, .to = 2});
    laws::inference<Log>({.from = 0.5, .to = 2});
    laws::gradients_are_finite<Log>({.from = 0.5, .to = 2});
    laws::gradients_are_finite<nn::Sequential<nn::Input<4>, nn::Residual<user::Log>, user::Cube>>(
        {.from = 0.1, .to = 2});
}

TEST_CASE("user: Log of a negative number is its own sample's affair") {
    nn::Model<nn::Sequential<nn::Input<1>, user::Log>> const model;
    nn::Tensor<float, 3, 1> const x{1, -1, 0};
    auto const y = model(x);
    CHECK(y[0] == 0);
    CHECK(std::isnan(y[1]));
    CHECK(y[2] == -std::numeric_limits<float>::infinity());
}
