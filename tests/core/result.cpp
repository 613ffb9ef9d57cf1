// Result: a value, or the Error that kept it from being made.

#include <doctest/doctest.h>

#include <type_traits>

#include <staticnn/core/result.hpp>

#include "core/is_constant.hpp"

namespace nn = staticnn;

static_assert(std::is_trivially_copyable_v<nn::Result<float>> && std::is_trivially_copyable_v<nn::Result<void>>);
static_assert(std::is_convertible_v<float, nn::Result<float>> && std::is_convertible_v<nn::Error, nn::Result<float>>);
static_assert(std::is_convertible_v<nn::Error, nn::Result<void>>);
static_assert(!std::is_convertible_v<nn::Result<float>, bool>, "an `if` may ask it, arithmetic may not");
static_assert(noexcept(nn::Result<float>{1.0F}.value()) && noexcept(nn::Result<void>{}.error()));

constexpr nn::Error too_long{.what = nn::What::wrong_size, .name = "x", .expected = 8, .got = 9};

// What stops the program at run time is no constant expression.
static_assert(is_constant<[] { return nn::Result<int>{3}.value(); }>(0));
static_assert(!is_constant<[] { return nn::Result<int>{too_long}.value(); }>(0));
static_assert(!is_constant<[] { return *nn::Result<int>{too_long}; }>(0));
static_assert(!is_constant<[] { return nn::Result<int>{3}.error().got; }>(0));
static_assert(is_constant<[] { return nn::Result<void>{}.value(); }>(0));
static_assert(!is_constant<[] { return nn::Result<void>{too_long}.value(); }>(0));
static_assert(!is_constant<[] { return nn::Result<void>{}.error().got; }>(0));

nn::Result<float> half_of(int number) {
    if (number % 2 != 0) return too_long;
    return float(number / 2);
}

nn::Result<void> accept(int number) {
    if (number % 2 != 0) return too_long;
    return {};
}

TEST_CASE("result: holds a value") {
    auto const result = half_of(6);
    CHECK(result.has_value());
    CHECK(bool(result));
    CHECK(result.value() == 3);
    CHECK(*result == 3);
}

TEST_CASE("result: holds an error") {
    auto const result = half_of(7);
    CHECK(!result.has_value());
    CHECK(!result);
    CHECK(result.error() == too_long);
    CHECK(result.error().what == nn::What::wrong_size);
    CHECK(result.error().name == "x");
    CHECK(result.error().expected == 8);
    CHECK(result.error().got == 9);
}

TEST_CASE("result: of nothing") {
    CHECK(accept(6).has_value());
    CHECK(bool(accept(6)));
    CHECK(!accept(7));
    CHECK(accept(7).error() == too_long);
}

TEST_CASE("result: errors differ in each of their parts") {
    CHECK(too_long == nn::Error{nn::What::wrong_size, "x", 8, 9});
    CHECK(too_long != nn::Error{nn::What::over_capacity, "x", 8, 9});
    CHECK(too_long != nn::Error{nn::What::wrong_size, "y", 8, 9});
    CHECK(too_long != nn::Error{nn::What::wrong_size, "x", 7, 9});
    CHECK(too_long != nn::Error{nn::What::wrong_size, "x", 8, 8});
}
