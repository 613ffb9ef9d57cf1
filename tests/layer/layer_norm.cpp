#include <cmath>
#include <limits>
#include <vector>

#include "laws/all.hpp"

namespace nn = staticnn;

constexpr float inf = std::numeric_limits<float>::infinity(), NaN = std::numeric_limits<float>::quiet_NaN();

// The types: checked by compiling this file.
static_assert(nn::Model<nn::LayerNorm<7>>::parameter_count == 7 + 7);
static_assert(nn::Sequential<nn::LayerNorm<7>>::input == nn::Shape{7});
static_assert(nn::Sequential<nn::Input<2, 5, 7>, nn::LayerNorm<7>>::output == nn::Shape{2, 5, 7});

template <std::size_t... Extents>
using Net = nn::Sequential<nn::Input<Extents..., 4>, nn::LayerNorm<4>>;

TEST_CASE("layer_norm: worked by hand, in a batch, alone and in training") {
    nn::Generator generator{1};
    nn::Model<Net<>, double> model{generator};
    model.for_each_parameter([](std::string_view name, auto p) {
        for (std::size_t k = 0; k < p.size(); ++k) p[k] = name == "1.weight" ? 2.0 : double(k);
    });
    nn::Tensor<double, 2, 4> const x{1, 3, 5, 7, 5, 5, 5, 5};  // mean 4 and variance 5; a row of equal numbers
    nn::Trainer trainer{model, nn::MSELoss{}, nn::SGD{}};
    double const inverse = 1 / std::sqrt(5 + 1e-5);
    nn::Tensor<double, 2, 4> const expected{
        -6 * inverse, 1 - 2 * inverse, 2 + 2 * inverse, 3 + 6 * inverse, 0, 1, 2, 3};
    CHECK(laws::close(model(x), expected));
    CHECK(laws::close(trainer.forward(x), expected));
    CHECK(laws::close(model(nn::Tensor<double, 4>{1, 3, 5, 7}),
                      nn::Tensor<double, 4>{expected[0], expected[1], expected[2], expected[3]}));
    CHECK(model(nn::Tensor<double, 4>{5, 5, 5, 5}) == nn::Tensor<double, 4>{0, 1, 2, 3});
}

TEST_CASE("layer_norm: each row by itself") {
    auto const model = laws::random_model<Net<>, float>();
    auto const of_rows = laws::random_model<Net<2, 3>, float>();
    auto const x = laws::random<float>(5 * 6 * 4, 3);
    CHECK(laws::close(laws::infer(of_rows, std::span<float const>(x)), laws::infer(model, std::span<float const>(x))));
}

TEST_CASE("layer_norm: names, order and first values are PyTorch's") {
    nn::Generator generator{1};
    nn::Model<Net<>> const model{generator};
    std::vector<std::string_view> names;
    model.for_each_parameter([&](std::string_view name, auto p) {
        names.push_back(name);
        for (std::size_t k = 0; k < p.size(); ++k) CHECK(p[k] == (name == "1.weight" ? 1 : 0));
    });
    CHECK(names == std::vector<std::string_view>{"1.weight", "1.bias"});
}

TEST_CASE("layer_norm: NaN and infinity in a row make it NaN, as in PyTorch, and no other") {
    nn::Generator generator{1};
    nn::Model<Net<3>> const model{generator};
    auto const y = model(nn::Tensor<float, 3, 4>{inf, 1, 2, 3, 1, 2, 3, 4, 0, NaN, 1, 2});
    for (std::size_t k = 0; k < 4; ++k) {
        CHECK(std::isnan(y(0, k)));
        CHECK(std::isfinite(y(1, k)));
        CHECK(std::isnan(y(2, k)));
    }
}

TEST_CASE("layer_norm: far from zero a row keeps its spread") {
    nn::Generator generator{1};
    nn::Model<Net<>> const model{generator};
    nn::Tensor<float, 2, 4> const x{8000, 8002, 8004, 8006, 0, 2, 4, 6};
    auto const y = model(x);
    for (std::size_t k = 0; k < 4; ++k) CHECK(y(0, k) == doctest::Approx(y(1, k)).epsilon(1e-5));
}

/// x̂ to (F + 10) u of √F: the doc comment's bound, against sums in a wider type.
template <class T, std::size_t F>
void is_within_its_bound() {
    CAPTURE(F);
    std::size_t const samples = laws::lanes<T> + 1;
    nn::Generator generator{1};
    nn::Model<nn::LayerNorm<F>, T> const model{generator};
    auto const x = laws::random<T>(samples * F, 5);
    auto const y = laws::infer(model, std::span<T const>(x));
    double largest = 0;
    for (std::size_t s = 0; s < samples; ++s) {
        auto const alone = laws::infer(model, std::span<T const>(x).subspan(s * F, F));
        long double mean = 0, variance = 0;
        for (std::size_t f = 0; f < F; ++f) mean += x[s * F + f];
        mean /= F;
        for (std::size_t f = 0; f < F; ++f) variance += (x[s * F + f] - mean) * (x[s * F + f] - mean);
        variance /= F;
        for (std::size_t f = 0; f < F; ++f) {
            long double const exact = (x[s * F + f] - mean) / std::sqrt(variance + 1e-5L);
            double const bound = (F + 10) * double(std::numeric_limits<T>::epsilon()) / 2 * std::sqrt(double(F));
            largest = std::max(
                {largest, double(std::abs(y[s * F + f] - exact)) / bound, double(std::abs(alone[f] - exact)) / bound});
        }
    }
    CHECK(largest <= 1);
}

TEST_CASE_TEMPLATE("layer_norm: within its error", T, float, double) {
    is_within_its_bound<T, 3>();
    is_within_its_bound<T, 17>();
    is_within_its_bound<T, 99>();
    is_within_its_bound<T, 131>();
}

TEST_CASE("layer_norm: obeys the laws") {
    laws::all<nn::Sequential<nn::Linear<3, 17>, nn::LayerNorm<17>, nn::ReLU, nn::Linear<17, 2>>>();
    laws::all<nn::Sequential<nn::Input<3, 7>, nn::LayerNorm<7>, nn::Linear<7, 3>, nn::LayerNorm<3>>>();
    laws::backward_is_the_derivative<nn::Sequential<nn::Input<2, 2, 5>, nn::Residual<nn::LayerNorm<5>>>>();
    laws::backward_is_the_derivative<nn::LayerNorm<99>>();
    laws::inference<nn::LayerNorm<99>, double>();
    laws::inference<nn::Sequential<nn::Linear<3, 1>, nn::LayerNorm<1>>>();
}

TEST_CASE("layer_norm: constant evaluation") {
    laws::constant_evaluation_equals_run_time<nn::Sequential<nn::Linear<2, 3>, nn::LayerNorm<3>, nn::Linear<3, 1>>>();
}
