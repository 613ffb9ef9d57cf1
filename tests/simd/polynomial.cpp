// Whole numbers, small enough that nothing is rounded: every order of sums gives the same.

#include <doctest/doctest.h>

#include <cstddef>
#include <utility>

#include <staticnn/simd/polynomial.hpp>

#include "simd/lane_counts.hpp"

namespace simd = staticnn::simd;

namespace {

constexpr double coefficients[] = {3, -1, 4, 1, -5, 9, -2, 6, 5, -3, 5, 8, -9};

constexpr double horner(std::size_t first, std::size_t count, double x) {
    double sum = 0;
    for (std::size_t k = first + count; k-- > first;) sum = sum * x + coefficients[k];
    return sum;
}

template <std::size_t Count, class V>
constexpr V ours(V x) {
    return simd::polynomial<coefficients, 0, Count>(x);
}

}  // namespace

static_assert(simd::power<1>(3.0) == 3 && simd::power<2>(3.0) == 9 && simd::power<8>(2.0F) == 256);
static_assert(simd::polynomial<coefficients>(-2.0) == horner(0, 13, -2));
static_assert(simd::polynomial<coefficients, 4, 3>(3.0) == horner(4, 3, 3));
static_assert([]<std::size_t... K>(std::index_sequence<K...>) {
    return ((ours<K + 1>(3.0) == horner(0, K + 1, 3)) && ...);
}(std::make_index_sequence<13>{}));

TEST_CASE("polynomial: the same in every lane") {
    test::for_each_lane_count<double>([]<std::size_t L>(std::integral_constant<std::size_t, L>) {
        double x[L], y[L];
        for (std::size_t l = 0; l < L; ++l) x[l] = double(l) - 3;
        simd::store(y, simd::polynomial<coefficients>(simd::load<simd::Vec<double, L>>(x)));
        for (std::size_t l = 0; l < L; ++l) CHECK(y[l] == horner(0, 13, x[l]));
    });
}
