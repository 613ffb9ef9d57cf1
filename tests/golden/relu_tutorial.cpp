// The ReLU tutorial: x = 1 ... 99, y = x², Adam(lr = 0.1), the whole batch in every step.

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdint>
#include <limits>

#include <staticnn/staticnn.hpp>

#include "golden/compare.hpp"
#include "golden/data/relu_tutorial.hpp"

namespace nn = staticnn;

using ReluNet = nn::Sequential<nn::Linear<1, 8>, nn::ReLU, nn::Linear<8, 8>, nn::ReLU, nn::Linear<8, 1>>;
using LinearNet = nn::Sequential<nn::Linear<1, 8>, nn::Linear<8, 8>, nn::Linear<8, 1>>;

struct Tutorial {
    nn::Tensor<float, 99, 1> x, y;

    Tutorial() {
        for (int k = 0; k < 99; ++k) {
            x(k, 0) = float(k + 1);
            y(k, 0) = x(k, 0) * x(k, 0);
        }
    }
};

/// No straight line through the data has a smaller loss: (n² − 1)(n² − 4)/180 for n = 99.
constexpr double linear_floor = 533392.2;

template <class Net, class Expected>
void follows_pytorch() {
    Tutorial const tutorial;
    nn::Generator generator{Expected::seed};
    nn::Model<Net> model{generator};
    nn::Trainer trainer{model, nn::MSELoss{}, nn::Adam{.lr = 0.1}};

    CHECK(golden::identical(golden::parameters_of(model), Expected::initial));
    auto const is_at = [&](auto const& expected) {
        return golden::distance(golden::parameters_of(model), expected) < 1e-5;
    };
    for (int epoch = 0; epoch <= 100; ++epoch) {
        CAPTURE(epoch);
        if (epoch == 1) CHECK(is_at(Expected::after_1));
        if (epoch == 2) CHECK(is_at(Expected::after_2));
        if (epoch == 10) CHECK(is_at(Expected::after_10));
        if (epoch == 100) CHECK(is_at(Expected::after_100));
        float const loss = trainer.step(tutorial.x, tutorial.y);
        CHECK(golden::distance(double(loss), double(Expected::losses[epoch])) < 1e-5);
    }
}

TEST_CASE("relu tutorial: the first hundred epochs are PyTorch's") {
    SUBCASE("seed 0") { follows_pytorch<ReluNet, golden::relu_tutorial::relu_0>(); }
    SUBCASE("seed 1") { follows_pytorch<ReluNet, golden::relu_tutorial::relu_1>(); }
    SUBCASE("seed 42") { follows_pytorch<ReluNet, golden::relu_tutorial::relu_42>(); }
    SUBCASE("seed 42, without ReLU") { follows_pytorch<LinearNet, golden::relu_tutorial::linear_42>(); }
}

/// The lowest loss of the last 1,000 of 100,000 epochs.
template <class Net>
double lowest_loss_at_the_end(std::uint64_t seed) {
    Tutorial const tutorial;
    nn::Generator generator{seed};
    nn::Model<Net> model{generator};
    nn::Trainer trainer{model, nn::MSELoss{}, nn::Adam{.lr = 0.1}};

    double lowest = std::numeric_limits<double>::infinity();
    for (int epoch = 0; epoch < 100'000; ++epoch) {
        double const loss = double(trainer.step(tutorial.x, tutorial.y));
        if (epoch >= 99'000) lowest = std::min(lowest, loss);
    }
    return lowest;
}

TEST_CASE("relu tutorial: 100,000 epochs end where PyTorch's do") {
    CHECK(lowest_loss_at_the_end<ReluNet>(42) < 0.01 * linear_floor);
    CHECK(golden::relu_tutorial::relu_42::loss_after_100000 < 0.01 * linear_floor);

    CHECK(golden::distance(lowest_loss_at_the_end<LinearNet>(42), linear_floor) < 1e-4);
    CHECK(golden::distance(golden::relu_tutorial::linear_42::loss_after_100000, linear_floor) < 1e-4);
}
