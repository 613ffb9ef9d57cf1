#include <cmath>
#include <limits>
#include <type_traits>

#include "laws/all.hpp"

namespace nn = staticnn;

constexpr float inf = std::numeric_limits<float>::infinity(), NaN = std::numeric_limits<float>::quiet_NaN();

// The types and the values of a number: checked by compiling this file.
using Net = nn::Sequential<nn::Input<7>, nn::LeakyReLU<0.25>>;
static_assert(Net::output == nn::Shape{7});
static_assert(nn::Sequential<nn::Input<2, 3>, nn::LeakyReLU<>>::output == nn::Shape{2, 3});
static_assert(Net::parameter_count == 0);
static_assert(std::is_empty_v<nn::LeakyReLU<>> && std::is_same_v<nn::LeakyReLU<>, nn::LeakyReLU<0.01>>);

static_assert(nn::LeakyReLU<0.5>::value(3.0F) == 3 && nn::LeakyReLU<0.5>::value(-3.0) == -1.5);
static_assert(nn::LeakyReLU<0.5>::gradient(2.0, 4.0) == 4 && nn::LeakyReLU<0.5>::gradient(-2.0F, 4.0F) == 2);
static_assert(nn::LeakyReLU<0.5>::gradient(0.0, 4.0) == 2);

// The result tells the gradient unless the slope turns the sign: only then is it a step of its own.
template <double Slope>
using Fused = typename nn::Model<nn::Sequential<nn::Linear<2, 3>, nn::LeakyReLU<Slope>>>::Plan;
static_assert(Fused<0.01>::size == 1 && Fused<0.0>::size == 1 && Fused<2.0>::size == 1 && Fused<-0.5>::size == 2);

/// As PyTorch has it, forward and backward, for slopes that it fuses or not.
template <double Slope>
void known_values(nn::Tensor<float, 7> const& expected, nn::Tensor<float, 7> const& expected_gradient) {
    nn::Model<nn::Sequential<nn::Input<7>, nn::LeakyReLU<Slope>>> model;
    nn::Tensor<float, 1, 7> const x{-inf, -1, 0, 2, inf, NaN, -0.0F};
    nn::Trainer trainer{model, nn::MSELoss{}, nn::SGD{}};
    nn::Tensor<float, 1, 7> const y = trainer.forward(x);
    nn::Tensor<float, 1, 7> dl_dx;
    trainer.backward(nn::Tensor<float, 1, 7>{1, 1, 1, 1, 1, 1, 1}, dl_dx);
    nn::Tensor<float, 1, 7> const alone = model(x);
    auto const same = [](float a, float b) {
        return std::isnan(b) ? std::isnan(a) : a == b && std::signbit(a) == std::signbit(b);
    };
    for (std::size_t k = 0; k < 7; ++k) {
        CAPTURE(k);
        CHECK(same(y[k], expected[k]));
        CHECK(same(alone[k], expected[k]));
        CHECK(same(dl_dx[k], expected_gradient[k]));
    }
}

TEST_CASE("leaky_relu: known values; NaN and infinity as in PyTorch") {
    known_values<0.25>({-inf, -0.25, 0, 2, inf, NaN, -0.0F}, {0.25, 0.25, 0.25, 1, 1, 0.25, 0.25});
    known_values<0.0>({NaN, -0.0F, 0, 2, inf, NaN, -0.0F}, {0, 0, 0, 1, 1, 0, 0});
    known_values<-0.5>({inf, 0.5, -0.0F, 2, inf, NaN, 0}, {-0.5, -0.5, -0.5, 1, 1, -0.5, -0.5});
}

TEST_CASE("leaky_relu: obeys the laws, fused or not") {
    laws::all<nn::Sequential<nn::Linear<3, 17>, nn::LeakyReLU<>, nn::LeakyReLU<0.5>>>();
    laws::all<nn::Sequential<nn::Linear<3, 7>, nn::LeakyReLU<-0.5>, nn::Linear<7, 2>>>();
    laws::backward_is_the_derivative<nn::Sequential<nn::Input<7>, nn::LeakyReLU<0.1>, nn::Linear<7, 1>>>();
    laws::inference<nn::Sequential<nn::Input<99>, nn::LeakyReLU<>>, double>();
}

TEST_CASE("leaky_relu: constant evaluation") {
    laws::constant_evaluation_equals_run_time<nn::Sequential<nn::Linear<2, 3>, nn::LeakyReLU<>, nn::Linear<3, 1>>>();
    laws::constant_evaluation_equals_run_time<nn::Sequential<nn::Input<3>, nn::LeakyReLU<-0.5>>, double>();
}
