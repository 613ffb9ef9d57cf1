#include <algorithm>
#include <cmath>
#include <limits>
#include <type_traits>

#include "laws/numbers.hpp"

namespace nn = staticnn;

// The types, and the values of a few numbers: checked by compiling this file.
static_assert(nn::MSELoss{}.reduction == nn::Reduction::mean);
static_assert(std::is_same_v<nn::MSELoss::target_type<double>, double>);
static_assert(nn::MSELoss::target(nn::Shape{2, 3}) == nn::Shape{2, 3});
static_assert(std::is_same_v<decltype(nn::MSELoss{}(nn::Tensor<float, 2, 3>{}, nn::Tensor<float, 2, 3>{})),
                             nn::LossAndGradient<nn::Tensor<float, 2, 3>>>);
static_assert(nn::MSELoss::value(5.0, 3.0) == 4 && nn::MSELoss::gradient(5.0, 3.0) == 4);

constexpr nn::Tensor<float, 2, 2> out_by_hand{1, 2, 3, 4}, target_by_hand{0, 2, 5, 1};
static_assert(nn::MSELoss{}(out_by_hand, target_by_hand).loss == 14.0F / 4);
static_assert(nn::MSELoss{}(out_by_hand, target_by_hand).gradient == nn::Tensor<float, 2, 2>{0.5, 0, -1, 1.5});

TEST_CASE("mse_loss: the mean, worked by hand") {
    auto const [loss, gradient] = nn::MSELoss{}(out_by_hand, target_by_hand);
    CHECK(loss == 14.0F / 4);
    CHECK(gradient == nn::Tensor<float, 2, 2>{2.0F / 4, 0, -4.0F / 4, 6.0F / 4});
}

TEST_CASE("mse_loss: the sum, worked by hand") {
    auto const [loss, gradient] = nn::MSELoss{.reduction = nn::Reduction::sum}(out_by_hand, target_by_hand);
    CHECK(loss == 14);
    CHECK(gradient == nn::Tensor<float, 2, 2>{2, 0, -4, 6});
}

TEST_CASE("mse_loss: what a step returns, and its gradient, is the loss of the forward pass") {
    for (nn::Reduction const reduction : {nn::Reduction::mean, nn::Reduction::sum}) {
        auto model = laws::random_model<nn::Linear<3, 2>, double>();
        nn::MSELoss const criterion{reduction};
        nn::Trainer trainer{model, criterion, nn::SGD{.lr = 0}};
        nn::Tensor<double, 37, 3> x;
        nn::Tensor<double, 37, 2> target;
        std::ranges::copy(laws::random<double>(x.size(), 1), x.begin());
        std::ranges::copy(laws::random<double>(target.size(), 2), target.begin());

        auto const [loss, dl_do] = criterion(trainer.forward(x), target);
        trainer.backward(dl_do);
        auto const in_pieces = laws::gradients_of(trainer);
        CHECK(laws::close(trainer.step(x, target), loss));
        CHECK(laws::close(laws::gradients_of(trainer), in_pieces));
    }
}

TEST_CASE("mse_loss: the gradient is the derivative") {
    nn::Tensor<double, 3, 2> out{1, -2, 3, 0.5, 0, 7};
    nn::Tensor<double, 3, 2> const target{0, 2, 1, -1, 0, 6};
    auto const gradient = nn::MSELoss{}(out, target).gradient;
    constexpr double h = 1e-5;
    for (std::size_t k = 0; k < out.size(); ++k) {
        auto above = out, below = out;
        above[k] += h, below[k] -= h;
        double const slope = (nn::MSELoss{}(above, target).loss - nn::MSELoss{}(below, target).loss) / (2 * h);
        CHECK(slope == doctest::Approx(gradient[k]).epsilon(1e-8));
    }
}

TEST_CASE("mse_loss: NaN and infinity pass") {
    constexpr float inf = std::numeric_limits<float>::infinity();
    auto const infinite = nn::MSELoss{}(nn::Tensor<float, 1, 2>{inf, 1}, nn::Tensor<float, 1, 2>{0, 0});
    CHECK(infinite.loss == inf);
    CHECK(infinite.gradient == nn::Tensor<float, 1, 2>{inf, 1});

    auto const nan = nn::MSELoss{}(nn::Tensor<float, 1, 2>{inf, 1}, nn::Tensor<float, 1, 2>{inf, 0});
    CHECK(std::isnan(nan.loss));
    CHECK(std::isnan(nan.gradient[0]));
    CHECK(nan.gradient[1] == 1);
}

template <class T>
constexpr nn::LossAndGradient<nn::Tensor<T, 7, 3>> evaluated(unsigned seed) {
    nn::Tensor<T, 7, 3> out, target;
    for (unsigned k = 0; k < 21; ++k) out[k] = T((seed + k * 7919) % 1000) / 997, target[k] = T(k * k % 19) / 17;
    return nn::MSELoss{}(out, target);
}

TEST_CASE_TEMPLATE("mse_loss: constant evaluation is the run, bit for bit", T, float, double) {
    constexpr auto constant = evaluated<T>(5);
    unsigned volatile seed = 5;
    auto const run = evaluated<T>(seed);
    CHECK(laws::identical(nn::Tensor<T, 1>{run.loss}, nn::Tensor<T, 1>{constant.loss}));
    CHECK(laws::identical(run.gradient, constant.gradient));
}
