// The affine map of panels, in fewer lanes than a register holds: layers at every lane count that any machine has.

#include <doctest/doctest.h>

#include <cstddef>
#include <type_traits>

#include "kernel/affine.hpp"

using namespace naive;

TEST_CASE("affine_in_fewer_lanes: float") {
    for_fewer_lanes<float>([]<std::size_t L>(std::integral_constant<std::size_t, L>) {
        check_forward<float, L, 1, 1>();
        check_forward<float, L, 1, 8>();
        check_forward<float, L, 8, 1>();
        check_forward<float, L, 3, 17>();
        check_forward<float, L, 17, 3>();
        check_forward<float, L, 7, 33>();
        check_forward<float, L, 99, 10>();
        check_forward<float, L, 16, 64>();
        check_forward<float, L, 64, 24>();
        check_forward<float, L, 10, 40>();
        check_backward<float, L, 7, 33>();
    });
}

TEST_CASE("affine_in_fewer_lanes: double") {
    for_fewer_lanes<double>([]<std::size_t L>(std::integral_constant<std::size_t, L>) {
        check_forward<double, L, 8, 1>();
        check_forward<double, L, 3, 17>();
        check_backward<double, L, 7, 33>();
    });
}
