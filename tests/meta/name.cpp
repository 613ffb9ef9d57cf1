// Names as in PyTorch's state_dict.

#include <doctest/doctest.h>

#include <string>
#include <string_view>

#include <staticnn/meta/name.hpp>

namespace meta = staticnn::meta;
using meta::Layer;
using staticnn::Part;

constexpr bool is(auto const& name, std::string_view expected) { return std::string_view(name) == expected; }

static_assert(is(meta::name_of(Layer<>{}, "weight"), "weight"));
static_assert(is(meta::name_of(Layer<0>{}, "weight"), "0.weight"));
static_assert(is(meta::name_of(Layer<2, 1>{}, "bias"), "2.1.bias"));
static_assert(is(meta::name_of(Layer<1, Part::body, 0>{}, "weight"), "1.body.0.weight"));
static_assert(is(meta::name_of(Layer<1, Part::shortcut>{}, "weight"), "1.shortcut.weight"));
static_assert(is(meta::name_of(Layer<3, Part::body, 2, Part::shortcut, 0>{}, "running_mean"),
                 "3.body.2.shortcut.0.running_mean"));

// Numbers of more than one digit, with zeros inside.
static_assert(is(meta::name_of(Layer<10, 109, 1000>{}, "w"), "10.109.1000.w"));

TEST_CASE("name: is a piece of text without an end mark") {
    constexpr auto name = meta::name_of(Layer<12, Part::body>{}, "weight");
    CHECK(std::string(std::string_view(name)) == "12.body.weight");
    CHECK(name.length == 14);
}

// However deep layers nest, a name has room.
constexpr auto deep =
    meta::name_of(Layer<1000000000, Part::shortcut, 1000000000, Part::shortcut, 1000000000, Part::shortcut, 1000000000,
                        Part::shortcut, 1000000000, Part::shortcut, 1000000000, Part::shortcut, 7>{},
                  "weight");
static_assert(std::string_view(deep).ends_with(".shortcut.7.weight"));
