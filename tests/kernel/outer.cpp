// The gradient of an affine map's parameters: against plain loops, its padding, and what it may write.

#include <doctest/doctest.h>

#include <array>
#include <cstddef>

#include "kernel/outer.hpp"

using namespace naive;

TEST_CASE_TEMPLATE("outer: up to eight outputs", T, float, double) {
    constexpr std::size_t L = simd::lanes<T>;
    check_outer<T, L, 1, 1>();
    check_outer<T, L, 1, 8>();
    check_outer<T, L, 8, 1>();
    check_outer<T, L, 17, 3>();
    check_outer<T, L, 9, 4>();  // rows as they lie in memory, several in a tile, and a rest
}

TEST_CASE_TEMPLATE("outer: more than eight outputs", T, float, double) {
    constexpr std::size_t L = simd::lanes<T>;
    check_outer<T, L, 3, 17>();
    check_outer<T, L, 7, 33>();
    check_outer<T, L, 99, 10>();
    check_outer<T, L, 16, 64>();
    check_outer<T, L, 64, 24>();  // the last register of a row of 24 is half a one
    check_outer<T, L, 10, 40>();
}

TEST_CASE("outer: without a bias") {
    constexpr std::size_t L = simd::lanes<float>;
    check_outer<float, L, 1, 1, false>();
    check_outer<float, L, 17, 3, false>();
    check_outer<float, L, 64, 24, false>();
}

TEST_CASE_TEMPLATE("outer: samples of rows", T, float, double) {
    constexpr std::size_t L = simd::lanes<T>;
    check_outer<T, L, 1, 1, true, 3>();
    check_outer<T, L, 9, 4, true, 2>();
    check_outer<T, L, 17, 3, false, 7>();
    check_outer<T, L, 3, 17, true, 2>();
    check_outer<T, L, 10, 40, true, 3>();
}

TEST_CASE("outer: scratch is asked for where it is used") {
    static_assert(kernel::outer_scratch(matrix<99, 8>) == 0);
    static_assert(kernel::outer_scratch(matrix<1, 9>) == 16 && kernel::outer_scratch(matrix<1, 24>) == 32);
    std::array<float, storage<2, 8, true>> dw{};
    constexpr std::size_t L = simd::lanes<float>;
    auto const x = numbers<float>(2 * L, 0), dy = numbers<float>(8 * L, 100);
    kernel::outer<matrix<2, 8>, true, L>(x.data(), dy.data(), dw.data(), static_cast<float*>(nullptr), 1, false);
    CHECK(dw[0] != 0);
}
