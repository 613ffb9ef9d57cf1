#include <doctest/doctest.h>

#include <string_view>

#include <staticnn/core/text.hpp>

namespace nn = staticnn;

template <nn::Text T>
constexpr std::string_view text = T;
static_assert(text<"2.body"> == "2.body" && text<"">.empty());

TEST_CASE("text: a pattern without stars is a name") {
    CHECK(nn::matches("0.weight", "0.weight"));
    CHECK(!nn::matches("0.weight", "0.weigh"));
    CHECK(!nn::matches("0.weigh", "0.weight"));
    CHECK(!nn::matches("0.weight", "1.weight"));
    CHECK(nn::matches("", ""));
    CHECK(!nn::matches("", "0.weight"));
    CHECK(!nn::matches("0.weight", ""));
}

TEST_CASE("text: a star stands for any characters, also none") {
    CHECK(nn::matches("*", ""));
    CHECK(nn::matches("*", "2.body.0.bias"));
    CHECK(nn::matches("*.bias", "2.body.0.bias"));
    CHECK(!nn::matches("*.bias", "2.body.0.bias_hh"));
    CHECK(!nn::matches("*.bias", "bias"));
    CHECK(nn::matches("2.*", "2.body.0.bias"));
    CHECK(!nn::matches("2.*", "12.bias"));
    CHECK(nn::matches("2.*.bias", "2.body.0.bias"));
    CHECK(nn::matches("*body*", "2.body.0.bias"));
    CHECK(nn::matches("**a*b**", "aab"));
    CHECK(nn::matches("*ab", "aab"));
    CHECK(nn::matches("*ab*abc", "ababcababc"));
    CHECK(!nn::matches("*ab*abc", "ababcabab"));
    CHECK(!nn::matches("a*a", "a"));
}
