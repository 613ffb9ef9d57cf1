// Field and FieldView: a parameter as PyTorch shows it, wherever its numbers lie.

#include <doctest/doctest.h>

#include <cstddef>
#include <iterator>
#include <type_traits>

#include <staticnn/core/field.hpp>

namespace nn = staticnn;

// A weight [2][3] in memory as [in][out], in rows padded to 4, after 5 numbers of something else.
constexpr nn::Field weight{.name = "weight", .shape = {2, 3}, .offset = 5, .stride = {1, 4}};
constexpr nn::Field bias{.name = "bias", .shape = {2}, .offset = 17, .stride = {1}};

// A kernel [2][3][4] with its dimensions in memory in the order 1, 2, 0.
constexpr nn::Field kernel{.name = "kernel", .shape = {2, 3, 4}, .offset = 0, .stride = {1, 8, 2}};
constexpr nn::Field counter{.name = "count", .shape = {}, .offset = 1, .stride = {}};

constexpr nn::Fields both{weight, bias};
static_assert(both.count == 2 && both.size() == 8 && std::end(both) - std::begin(both) == 2);
static_assert(both.begin()[1].offset == 17);
static_assert(nn::Fields<0>::count == 0 && nn::Fields<0>{}.size() == 0);
static_assert(nn::Fields<0>{}.begin() == nn::Fields<0>{}.end());
static_assert(nn::Fields{counter}.size() == 1, "rank 0 is one number");

using View = nn::FieldView<float>;
using ConstView = nn::FieldView<float const>;
static_assert(std::is_same_v<View::value_type, float> && std::is_same_v<ConstView::value_type, float>);
static_assert(std::is_same_v<decltype(std::declval<ConstView>()(0, 0)), float const&>);
static_assert(std::is_same_v<decltype(std::declval<View const>()[0]), float&>,
              "a view's constness is not its numbers'");

struct Numbers {
    float value[64];
    constexpr Numbers() {
        for (std::size_t k = 0; k < 64; ++k) value[k] = float(k);
    }
};
constexpr Numbers numbers;

static_assert(ConstView(numbers.value, weight)(1, 2) == 5 + 1 + 2 * 4);
static_assert(ConstView(numbers.value, weight)[5] == 5 + 1 + 2 * 4);
static_assert(ConstView(numbers.value, counter)[0] == 1 && ConstView(numbers.value, counter)() == 1);
static_assert(ConstView(numbers.value, counter).size() == 1);

TEST_CASE("field: a view has PyTorch's shape and order") {
    ConstView const w(numbers.value, weight);
    CHECK(w.shape() == nn::Shape{2, 3});
    CHECK(w.size() == 6);

    // tensor.flatten(): the last index runs fastest.
    std::size_t k = 0;
    for (std::size_t o = 0; o < 2; ++o)
        for (std::size_t i = 0; i < 3; ++i, ++k) {
            CHECK(&w[k] == numbers.value + 5 + o + i * 4);
            CHECK(&w(o, i) == &w[k]);
        }
}

TEST_CASE("field: strides of three dimensions") {
    ConstView const v(numbers.value, kernel);
    std::size_t k = 0;
    for (std::size_t a = 0; a < 2; ++a)
        for (std::size_t b = 0; b < 3; ++b)
            for (std::size_t c = 0; c < 4; ++c, ++k) {
                CHECK(&v(a, b, c) == numbers.value + a + b * 8 + c * 2);
                CHECK(&v(a, b, c) == &v[k]);
            }
    CHECK(k == v.size());
}

TEST_CASE("field: a view writes to the numbers it shows, and to no others") {
    Numbers mine;
    View const b(mine.value, bias);
    for (std::size_t k = 0; k < b.size(); ++k) b[k] = -1;
    for (std::size_t k = 0; k < 64; ++k) CHECK(mine.value[k] == (k == 17 || k == 18 ? -1.0F : float(k)));
}
