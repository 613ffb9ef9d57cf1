#include <doctest/doctest.h>

#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>

#include <staticnn/staticnn.hpp>

namespace nn = staticnn;

constexpr float inf = std::numeric_limits<float>::infinity(), NaN = std::numeric_limits<float>::quiet_NaN();

template <std::size_t... E>
using Classes = nn::Tensor<std::int32_t, E...>;

// It is a constant expression.
constexpr nn::Tensor<float, 4, 3> outputs{0, 2, 1, 5, 4, 3, -1, -2, 0, 7, 8, 9};  // largest: 1, 0, 2, 2
static_assert(nn::accuracy(outputs, Classes<4>{1, 0, 2, 2}) == 1);
static_assert(nn::accuracy(outputs, Classes<4>{1, 0, 0, 2}) == 0.75);
static_assert(nn::accuracy(outputs, Classes<4>{0, 1, 1, 0}) == 0);

TEST_CASE("accuracy: numbers that are no class are never met") {
    CHECK(nn::accuracy(outputs, Classes<4>{-100, 0, 3, 2}) == 0.5);
    CHECK(nn::accuracy(outputs, Classes<4>{std::numeric_limits<std::int32_t>::min(), -1, 1'000'000, 2}) == 0.25);
}

TEST_CASE("accuracy: of probabilities, or one-hot, the largest is the class") {
    nn::Tensor<float, 4, 3> const one_hot{0, 1, 0, 1, 0, 0, 0, 0, 1, 0, 1, 0};
    CHECK(nn::accuracy(outputs, one_hot) == 0.75);
    CHECK(nn::accuracy(outputs, outputs) == 1);
}

TEST_CASE("accuracy: one sample, one class, doubles") {
    CHECK(nn::accuracy(nn::Tensor<double, 3>{1, 3, 2}, Classes<1>{1}) == 1);
    CHECK(nn::accuracy(nn::Tensor<double, 3>{1, 3, 2}, Classes<1>{2}) == 0);
    CHECK(nn::accuracy(nn::Tensor<double, 3>{1, 3, 2}, nn::Tensor<double, 3>{0, 1, 0}) == 1);
    CHECK(nn::accuracy(nn::Tensor<float, 2, 1>{1, NaN}, Classes<2>{0, 0}) == 1);
}

TEST_CASE("accuracy: ties and NaN as in torch.argmax") {
    auto const finds = [](nn::Tensor<float, 4> const& y, std::int32_t t) {
        return nn::accuracy(y, Classes<1>{t}) == 1;
    };
    CHECK(finds({1, 3, 3, 2}, 1));
    CHECK(finds({0, -0.0F, 0, 0}, 0));
    CHECK(finds({-inf, -inf, -inf, -inf}, 0));
    CHECK(finds({1, inf, 3, inf}, 1));
    CHECK(finds({1, NaN, inf, 2}, 1));
    CHECK(finds({NaN, 1, NaN, 2}, 0));
    CHECK(finds({1, inf, NaN, NaN}, 2));
}

TEST_CASE("accuracy: classes are the first extent of an output") {
    // Two samples of two classes at three positions.
    nn::Tensor<float, 2, 2, 3> const y{1, 2, 3, 3, 2, 1, 0, 0, 5, 1, 1, 1};  // 1 0 0, 1 1 0
    CHECK(nn::accuracy(y, Classes<2, 3>{1, 0, 0, 1, 1, 0}) == 1);
    CHECK(nn::accuracy(y, Classes<2, 3>{1, 1, 0, 1, 0, -100}) == 0.5);
    CHECK(nn::accuracy(y, y) == 1);
    std::span<float const> const ys(y.values);
    Classes<2, 3> const t{1, 0, 1, 1, 1, 0};
    CHECK(nn::accuracy<nn::Shape{2, 3}>(ys, std::span(t.values)).value() == nn::accuracy(y, t));
}

TEST_CASE("accuracy: spans, and their errors") {
    nn::Tensor<float, 4, 3> y = outputs;
    Classes<4> t{1, 0, 0, 2};
    std::span<float> const ys(y.values);
    std::span<std::int32_t const> const ts(t.values);
    CHECK(nn::accuracy<3>(ys, ts).value() == 0.75);
    CHECK(nn::accuracy<3>(ys.first(6), ts.first(2)).value() == 1);
    CHECK(nn::accuracy<3>(std::span<float const>(ys), ys).value() == 1);
    CHECK(nn::accuracy<3>(ys.first(7), ts).error() == nn::Error{nn::What::not_whole_samples, "y", 3, 7});
    CHECK(nn::accuracy<3>(ys, ts.first(3)).error() == nn::Error{nn::What::wrong_size, "t", 4, 3});
    CHECK(nn::accuracy<3>(ys, ys.first(9)).error() == nn::Error{nn::What::wrong_size, "t", 12, 9});
    CHECK(nn::accuracy<3>(ys.first(0), ts.first(0)).error() == nn::Error{nn::What::too_few_samples, "y", 1, 0});
}

TEST_CASE("accuracy: of a network that has learnt") {
    nn::Generator generator{42};
    nn::Model<nn::Sequential<nn::Linear<1, 8>, nn::ReLU, nn::Linear<8, 3>>> model{generator};
    nn::Trainer trainer{model, nn::CrossEntropyLoss{}, nn::Adam{.lr = 0.05}};
    nn::Tensor<float, 99, 1> x;
    Classes<99> t;
    for (std::size_t s = 0; s < 99; ++s) x[s] = float(s) / 33 - 1.5F, t[s] = std::int32_t(s / 33);
    double const before = nn::accuracy(model(x), t);
    REQUIRE(nn::fit(trainer, x, t, {.epochs = 300, .batch_size = 33}).has_value());
    CHECK(before < 0.7);
    CHECK(nn::accuracy(model(x), t) > 0.95);
}
