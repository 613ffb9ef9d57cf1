#include <vector>

#include "laws/padding_stays_zero.hpp"
#include "optim/update.hpp"

namespace nn = staticnn;

// PyTorch's defaults, and what it keeps: checked by compiling this file.
static_assert(nn::SGD{}.lr == 1e-3 && nn::SGD{}.momentum == 0 && nn::SGD{}.dampening == 0 && !nn::SGD{}.nesterov &&
              nn::SGD{}.weight_decay == 0);
static_assert(sizeof(nn::SGD::State<float, 16>) == 2 * 64);

/// Sixteen parameters, of which the test looks at the first.
template <class T = double>
struct One {
    T parameters[16]{4}, gradient[16]{0.5};
    nn::SGD::State<T, 16> state{};

    constexpr T step(nn::SGD const& sgd) {
        update(sgd, parameters, gradient, state);
        return parameters[0];
    }
};

TEST_CASE("sgd: the first two steps, worked by hand") {
    One plain;
    CHECK(plain.step({.lr = 0.5}) == 4 - 0.25);
    CHECK(plain.step({.lr = 0.5}) == 4 - 0.5);

    One decaying;  // g = 0.5 + 0.25 · 4 = 1.5
    CHECK(decaying.step({.lr = 0.5, .weight_decay = 0.25}) == 4 - 0.75);

    One heavy;  // b = 0.5, then 0.5 · 0.5 + 0.5 = 0.75
    CHECK(heavy.step({.lr = 1, .momentum = 0.5}) == 3.5);
    CHECK(heavy.step({.lr = 1, .momentum = 0.5}) == 2.75);

    One dampened;  // b = 0.5 in the first step, then 0.5 · 0.5 + 0.75 · 0.5 = 0.625
    CHECK(dampened.step({.lr = 1, .momentum = 0.5, .dampening = 0.25}) == 3.5);
    CHECK(dampened.step({.lr = 1, .momentum = 0.5, .dampening = 0.25}) == 2.875);

    One nesterov;  // g + 0.5 b = 0.5 + 0.25, then 0.5 + 0.5 · 0.75
    CHECK(nesterov.step({.lr = 1, .momentum = 0.5, .nesterov = true}) == 3.25);
    CHECK(nesterov.step({.lr = 1, .momentum = 0.5, .nesterov = true}) == 2.375);
}

TEST_CASE("sgd: what has decayed to almost nothing becomes zero, so that it is never denormal") {
    One<float> fading;
    fading.gradient[0] = 1e-34F;
    fading.step({.lr = 1, .momentum = 0.5});
    CHECK(fading.state.velocity[0] == 1e-34F);
    fading.gradient[0] = 0;
    fading.step({.lr = 1, .momentum = 0.05});  // 5e-36
    CHECK(fading.state.velocity[0] == 0);

    One<double> negative;
    negative.gradient[0] = -1e-301;
    negative.step({.lr = 1, .momentum = 0.5});
    CHECK(negative.state.velocity[0] == 0);
}

TEST_CASE("sgd: its options may change from step to step") {
    nn::Model<nn::Linear<1, 1>, double> model;
    nn::Trainer trainer{model, nn::MSELoss{}, nn::SGD{.lr = 0.5}};
    nn::Tensor<double, 1, 1> const x{1}, y{1};
    auto const parameters = [&] { return laws::parameters_of(model); };

    trainer.step(x, y);  // both gradients are 2 (0 - 1)
    CHECK(parameters() == std::vector<double>{1, 1});
    trainer.optimizer().lr = 0.25;
    trainer.step(x, y);  // and now 2 (2 - 1)
    CHECK(parameters() == std::vector<double>{0.5, 0.5});
}

TEST_CASE("sgd: padding stays zero") {
    laws::padding_stays_zero<nn::Sequential<nn::Linear<3, 17>, nn::ReLU, nn::Linear<17, 2>>>();
    laws::padding_stays_zero<nn::Linear<1, 9, false>, double>();
}

constexpr double twice(nn::SGD const& sgd) {
    One one;
    one.step(sgd);
    return one.step(sgd);
}
static_assert(twice({.lr = 1, .momentum = 0.5}) == 2.75);
