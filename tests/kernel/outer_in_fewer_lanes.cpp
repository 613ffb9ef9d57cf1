// The gradient of an affine map's parameters, in fewer lanes than a register holds.

#include <doctest/doctest.h>

#include <cstddef>
#include <type_traits>

#include "kernel/outer.hpp"

using namespace naive;

TEST_CASE("outer_in_fewer_lanes: float") {
    for_fewer_lanes<float>([]<std::size_t L>(std::integral_constant<std::size_t, L>) {
        check_outer<float, L, 1, 1>();
        check_outer<float, L, 1, 8>();
        check_outer<float, L, 8, 1>();
        check_outer<float, L, 3, 17>();
        check_outer<float, L, 17, 3>();
        check_outer<float, L, 7, 33>();
        check_outer<float, L, 99, 10>();
        check_outer<float, L, 16, 64>();
        check_outer<float, L, 64, 24>();
        check_outer<float, L, 10, 40>();
    });
}

TEST_CASE("outer_in_fewer_lanes: double") {
    for_fewer_lanes<double>([]<std::size_t L>(std::integral_constant<std::size_t, L>) {
        check_outer<double, L, 8, 1>();
        check_outer<double, L, 5, 3>();
        check_outer<double, L, 3, 17>();
    });
}
