// init::kaiming_uniform: the numbers of torch.nn.init.kaiming_uniform_.

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <limits>

#include <staticnn/init/kaiming_uniform.hpp>

#include "golden/data/layers.hpp"

namespace nn = staticnn;
using golden::layers::initial;

constexpr double sqrt5 = 2.2360679774997898;  // the slope that torch.nn.Linear asks for

template <class T, std::size_t Count>
constexpr std::array<T, Count> filled(std::size_t fan_in, double a) {
    std::array<T, Count> numbers{};
    nn::Field const field{.name = "weight", .shape = {Count}, .offset = 0, .stride = {1}};
    nn::Generator generator{42};
    nn::init::kaiming_uniform(nn::FieldView<T>(numbers.data(), field), fan_in, a, generator);
    return numbers;
}

TEST_CASE("kaiming_uniform: the first weights of torch.nn.Linear(1, 3) after manual_seed(42)") {
    auto const floats = filled<float, 3>(1, sqrt5);
    auto const doubles = filled<double, 3>(1, sqrt5);
    CHECK(std::equal(floats.begin(), floats.end(), initial::float_parameters));
    CHECK(std::equal(doubles.begin(), doubles.end(), initial::double_parameters));
}

TEST_CASE("kaiming_uniform: a constant expression draws the same") {
    static constexpr auto floats = filled<float, 5>(7, 0.01);
    static constexpr auto doubles = filled<double, 5>(7, 0.01);
    CHECK(filled<float, 5>(7, 0.01) == floats);
    CHECK(filled<double, 5>(7, 0.01) == doubles);
}

TEST_CASE_TEMPLATE("kaiming_uniform: the bound is √3 √(2 / (1 + a²)) / √fan_in", T, float, double) {
    for (std::size_t const fan_in : {1U, 3U, 100U})
        for (double const a : {0.0, 0.01, 1.0, sqrt5}) {
            CAPTURE(fan_in);
            CAPTURE(a);
            double const bound = std::sqrt(3.0) * std::sqrt(2 / (1 + a * a)) / std::sqrt(double(fan_in));
            auto const numbers = filled<T, 5000>(fan_in, a);
            auto const [smallest, largest] = std::ranges::minmax(numbers);
            double const tolerance = 4 * double(std::numeric_limits<T>::epsilon());
            CHECK(double(smallest) >= -bound * (1 + tolerance));
            CHECK(double(largest) <= bound * (1 + tolerance));
            // That none of 5000 falls into the outer 4 thousandths has a chance of 5e-5.
            CHECK(double(smallest) < -bound * 0.996);
            CHECK(double(largest) > bound * 0.996);
        }
}

TEST_CASE("kaiming_uniform: keeps the size of what passes through a ReLU") {
    // Weights of variance 2 / fan_in: half of the squares that come in are zeroed by the ReLU before.
    auto const numbers = filled<double, 20'000>(50, 0);
    double squares = 0;
    for (double const w : numbers) squares += w * w;
    // A uniform number's square has a standard deviation of sqrt(4 / 5) of its mean.
    CHECK(std::abs(squares / 20'000 * 50 / 2 - 1) < 5 * std::sqrt(0.8 / 20'000));
}
