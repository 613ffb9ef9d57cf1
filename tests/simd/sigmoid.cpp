#include <limits>

#include "simd/function_laws.hpp"

namespace simd = staticnn::simd;

static_assert(simd::sigmoid(0.0F) == 0.5F && simd::sigmoid(-0.0) == 0.5);
static_assert(simd::sigmoid(1000.0F) == 1 && simd::sigmoid(-1000.0) == 0);
static_assert(simd::sigmoid(-std::numeric_limits<float>::infinity()) == 0);
static_assert(simd::sigmoid(simd::Lanes<double, 2>{{0, 40}}).lane[1] == 1);

TEST_CASE_TEMPLATE("sigmoid: within its error", T, float, double) {
    test::is_within_its_error<T, test::Sigmoid>({0.34657359, 5.54, 17.328679, 36.736801, 87.336545, 88.72284, 103.27893,
                                                 708.39641853226408, 745.13321910194122});
}

TEST_CASE_TEMPLATE("sigmoid: its edges", T, float, double) {
    using Limits = std::numeric_limits<T>;
    CHECK(simd::sigmoid(Limits::infinity()) == 1);
    CHECK(simd::sigmoid(-Limits::infinity()) == 0);
    CHECK(simd::sigmoid(Limits::lowest()) == 0);
    CHECK(std::isnan(simd::sigmoid(Limits::quiet_NaN())));
    CHECK(simd::sigmoid(Limits::denorm_min()) == T(0.5));
    // Not flushed to zero: subnormal, and the smallest of them.
    CHECK(simd::sigmoid(sizeof(T) == sizeof(float) ? T(-100) : T(-740)) > Limits::denorm_min());
    CHECK(simd::sigmoid(sizeof(T) == sizeof(float) ? T(-103.278929F) : T(-744.4400719213812)) == Limits::denorm_min());
}

TEST_CASE_TEMPLATE("sigmoid: the same bits everywhere", T, float, double) {
    test::has_the_same_bits_in_every_lane_count<T, test::Sigmoid>({0.34657359, 5.54, 103.27893});
    test::has_the_same_bits_in_constant_expressions<T, test::Sigmoid>();
}
