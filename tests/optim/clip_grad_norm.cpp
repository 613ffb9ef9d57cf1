#include <cmath>
#include <limits>
#include <vector>

#include "laws/padding_stays_zero.hpp"

namespace nn = staticnn;

using Net = nn::Sequential<nn::Linear<3, 17>, nn::ReLU, nn::Linear<17, 2>>;

// It says how far to clip and whom to clip for; any optimiser will do. Checked by compiling this file.
static_assert(nn::ClipGradNorm{.max_norm = 2, .optimizer = nn::SGD{.lr = 1}}.optimizer.lr == 1);
static_assert(nn::ClipGradNorm<nn::Adam>{}.max_norm == 1);
static_assert(nn::meta::NeedsWholeGradient<nn::ClipGradNorm<nn::Adam>> && !nn::meta::NeedsWholeGradient<nn::Adam>);
static_assert(sizeof(nn::ClipGradNorm<nn::Adam>::State<float, 16>) == sizeof(nn::Adam::State<float, 16>));

/// Leaves a gradient of 3 for the weight and 4 for the bias behind.
template <class Trainer>
void three_and_four(Trainer& trainer) {
    trainer.zero_grad();
    trainer.forward(nn::Tensor<double, 1, 1>{0.75});
    CHECK(trainer.backward(nn::Tensor<double, 1, 1>{4}).has_value());
}

TEST_CASE("clip_grad_norm: in pieces, the norm before is returned and the gradient scaled") {
    nn::Model<nn::Linear<1, 1>, double> model;
    nn::Trainer trainer{model, nn::MSELoss{}, nn::SGD{.lr = 1}};
    three_and_four(trainer);
    CHECK(trainer.clip_grad_norm(10) == 5);
    CHECK(laws::gradients_of(trainer) == std::vector<double>{3, 4});
    CHECK(trainer.clip_grad_norm(1) == 5);
    double const factor = 1 / (5 + 1e-6);
    CHECK(laws::gradients_of(trainer) == std::vector<double>{3 * factor, 4 * factor});
    trainer.update();
    CHECK(laws::parameters_of(model) == std::vector<double>{-3 * factor, -4 * factor});
    CHECK(trainer.clip_grad_norm(1) == doctest::Approx(5 * factor).epsilon(1e-15));
}

TEST_CASE("clip_grad_norm: around an optimiser, update clips too, and leaves the gradient as it was") {
    nn::Model<nn::Linear<1, 1>, double> model;
    nn::Trainer trainer{model, nn::MSELoss{}, nn::ClipGradNorm{.max_norm = 1, .optimizer = nn::SGD{.lr = 1}}};
    three_and_four(trainer);
    trainer.update();
    CHECK(laws::gradients_of(trainer) == std::vector<double>{3, 4});
    CHECK(laws::parameters_of(model)[0] == -3 / (5 + 1e-6));
}

TEST_CASE_TEMPLATE("clip_grad_norm: never reached, it is as without, bit for bit", T, float, double) {
    using Clipped = nn::ClipGradNorm<nn::Adam>;
    nn::Adam const adam{.lr = 0.01, .weight_decay = 0.1};
    laws::TrainedNetwork<Net, T, nn::Adam> plain{adam};
    laws::TrainedNetwork<Net, T, Clipped> clipped{Clipped{.max_norm = 1e6, .optimizer = adam}};
    for (std::size_t const samples : {1U, 7U, 33U, 99U}) {
        auto const x = laws::random<T>(samples * 3, 8), y = laws::random<T>(samples * 2, 9);
        CHECK(plain.step(x, y) == clipped.step(x, y));
        CHECK(laws::identical(plain.parameters(), clipped.parameters()));
    }
}

TEST_CASE("clip_grad_norm: infinity and NaN are PyTorch's") {
    constexpr float infinity = std::numeric_limits<float>::infinity();
    auto const clipped = [](float of_weight, float of_bias) {
        nn::Model<nn::Linear<1, 1>> model;
        nn::Trainer trainer{model, nn::MSELoss{}, nn::SGD{.lr = 1}};
        trainer.for_each_gradient([&, k = 0](auto, auto g) mutable { g[0] = k++ == 0 ? of_weight : of_bias; });
        trainer.clip_grad_norm(1);
        return laws::gradients_of(trainer);
    };
    CHECK(clipped(1e30F, 1) == std::vector<float>{0, 0});
    CHECK(std::isnan(clipped(infinity, 1)[0]));
    CHECK(clipped(infinity, 1)[1] == 0);
    CHECK(std::isnan(clipped(std::nanf(""), 1)[1]));
    CHECK(clipped(0, 0) == std::vector<float>{0, 0});
}

TEST_CASE("clip_grad_norm: a schedule reaches the learning rate inside") {
    nn::ClipGradNorm clip{.max_norm = 1, .optimizer = nn::AdamW{.lr = 0.5}};
    nn::Scheduler scheduler{clip, nn::StepLR{.step_size = 1, .gamma = 0.5}};
    scheduler.step();
    CHECK(clip.optimizer.lr == 0.25);
}

TEST_CASE("clip_grad_norm: padding stays zero") {
    laws::padding_stays_zero_with<Net, float>(nn::ClipGradNorm{.max_norm = 0.1, .optimizer = nn::Adam{}}, {});
    laws::padding_stays_zero_with<nn::Linear<1, 9>, double>(nn::ClipGradNorm{.max_norm = 1, .optimizer = nn::SGD{}},
                                                            {});
}

constexpr double three_steps(double max_norm) {
    nn::Model<nn::Linear<1, 3>, double> model;
    nn::Trainer trainer{model, nn::MSELoss{},
                        nn::ClipGradNorm{.max_norm = max_norm, .optimizer = nn::Adam{.lr = 0.1, .eps = 1}}};
    constexpr nn::Tensor<double, 2, 1> x{1, -2};
    constexpr nn::Tensor<double, 2, 3> y{1, 2, 3, 4, 5, 6};
    double sum = 0;
    for (int step = 0; step < 3; ++step) sum += trainer.step(x, y);
    return sum;
}

TEST_CASE("clip_grad_norm: constant evaluation is the run, bit for bit") {
    constexpr double constant = three_steps(0.5);
    double volatile max_norm = 0.5;
    CHECK(three_steps(max_norm) == constant);
}
