// Tensor: a fixed-size array with extents.

#include <doctest/doctest.h>

#include <cstddef>
#include <numeric>
#include <type_traits>

#include <staticnn/core/tensor.hpp>

namespace nn = staticnn;

using Matrix = nn::Tensor<float, 2, 3>;

static_assert(std::is_trivially_copyable_v<Matrix> && std::is_standard_layout_v<Matrix>);
static_assert(sizeof(Matrix) == 6 * sizeof(float) && alignof(Matrix) == alignof(float), "a C array, no more");
static_assert(Matrix::shape() == nn::Shape{2, 3} && Matrix::size() == 6);
static_assert(std::is_same_v<Matrix::value_type, float>);
static_assert(nn::Tensor<double, 8>::shape() == nn::Shape{8} && alignof(nn::Tensor<double, 8>) == alignof(double));

// A mutable tensor gives references to write through, a const one does not.
static_assert(std::is_same_v<decltype(Matrix{}(0, 0)), float&>);
static_assert(std::is_same_v<decltype(static_cast<Matrix const&>(Matrix{})(0, 0)), float const&>);
static_assert(std::is_same_v<decltype(static_cast<Matrix const&>(Matrix{}).data()), float const*>);

constexpr Matrix filled_in_a_constant_expression() {
    Matrix m;
    for (std::size_t i = 0; i < 2; ++i)
        for (std::size_t j = 0; j < 3; ++j) m(i, j) = float(10 * i + j);
    return m;
}
static_assert(filled_in_a_constant_expression() == Matrix{{0, 1, 2, 10, 11, 12}});
static_assert(filled_in_a_constant_expression()(1, 0) == 10 && filled_in_a_constant_expression()[3] == 10);

TEST_CASE("tensor: starts as zeros") {
    Matrix const m;
    for (float const value : m) CHECK(value == 0);
}

TEST_CASE("tensor: samples first, the last index runs fastest") {
    nn::Tensor<int, 2, 3, 4> t;
    std::iota(t.begin(), t.end(), 0);

    CHECK(t.end() - t.begin() == 24);
    CHECK(t.data() == &t(0, 0, 0));
    CHECK(t(0, 0, 3) == 3);
    CHECK(t(0, 1, 0) == 4);
    CHECK(t(1, 0, 0) == 12);
    CHECK(t(std::size_t{1}, 2U, 3L) == 23);  // any integers will do as indices
    CHECK(&t[23] == &t(1, 2, 3));

    auto const& read_only = t;
    CHECK(&read_only(1, 0, 2) == &t(1, 0, 2));
    CHECK(std::accumulate(read_only.begin(), read_only.end(), 0) == 23 * 24 / 2);
}

TEST_CASE("tensor: copies and compares by value") {
    Matrix a{{1, 2, 3, 4, 5, 6}};
    Matrix const b = a;
    CHECK(a == b);
    a(1, 2) = 7;
    CHECK(a != b);
    CHECK(b(1, 2) == 6);
}
