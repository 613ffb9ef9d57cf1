// The affine map of panels: against plain loops, and bit for bit in the order that it states.

#include <doctest/doctest.h>

#include <cstddef>

#include "kernel/affine.hpp"

using namespace naive;

TEST_CASE_TEMPLATE("affine: forward", T, float, double) {
    constexpr std::size_t L = simd::lanes<T>;
    check_forward<T, L, 1, 1>();
    check_forward<T, L, 1, 8>();
    check_forward<T, L, 8, 1>();
    check_forward<T, L, 3, 17>();
    check_forward<T, L, 17, 3>();
    check_forward<T, L, 7, 33>();
    check_forward<T, L, 99, 10>();
    check_forward<T, L, 16, 64>();
    check_forward<T, L, 64, 24>();
    check_forward<T, L, 10, 40>();
}

TEST_CASE_TEMPLATE("affine: back to the inputs", T, float, double) {
    constexpr std::size_t L = simd::lanes<T>;
    check_backward<T, L, 1, 1>();
    check_backward<T, L, 3, 17>();
    check_backward<T, L, 99, 10>();
    check_backward<T, L, 64, 24>();
}

TEST_CASE("affine: forward without a bias") {
    constexpr std::size_t L = simd::lanes<float>;
    constexpr kernel::Matrix m = matrix<7, 33>;
    check_affine<float>(m, L, parameters<float>(m).data(), nullptr, affine<m, false, L, float>);
}
