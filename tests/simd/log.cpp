#include <limits>

#include "simd/function_laws.hpp"

namespace simd = staticnn::simd;

static_assert(simd::log(1.0F) == 0 && simd::log(1.0) == 0);
static_assert(simd::log(0.0F) == -std::numeric_limits<float>::infinity());
static_assert(simd::log(std::numeric_limits<double>::infinity()) == std::numeric_limits<double>::infinity());
static_assert(simd::log(simd::Lanes<double, 2>{{1, 0}}).lane[0] == 0);

TEST_CASE_TEMPLATE("log: within its error", T, float, double) {
    // Where the mantissa steps over √½ or √2, where the logarithm is 0, where numbers are subnormal.
    test::is_within_its_error<T, test::Log>(
        {0.70710678118654752, 1.4142135623730950, 1, 2, double(std::numeric_limits<T>::min())});
}

TEST_CASE_TEMPLATE("log: its edges", T, float, double) {
    using Limits = std::numeric_limits<T>;
    CHECK(simd::log(T(0)) == -Limits::infinity());
    CHECK(simd::log(T(-0.0)) == -Limits::infinity());
    CHECK(simd::log(Limits::infinity()) == Limits::infinity());
    for (T const negative : {T(-1), -Limits::denorm_min(), -Limits::infinity(), Limits::lowest()})
        CHECK(std::isnan(simd::log(negative)));
    CHECK(std::isnan(simd::log(Limits::quiet_NaN())));
    CHECK(test::identical(simd::log(T(1)), T(0)));
}

TEST_CASE_TEMPLATE("log: the same bits everywhere", T, float, double) {
    test::has_the_same_bits_in_every_lane_count<T, test::Log>({0.70710678118654752, 1, 1.4142135623730950});
    test::has_the_same_bits_in_constant_expressions<T, test::Log, false>();
}
