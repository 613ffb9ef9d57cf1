#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <string>
#include <vector>

#include "laws/all.hpp"

namespace nn = staticnn;

// The types: checked by compiling this file.
using Net = nn::Sequential<nn::Input<4, 3>, nn::GRU<3, 5>>;
static_assert(Net::input == nn::Shape{4, 3});
static_assert(Net::output == nn::Shape{4, 5});
static_assert(Net::parameter_count == 3 * 5 * (3 + 5 + 2));
static_assert(nn::Sequential<nn::Input<4, 3>, nn::GRU<3, 5>, nn::LastStep, nn::Linear<5, 2>>::output == nn::Shape{2});

TEST_CASE("gru: parameters are named, shaped and ordered as PyTorch's") {
    nn::Generator generator{42};
    nn::Model<Net> const model{generator};
    std::vector<std::string> names;
    double largest = 0;
    model.for_each_parameter([&](auto name, auto p) {
        names.emplace_back(name);
        CHECK(p.shape()[0] == 3 * 5);
        CHECK(p.shape()[1] == (names.size() == 1 ? 3 : names.size() == 2 ? 5 : 0));
        for (std::size_t k = 0; k < p.size(); ++k) {
            CHECK(std::abs(p[k]) <= 1 / std::sqrt(5.0F));
            largest = std::max(largest, double(std::abs(p[k])));
        }
    });
    CHECK(names == std::vector<std::string>{"1.weight_ih_l0", "1.weight_hh_l0", "1.bias_ih_l0", "1.bias_hh_l0"});
    CHECK(largest > 0.9 / std::sqrt(5.0));
}

TEST_CASE("gru: forward, known values") {
    nn::Model<nn::Sequential<nn::Input<2, 1>, nn::GRU<1, 1>>> model;
    float number = 0;
    model.for_each_parameter([&](auto, auto p) {
        for (std::size_t k = 0; k < p.size(); ++k) p[k] = number += 0.1F;
    });
    auto const sigmoid = [](double v) { return 1 / (1 + std::exp(-v)); };
    std::array const x{0.5, -1.0};
    double h = 0;
    auto const y = model(nn::Tensor<float, 2, 1>{0.5F, -1.0F});
    for (std::size_t t = 0; t < 2; ++t) {
        auto const of_input = [&](double gate) { return 0.1 * ((gate + 1) * x[t] + (gate + 7)); };
        auto const of_hidden = [&](double gate) { return 0.1 * ((gate + 4) * h + (gate + 10)); };
        double const r = sigmoid(of_input(0) + of_hidden(0)), z = sigmoid(of_input(1) + of_hidden(1));
        double const n = std::tanh(of_input(2) + r * of_hidden(2));
        h = (1 - z) * n + z * h;
        CHECK(laws::close(y(t, 0), float(h)));
    }
}

TEST_CASE("gru: NaN spreads over the later steps alone") {
    auto const model = laws::random_model<Net, float>();
    nn::Tensor<float, 2, 4, 3> x;
    auto const before = model(x);
    x(1, 2, 0) = std::numeric_limits<float>::quiet_NaN();
    auto const after = model(x);
    for (std::size_t t = 0; t < 4; ++t)
        for (std::size_t k = 0; k < 5; ++k) {
            CHECK(after(0, t, k) == before(0, t, k));
            if (t < 2)
                CHECK(after(1, t, k) == before(1, t, k));
            else
                CHECK(std::isnan(after(1, t, k)));
        }
}

TEST_CASE("gru: infinity saturates the gates, as in PyTorch") {
    nn::Model<nn::Sequential<nn::Input<2, 1>, nn::GRU<1, 1>>> model;
    model.for_each_parameter([](auto name, auto p) {
        if (name == "1.weight_ih_l0")
            for (std::size_t k = 0; k < p.size(); ++k) p[k] = 1;
    });
    float const infinity = std::numeric_limits<float>::infinity();
    auto const y = model(nn::Tensor<float, 2, 1>{infinity, -infinity});
    CHECK(y(0, 0) == 0);
    CHECK(y(1, 0) == -1);
}

TEST_CASE("gru: obeys the laws") {
    laws::all<nn::Sequential<nn::Input<3, 3>, nn::GRU<3, 7>, nn::LastStep, nn::Linear<7, 2>>>();
    laws::all<nn::Sequential<nn::Input<1, 1>, nn::GRU<1, 1>>>();
    laws::training<nn::Sequential<nn::Input<5, 2>, nn::GRU<2, 17>, nn::Tanh, nn::GRU<17, 3>>>();
    laws::inference<nn::Sequential<nn::Input<7, 1>, nn::GRU<1, 16>>, double>();
    laws::backward_is_the_derivative<nn::Sequential<nn::Input<6, 2>, nn::Residual<nn::GRU<2, 2>>, nn::LastStep>>();
}

TEST_CASE("gru: constant evaluation") {
    laws::constant_evaluation_equals_run_time<nn::Sequential<nn::Input<2, 1>, nn::GRU<1, 2>, nn::LastStep>>();
}
