// A register of a row: every place, inside and outside of it, at every stride.

#include <doctest/doctest.h>

#include <cstddef>
#include <vector>

#include <staticnn/kernel/matrix.hpp>
#include <staticnn/kernel/pixel_row.hpp>

#include "kernel/naive.hpp"

using namespace naive;

template <std::size_t Stride, std::size_t L, class T>
void check_row() {
    constexpr std::size_t width = 2 * L + 3, rows = 3;
    auto const x = numbers<T>(rows * width, 100);  // no longer than it is: whoever reads past it is found out
    std::size_t wrong = 0;
    for (std::size_t row = 0; row < rows; ++row)
        for (std::ptrdiff_t from = -std::ptrdiff_t(L * Stride) - 2; from < std::ptrdiff_t(width) + 2; ++from) {
            std::vector<T> lanes(L);
            kernel::in_lanes<T, L>([&]<class V>(V) {
                simd::store(lanes.data(),
                            kernel::load_of_row<Stride, V>(x.data(), x.size(), row * width, width, from, T(-77)));
            });
            for (std::size_t l = 0; l < L; ++l) {
                std::ptrdiff_t const place = from + std::ptrdiff_t(l * Stride);
                bool const inside = place >= 0 && place < std::ptrdiff_t(width);
                if (lanes[l] != (inside ? x[row * width + std::size_t(place)] : T(-77))) ++wrong;
            }
        }
    CHECK(wrong == 0);
}

TEST_CASE_TEMPLATE("pixel_row: what lies inside and outside", T, float, double) {
    for_each_lane_count<T>([]<std::size_t L>(std::integral_constant<std::size_t, L>) {
        check_row<1, L, T>();
        check_row<2, L, T>();
        check_row<3, L, T>();
    });
}

TEST_CASE("pixel_row: its registers, the last of which ends with it") {
    static_assert(kernel::lanes_of_row<float>(1) == 1 && kernel::lanes_of_row<float>(99) == simd::lanes<float>);
    static_assert(kernel::begin_of_register<4>(0, 7) == 0 && kernel::begin_of_register<4>(1, 7) == 3 &&
                  kernel::begin_of_register<4>(1, 8) == 4);
    CHECK(kernel::lanes_of_row<double>(3) <= 2);
}
