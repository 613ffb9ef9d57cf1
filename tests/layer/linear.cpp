#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "laws/all.hpp"

namespace nn = staticnn;

// The types: checked by compiling this file.
static_assert(nn::Model<nn::Linear<2, 4>>::parameter_count == 4 * 2 + 4);
static_assert(nn::Model<nn::Linear<2, 4, false>>::parameter_count == 4 * 2);
static_assert(nn::Sequential<nn::Linear<784, 128>, nn::LazyLinear<10>>::parameter_count == 128 * 785 + 10 * 129);
static_assert(nn::Sequential<nn::Linear<3, 5>>::input == nn::Shape{3});
static_assert(nn::Sequential<nn::Linear<3, 5>>::output == nn::Shape{5});
static_assert(nn::Sequential<nn::Input<3>, nn::LazyLinear<5>>::input == nn::Shape{3});
static_assert(nn::Sequential<nn::Input<3>, nn::LazyLinear<5, false>>::parameter_count == 15);

/// Of any rank, it acts on the last extent.
static_assert(nn::Sequential<nn::Input<2, 3>, nn::Linear<3, 5>>::output == nn::Shape{2, 5});
static_assert(nn::Sequential<nn::Input<4, 2, 3>, nn::LazyLinear<5>>::output == nn::Shape{4, 2, 5});
static_assert(nn::Sequential<nn::Input<4, 2, 3>, nn::LazyLinear<5>>::parameter_count == 20);

/// In memory [in][out], rows padded so that they are read in whole registers; the bias is one more row.
template <class Layer>
using Placed = typename Layer::template At<nn::Shape{3}>;
static_assert(Placed<nn::Linear<3, 1>>::storage == 4 * 1);
static_assert(Placed<nn::Linear<3, 3>>::storage == 4 * 4);
static_assert(Placed<nn::Linear<3, 5, false>>::storage == 3 * 8);
static_assert(Placed<nn::Linear<3, 9>>::storage == 4 * 16);
static_assert(Placed<nn::Linear<3, 17>>::storage == 4 * 24 + 8);
static_assert(Placed<nn::LazyLinear<17>>::storage == Placed<nn::Linear<3, 17>>::storage);

/// weight = {{1, 2, 3}, {4, 5, 6}}, bias = {10, 20}
template <class Net>
nn::Model<Net> counting(std::string_view bias = "bias") {
    nn::Model<Net> model;
    float number = 0;
    model.for_each_parameter([&](std::string_view name, auto p) {
        for (std::size_t k = 0; k < p.size(); ++k) p[k] = name == bias ? 10 * float(k + 1) : ++number;
    });
    return model;
}

TEST_CASE("linear: forward, worked by hand") {
    auto const model = counting<nn::Linear<3, 2>>();
    auto const y = model(nn::Tensor<float, 2, 3>{1, 0, -1, 2, 1, 0});
    CHECK(y == nn::Tensor<float, 2, 2>{10 + 1 - 3, 20 + 4 - 6, 10 + 2 + 2, 20 + 8 + 5});
    CHECK(model(nn::Tensor<float, 3>{1, 0, -1}) == nn::Tensor<float, 2>{8, 18});

    auto const without_bias = counting<nn::Linear<3, 2, false>>();
    CHECK(without_bias(nn::Tensor<float, 3>{1, 0, -1}) == nn::Tensor<float, 2>{-2, -2});
}

TEST_CASE("linear: backward, worked by hand") {
    auto model = counting<nn::Linear<3, 2>>();
    nn::Trainer trainer{model, nn::MSELoss{}, nn::SGD{}};
    nn::Tensor<float, 2, 3> const x{1, 0, -1, 2, 1, 0};
    nn::Tensor<float, 2, 3> dl_dx;
    trainer.forward(x);
    trainer.backward(nn::Tensor<float, 2, 2>{1, 0, 0, 2}, dl_dx);

    CHECK(dl_dx == nn::Tensor<float, 2, 3>{1, 2, 3, 8, 10, 12});                        // dy W
    CHECK(laws::gradients_of(trainer) == std::vector<float>{1, 0, -1, 4, 2, 0, 1, 2});  // dyᵀ x, Σ dy
}

TEST_CASE("linear: each row of a sample by itself") {
    auto const of_vectors = counting<nn::Linear<3, 2>>();
    auto const of_rows = counting<nn::Sequential<nn::Input<2, 2, 3>, nn::Linear<3, 2>>>("1.bias");
    auto const x = laws::random<float>(5 * 4 * 3, 3);
    CHECK(laws::close(laws::infer(of_rows, std::span<float const>(x)),
                      laws::infer(of_vectors, std::span<float const>(x))));
}

TEST_CASE("linear: backward of rows, worked by hand") {
    auto model = counting<nn::Sequential<nn::Input<2, 3>, nn::Linear<3, 2>>>("1.bias");
    nn::Trainer trainer{model, nn::MSELoss{}, nn::SGD{}};
    nn::Tensor<float, 1, 2, 3> const x{1, 0, -1, 2, 1, 0};
    nn::Tensor<float, 1, 2, 3> dl_dx;
    trainer.forward(x);
    trainer.backward(nn::Tensor<float, 1, 2, 2>{1, 0, 0, 2}, dl_dx);
    CHECK(dl_dx == nn::Tensor<float, 1, 2, 3>{1, 2, 3, 8, 10, 12});
    CHECK(laws::gradients_of(trainer) == std::vector<float>{1, 0, -1, 4, 2, 0, 1, 2});
}

