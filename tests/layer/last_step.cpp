#include "laws/all.hpp"

namespace nn = staticnn;

using Net = nn::Sequential<nn::Input<3, 2>, nn::LastStep>;
static_assert(Net::output == nn::Shape{2});
static_assert(Net::parameter_count == 0);

TEST_CASE("last_step: the last of the steps, and the gradient to it alone") {
    nn::Model<Net> model;
    CHECK(model(nn::Tensor<float, 3, 2>{1, 2, 3, 4, 5, 6}) == nn::Tensor<float, 2>{5, 6});

    nn::Trainer trainer{model, nn::MSELoss{}, nn::SGD{}};
    nn::Tensor<float, 2, 3, 2> x, dl_dx;
    for (std::size_t k = 0; k < x.size(); ++k) x[k] = float(k);
    CHECK(trainer.forward(x) == nn::Tensor<float, 2, 2>{4, 5, 10, 11});
    REQUIRE(trainer.backward(nn::Tensor<float, 2, 2>{1, 2, 3, 4}, dl_dx).has_value());
    CHECK(dl_dx == nn::Tensor<float, 2, 3, 2>{0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 3, 4});
}

TEST_CASE("last_step: obeys the laws") {
    laws::all<nn::Sequential<nn::Input<1, 7>, nn::LastStep, nn::Linear<7, 1>>>();
    laws::inference<nn::Sequential<nn::Input<5, 17>, nn::LastStep>>();
    laws::backward_is_the_derivative<nn::Sequential<nn::Input<5, 3>, nn::Tanh, nn::LastStep>>();
}

TEST_CASE("last_step: constant evaluation") {
    laws::constant_evaluation_equals_run_time<nn::Sequential<nn::Input<2, 3>, nn::LastStep, nn::Linear<3, 1>>>();
}
