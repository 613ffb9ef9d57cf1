// init::uniform: the numbers of torch.nn.init.uniform_, in PyTorch's order wherever they lie.

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cstddef>

#include <staticnn/init/uniform.hpp>

#include "golden/data/generator.hpp"

namespace nn = staticnn;
using golden::generator::seed_42;

/// A weight [2][4], transposed in memory, in rows padded to 3.
constexpr nn::Field weight{.name = "weight", .shape = {2, 4}, .offset = 0, .stride = {1, 3}};
constexpr std::size_t room = 12;

template <class T>
constexpr std::array<T, room> filled(double from, double to) {
    std::array<T, room> numbers{};
    nn::Generator generator{42};
    nn::init::uniform(nn::FieldView<T>(numbers.data(), weight), from, to, generator);
    return numbers;
}

TEST_CASE("uniform: draws PyTorch's numbers in PyTorch's order, and leaves the padding alone") {
    auto floats = filled<float>(0, 1);
    auto doubles = filled<double>(0, 1);
    auto uneven = filled<double>(-0.1, 0.3);
    nn::FieldView const float_view(floats.data(), weight);
    nn::FieldView const double_view(doubles.data(), weight), uneven_view(uneven.data(), weight);
    for (std::size_t k = 0; k < 8; ++k) {
        CHECK(float_view[k] == seed_42::float_unit[k]);
        CHECK(double_view[k] == seed_42::double_unit[k]);
        CHECK(uneven_view[k] == seed_42::double_uneven[k]);
    }
    CHECK(float_view(1, 0) == seed_42::float_unit[4]);
    for (std::size_t row = 0; row < 4; ++row) CHECK(floats[3 * row + 2] == 0);
}

TEST_CASE("uniform: a constant expression draws the same") {
    static constexpr auto floats = filled<float>(-2, 3);
    static constexpr auto doubles = filled<double>(-2, 3);
    CHECK(filled<float>(-2, 3) == floats);
    CHECK(filled<double>(-2, 3) == doubles);
}

TEST_CASE_TEMPLATE("uniform: stays within its bounds and uses them", T, float, double) {
    static std::array<T, 10'000> numbers;
    nn::Field const field{.name = "p", .shape = {numbers.size()}, .offset = 0, .stride = {1}};
    nn::Generator generator{7};
    nn::init::uniform(nn::FieldView<T>(numbers.data(), field), -0.25, 0.5, generator);
    auto const [smallest, largest] = std::ranges::minmax(numbers);
    CHECK(smallest >= T(-0.25));
    CHECK(largest < T(0.5));
    // That none of 10'000 falls into the outer thousandth has a chance of 5e-5.
    CHECK(smallest < T(-0.25 + 0.75e-3));
    CHECK(largest > T(0.5 - 0.75e-3));
}