TEST_CASE("linear: initial parameters lie within 1/√In") {
    nn::Generator generator{3};
    nn::Model<nn::Linear<16, 99>> model{generator};
    float largest = 0;
    for (float const p : laws::parameters_of(model)) largest = std::max(largest, std::abs(p));
    CHECK(largest <= 0.25F);
    CHECK(largest > 0.24F);
}

/// |ŷ − y| ≤ γ (|x||W|ᵀ + |b|), γ = nu / (1 − nu), n = In + 1: the doc comment's bound, against sums in double.
template <std::size_t In, std::size_t Out>
void is_within_its_bound() {
    CAPTURE(In);
    CAPTURE(Out);
    constexpr std::size_t samples = laws::lanes<float> + 1;
    auto const model = laws::random_model<nn::Linear<In, Out>, float>();
    auto const p = laws::parameters_of(model), x = laws::random<float>(samples * In, 1);
    auto const batch = laws::infer(model, std::span<float const>(x));
    double const nu = double(In + 1) * std::numeric_limits<float>::epsilon() / 2, gamma = nu / (1 - nu);

    double largest = 0;  // of error / bound
    for (std::size_t s = 0; s < samples; ++s) {
        auto const single = laws::infer(model, std::span<float const>(x).subspan(s * In, In));
        for (std::size_t o = 0; o < Out; ++o) {
            double exact = p[Out * In + o], size = std::abs(exact);
            for (std::size_t i = 0; i < In; ++i) {
                double const product = double(p[o * In + i]) * x[s * In + i];
                exact += product, size += std::abs(product);
            }
            largest = std::max({largest, std::abs(batch[s * Out + o] - exact) / (gamma * size),
                                std::abs(single[o] - exact) / (gamma * size)});
        }
    }
    CHECK(largest <= 1);
    CHECK((largest > 0 || In * Out == 1));  // the comparison can fail: something was rounded
}

TEST_CASE("linear: forward within the stated error bound") {
    is_within_its_bound<1, 1>();
    is_within_its_bound<99, 1>();
    is_within_its_bound<99, 17>();
    is_within_its_bound<17, 99>();
}

TEST_CASE("linear: NaN and infinity spread as the sums say") {
    constexpr float inf = std::numeric_limits<float>::infinity(), nan = std::numeric_limits<float>::quiet_NaN();
    auto const model = counting<nn::Linear<3, 2>>();
    auto const y = model(nn::Tensor<float, 4, 3>{inf, 0, 0, -inf, 1, 1, inf, -inf, 0, nan, 0, 0});
    CHECK(y(0, 0) == inf);
    CHECK(y(1, 1) == -inf);
    CHECK(std::isnan(y(2, 0)));
    CHECK(std::isnan(y(3, 1)));
}

TEST_CASE("linear: an infinite input has an infinite gradient, not NaN, also in a short panel") {
    constexpr float inf = std::numeric_limits<float>::infinity();
    auto model = counting<nn::Linear<1, 1>>();
    nn::Trainer trainer{model, nn::MSELoss{}, nn::SGD{}};
    trainer.forward(nn::Tensor<float, 2, 1>{1, inf});
    trainer.backward(nn::Tensor<float, 2, 1>{1, 1});
    CHECK(laws::gradients_of(trainer) == std::vector<float>{inf, 2});
}

TEST_CASE("linear: the same of rows") {
    constexpr float inf = std::numeric_limits<float>::infinity();
    auto model = counting<nn::Sequential<nn::Input<2, 1>, nn::Linear<1, 1>>>("1.bias");
    nn::Trainer trainer{model, nn::MSELoss{}, nn::SGD{}};
    trainer.forward(nn::Tensor<float, 1, 2, 1>{1, inf});
    trainer.backward(nn::Tensor<float, 1, 2, 1>{1, 1});
    CHECK(laws::gradients_of(trainer) == std::vector<float>{inf, 2});
}

// Sizes that are one number, part of a register, one and a bit, many.
using Deep = nn::Sequential<nn::Linear<1, 3>, nn::Linear<3, 17>, nn::LazyLinear<7, false>>;

TEST_CASE("linear: obeys the laws") { laws::all<Deep>(); }

TEST_CASE("linear: obeys the laws of one layer") {
    laws::backward_is_the_derivative<nn::Linear<3, 99>>();
    laws::inference<nn::Linear<17, 99>>();
    laws::inference<nn::Linear<99, 1>>();
}

// The last register of a row reaches past the end of the sample: 3 rows of 5, 2 of 17.
TEST_CASE("linear: obeys the laws on rows") {
    laws::all<nn::Sequential<nn::Input<3, 7>, nn::Linear<7, 5>, nn::ReLU, nn::LazyLinear<17>, nn::Linear<17, 1>>>();
    laws::backward_is_the_derivative<nn::Sequential<nn::Input<2, 2, 3>, nn::Linear<3, 9, false>>>();
    laws::inference<nn::Sequential<nn::Input<7, 32>, nn::Linear<32, 16>>>();
    laws::inference<nn::Sequential<nn::Input<2, 99>, nn::Linear<99, 17>>, double>();
}

TEST_CASE("linear: constant evaluation") {
    laws::constant_evaluation_equals_run_time<nn::Linear<2, 3>>();
    laws::constant_evaluation_equals_run_time<nn::Linear<3, 9>, double>();
}
