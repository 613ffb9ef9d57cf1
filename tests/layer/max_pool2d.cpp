#include <cmath>
#include <limits>
#include <vector>

#include "laws/all.hpp"

namespace nn = staticnn;
using nn::Pair;
using nn::PoolOptions;

constexpr float inf = std::numeric_limits<float>::infinity(), NaN = std::numeric_limits<float>::quiet_NaN();

// The types: checked by compiling this file.
static_assert(nn::Sequential<nn::Input<3, 8, 9>, nn::MaxPool2d<2>>::output == nn::Shape{3, 4, 4});
static_assert(nn::Sequential<nn::Input<3, 8, 9>, nn::MaxPool2d<Pair{1, 3}>>::output == nn::Shape{3, 8, 3});
static_assert(nn::Sequential<nn::Input<3, 8, 9>, nn::MaxPool2d<3, PoolOptions{.stride = 2, .padding = 1}>>::output ==
              nn::Shape{3, 4, 5});
static_assert(nn::Sequential<nn::Input<3, 8, 9>, nn::MaxPool2d<2>>::parameter_count == 0);
static_assert(nn::MaxPool2d<3>::expects({2, 2, 9}) == nn::Shape{2, 3, 9});
static_assert(nn::MaxPool2d<3>::expects({784}) == nn::Shape{784, 3, 3});

using Row = nn::Sequential<nn::Input<1, 1, 5>, nn::MaxPool2d<Pair{1, 3}, PoolOptions{.stride = 1}>>;
using Half = nn::Sequential<nn::Input<1, 2, 4>, nn::MaxPool2d<2>>;

/// What a network makes of x, which is the same in a batch, in training, and alone.
template <class Net, class X>
auto pooled(X const& x) {
    constexpr std::size_t in = laws::inputs<Net>, out = laws::outputs<Net>;
    nn::Model<Net> model;
    auto const y = model(x);
    std::vector<float> batch(20 * in), of_batch(20 * out), of_training(20 * out);
    for (std::size_t k = 0; k < batch.size(); ++k) batch[k] = x[k % in];
    REQUIRE(model(batch, of_batch).has_value());
    nn::Trainer trainer{model, nn::MSELoss{}, nn::SGD{}};
    REQUIRE(trainer.forward(batch, of_training).has_value());
    CHECK(laws::identical(of_batch, of_training));
    for (std::size_t k = 0; k < of_batch.size(); ++k)
        CHECK((of_batch[k] == y[k % out] || (std::isnan(of_batch[k]) && std::isnan(y[k % out]))));
    return y;
}

/// The gradient of x, for dl_do of 1, 10, 100, ...
template <class Net, class X>
auto gradient(X const& x) {
    nn::Model<Net> model;
    nn::Trainer trainer{model, nn::MSELoss{}, nn::SGD{}};
    std::vector<float> out(laws::outputs<Net>), dl_do(out.size());
    X dl_dx;
    float power = 1;
    for (float& d : dl_do) d = power, power *= 10;
    REQUIRE(trainer.forward(std::span<float const>(x.data(), x.size()), out).has_value());
    REQUIRE(trainer.backward(dl_do, std::span<float>(dl_dx.data(), dl_dx.size())).has_value());
    return dl_dx;
}

TEST_CASE("max_pool2d: forward and backward, worked by hand") {
    nn::Tensor<float, 1, 2, 4> const x{1, 2, 8, 7, 4, 3, 5, 6};
    CHECK(pooled<Half>(x) == nn::Tensor<float, 1, 1, 2>{4, 8});
    CHECK(gradient<Half>(x) == nn::Tensor<float, 1, 2, 4>{0, 0, 10, 0, 1, 0, 0, 0});
}

TEST_CASE("max_pool2d: windows that overlap add up, and the first largest takes the gradient") {
    CHECK(gradient<Row>(nn::Tensor<float, 1, 1, 5>{0, 1, 3, 2, 1}) == nn::Tensor<float, 1, 1, 5>{0, 0, 111, 0, 0});
    CHECK(gradient<Row>(nn::Tensor<float, 1, 1, 5>{2, 2, 2, 2, 2}) == nn::Tensor<float, 1, 1, 5>{1, 10, 100, 0, 0});
    CHECK(gradient<Row>(nn::Tensor<float, 1, 1, 5>{0, -0.0F, 0, -1, 0}) ==
          nn::Tensor<float, 1, 1, 5>{1, 10, 100, 0, 0});
}

TEST_CASE("max_pool2d: NaN and infinity as in PyTorch") {
    nn::Tensor<float, 1, 1, 5> const x{NaN, 1, NaN, inf, 2};
    auto const y = pooled<Row>(x);
    CHECK(std::isnan(y[0]));
    CHECK(std::isnan(y[1]));
    CHECK(std::isnan(y[2]));
    CHECK(gradient<Row>(x) == nn::Tensor<float, 1, 1, 5>{0, 0, 111, 0, 0});  // the last NaN

    nn::Tensor<float, 1, 1, 5> const low{-inf, -inf, -inf, -5, inf};
    CHECK(pooled<Row>(low) == nn::Tensor<float, 1, 1, 3>{-inf, -5, inf});
    CHECK(gradient<Row>(low) == nn::Tensor<float, 1, 1, 5>{1, 0, 0, 10, 100});
}

TEST_CASE("max_pool2d: the padding is never taken") {
    using Net = nn::Sequential<nn::Input<1, 3, 3>, nn::MaxPool2d<3, PoolOptions{.stride = 2, .padding = 1}>>;
    nn::Tensor<float, 1, 3, 3> const x{-9, -8, -7, -6, -5, -4, -3, -2, -inf};
    CHECK(pooled<Net>(x) == nn::Tensor<float, 1, 2, 2>{-5, -4, -2, -2});
    CHECK(gradient<Net>(x) == nn::Tensor<float, 1, 3, 3>{0, 0, 0, 0, 1, 10, 0, 1100, 0});
}

TEST_CASE("max_pool2d: obeys the laws") {
    laws::all<nn::Sequential<nn::Input<2, 7, 9>, nn::MaxPool2d<3, PoolOptions{.stride = 2, .padding = 1}>, nn::ReLU>>();
    laws::inference<nn::Sequential<nn::Input<1, 33, 34>, nn::MaxPool2d<2>>, double>();
    laws::inference<nn::Sequential<nn::Input<3, 4, 99>, nn::MaxPool2d<Pair{2, 4}, PoolOptions{.stride = 3}>>>();
}

TEST_CASE("max_pool2d: constant evaluation") {
    using Net = nn::Sequential<nn::Input<1, 3, 3>, nn::MaxPool2d<2, PoolOptions{.stride = 1}>>;
    laws::constant_evaluation_equals_run_time<Net>();
    laws::constant_evaluation_equals_run_time<Net, double, nn::SGD>();
}
