#include <cmath>
#include <vector>

#include "laws/padding_stays_zero.hpp"
#include "optim/update.hpp"

namespace nn = staticnn;

// PyTorch's defaults: checked by compiling this file.
static_assert(nn::Adam{}.lr == 1e-3 && nn::Adam{}.betas[0] == 0.9 && nn::Adam{}.betas[1] == 0.999 &&
              nn::Adam{}.eps == 1e-8 && nn::Adam{}.weight_decay == 0 && !nn::Adam{}.amsgrad);

/// Sixteen parameters, of which the test looks at the first.
template <class T = double>
struct One {
    T parameters[16]{4}, gradient[16]{0.5};
    nn::Adam::State<T, 16> state{};

    constexpr T step(nn::Adam const& adam) {
        update(adam, parameters, gradient, state);
        return parameters[0];
    }
};

TEST_CASE("adam: the first step goes by lr, whatever the gradient") {
    for (double const gradient : {1e-3, 0.5, -7.0, 1e6}) {
        CAPTURE(gradient);
        One one;
        one.gradient[0] = gradient;
        double const moved = one.step({.lr = 0.1}) - 4;
        CHECK(moved == doctest::Approx(gradient > 0 ? -0.1 : 0.1).epsilon(1e-4));
        CHECK(one.state.mean[0] == doctest::Approx(0.1 * gradient));
        CHECK(one.state.square[0] == doctest::Approx(0.001 * gradient * gradient));
    }
}

TEST_CASE("adam: two steps, worked by hand") {
    nn::Adam const adam{.lr = 0.1, .betas = {0.5, 0.75}, .eps = 0.125};
    One one;
    // m = 0.25, m̂ = 0.5; v = 0.0625, v̂ = 0.25
    CHECK(one.step(adam) == doctest::Approx(4 - 0.1 * 0.5 / (0.5 + 0.125)).epsilon(1e-14));
    one.gradient[0] = -1;
    // m = 0.125 - 0.5 = -0.375, m̂ = -0.375 / 0.75; v = 0.75 · 0.0625 + 0.25 = 0.296875, v̂ = v / 0.4375
    double const before = one.parameters[0];
    CHECK(one.step(adam) ==
          doctest::Approx(before + 0.1 * 0.5 / (std::sqrt(0.296875 / 0.4375) + 0.125)).epsilon(1e-14));
}

TEST_CASE("adam: weight decay is part of the gradient") {
    One decaying, plain;
    decaying.step({.weight_decay = 0.25});
    CHECK(decaying.state.mean[0] == doctest::Approx(0.1 * (0.5 + 0.25 * 4)));
    plain.step({});
    CHECK(plain.state.mean[0] == doctest::Approx(0.1 * 0.5));
}

TEST_CASE("adam: amsgrad divides by the largest second moment so far") {
    nn::Adam const adam{.lr = 0.1, .betas = {0.0, 0.5}, .eps = 0, .amsgrad = true};
    One one;
    one.step(adam);  // v = 0.125, v̂ = 0.25
    one.gradient[0] = 0.25;
    double const before = one.parameters[0];  // v = 0.0625 + 0.03125 is smaller: 0.125 stays
    CHECK(one.step(adam) == doctest::Approx(before - 0.1 * 0.25 / std::sqrt(0.125 / 0.75)).epsilon(1e-14));
    CHECK(one.state.largest_square[0] == 0.125);
}

TEST_CASE("adam: moments that have decayed to almost nothing become zero, so that they are never denormal") {
    One<float> one;
    one.gradient[0] = 1e-33F;
    one.step({});
    CHECK(one.state.mean[0] == doctest::Approx(1e-34F));
    CHECK(one.state.square[0] == 0);  // 1e-69, which float has not
    one.gradient[0] = 0;
    for (int step = 0; step < 30; ++step) one.step({});
    CHECK(one.state.mean[0] == 0);

    One<float> below, above;
    below.gradient[0] = 9e-17F, above.gradient[0] = 2e-16F;
    below.step({}), above.step({});
    CHECK(below.state.square[0] == 0);  // 8.1e-36
    CHECK(above.state.square[0] > 1e-35F);

    One<double> tiny;
    tiny.gradient[0] = -1e-300;
    tiny.step({});
    CHECK(tiny.state.mean[0] == 0);
}

TEST_CASE("adam: NaN passes, and does not become zero") {
    One<float> one;
    one.gradient[0] = std::nanf("");
    CHECK(std::isnan(one.step({})));
    CHECK(std::isnan(one.state.mean[0]));
    CHECK(!std::isnan(one.parameters[1]));
}

TEST_CASE("adam: its options may change from step to step") {
    nn::Model<nn::Linear<1, 1>, double> model;
    nn::Trainer trainer{model, nn::MSELoss{}, nn::Adam{.lr = 0.5}};
    nn::Tensor<double, 1, 1> const x{1}, y{100};
    trainer.step(x, y);
    CHECK(laws::parameters_of(model)[0] == doctest::Approx(0.5));
    trainer.optimizer().lr = 0;
    trainer.step(x, y);
    CHECK(laws::parameters_of(model)[0] == doctest::Approx(0.5));
}

TEST_CASE("adam: padding stays zero, without eps too") {
    using Net = nn::Sequential<nn::Linear<3, 17>, nn::ReLU, nn::Linear<17, 2>>;
    laws::padding_stays_zero<Net>();
    laws::padding_stays_zero_with<Net, float>(nn::Adam{.lr = 0.01, .eps = 0}, {});
}

constexpr double twice(nn::Adam const& adam) {
    One one;
    one.step(adam);
    return one.step(adam);
}
static_assert(twice({.lr = 0.1}) < 3.81 && twice({.lr = 0.1}) > 3.79);

TEST_CASE("adam: constant evaluation is the run, bit for bit") {
    constexpr double constant = twice({.lr = 0.1, .weight_decay = 0.1, .amsgrad = true});
    double volatile lr = 0.1;
    CHECK(twice({.lr = lr, .weight_decay = 0.1, .amsgrad = true}) == constant);
}

TEST_CASE("adam: a gradient next to nothing moves nothing, however small eps is") {
    for (double const eps : {0.0, 1e-30, 1e-8}) {
        nn::Model<nn::Linear<1, 1, false>> model;
        model.for_each_parameter([](auto, auto p) { p[0] = 1; });
        nn::Trainer trainer{model, nn::MSELoss{}, nn::Adam{.lr = 0.1, .eps = eps}};
        trainer.forward(nn::Tensor<float, 1, 1>{1});
        trainer.backward(nn::Tensor<float, 1, 1>{1e-17F});
        trainer.update();
        CHECK(laws::parameters_of(model)[0] == 1);
    }
}
