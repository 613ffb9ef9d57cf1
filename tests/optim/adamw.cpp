#include <cmath>

#include "laws/padding_stays_zero.hpp"
#include "optim/update.hpp"

namespace nn = staticnn;

// PyTorch's defaults: checked by compiling this file.
static_assert(nn::AdamW{}.lr == 1e-3 && nn::AdamW{}.betas[0] == 0.9 && nn::AdamW{}.betas[1] == 0.999 &&
              nn::AdamW{}.eps == 1e-8 && nn::AdamW{}.weight_decay == 1e-2 && !nn::AdamW{}.amsgrad);

/// Sixteen parameters, of which the test looks at the first.
template <class Optimizer, class T = double>
struct One {
    T parameters[16]{4}, gradient[16]{0.5};
    typename Optimizer::template State<T, 16> state{};

    constexpr T step(Optimizer const& optimizer) {
        update(optimizer, parameters, gradient, state);
        return parameters[0];
    }
};

TEST_CASE("adamw: what decays is the parameter, not the gradient") {
    One<nn::AdamW> decaying;
    // p ← 4 - 0.1 · 0.25 · 4, and then the first step of Adam, by lr
    CHECK(decaying.step({.lr = 0.1, .weight_decay = 0.25}) == doctest::Approx(4 - 0.1 - 0.1).epsilon(1e-7));
    CHECK(decaying.state.mean[0] == doctest::Approx(0.1 * 0.5));

    One<nn::AdamW> without_gradient;
    without_gradient.gradient[0] = 0;
    CHECK(without_gradient.step({.lr = 0.1, .eps = 0, .weight_decay = 0.25}) == 4 - 0.1 * 0.25 * 4);
}

TEST_CASE_TEMPLATE("adamw: without decay it is Adam, bit for bit", T, float, double) {
    One<nn::AdamW, T> adamw;
    One<nn::Adam, T> adam;
    for (int k = 0; k < 9; ++k) {
        adamw.gradient[0] = adam.gradient[0] = T(k * 37 % 11 - 5) / T(3);
        CHECK(adamw.step({.lr = 0.1, .weight_decay = 0}) == adam.step({.lr = 0.1}));
        CHECK(adamw.step({.lr = 0.1, .weight_decay = 0, .amsgrad = true}) == adam.step({.lr = 0.1, .amsgrad = true}));
    }
}

TEST_CASE("adamw: moments that have decayed to almost nothing become zero; NaN passes, and does not spread") {
    One<nn::AdamW, float> one;
    one.gradient[0] = 1e-33F;
    one.gradient[1] = std::nanf("");
    one.gradient[2] = INFINITY;
    one.step({});
    one.gradient[0] = 0;
    for (int step = 0; step < 30; ++step) one.step({});
    CHECK(one.state.mean[0] == 0);
    CHECK(one.state.square[0] == 0);
    CHECK(std::isnan(one.parameters[1]));
    CHECK(std::isnan(one.parameters[2]));  // infinity / infinity, as PyTorch's
    CHECK(one.parameters[3] == 0);
}

TEST_CASE("adamw: padding stays zero, without eps too") {
    using Net = nn::Sequential<nn::Linear<3, 17>, nn::ReLU, nn::Linear<17, 2>>;
    laws::padding_stays_zero_with<Net, float>(nn::AdamW{.lr = 0.01, .weight_decay = 0.1}, {});
    laws::padding_stays_zero_with<Net, double>(nn::AdamW{.lr = 0.01, .eps = 0, .amsgrad = true}, {});
}

constexpr double twice(nn::AdamW const& adamw) {
    One<nn::AdamW> one;
    one.step(adamw);
    return one.step(adamw);
}
static_assert(twice({.lr = 0.1}) < 3.81 && twice({.lr = 0.1}) > 3.79);

TEST_CASE("adamw: constant evaluation is the run, bit for bit") {
    constexpr double constant = twice({.lr = 0.1, .weight_decay = 0.1, .amsgrad = true});
    double volatile lr = 0.1;
    CHECK(twice({.lr = lr, .weight_decay = 0.1, .amsgrad = true}) == constant);
}
