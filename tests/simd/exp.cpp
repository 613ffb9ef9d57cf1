#include <limits>

#include "simd/function_laws.hpp"

namespace simd = staticnn::simd;

static_assert(simd::exp(0.0F) == 1 && simd::exp(0.0) == 1 && simd::exp(-0.0F) == 1);
static_assert(simd::exp(-1000.0F) == 0 && simd::exp(-1000.0) == 0);
static_assert(simd::exp(1000.0F) == std::numeric_limits<float>::infinity());
static_assert(simd::exp(709.75) < simd::exp(709.8) && simd::exp(88.7F) < simd::exp(88.75F));
static_assert(simd::exp(-std::numeric_limits<float>::infinity()) == 0);
static_assert(simd::exp(simd::Lanes<float, 2>{{0, -200}}).lane[1] == 0);

TEST_CASE_TEMPLATE("exp: within its error", T, float, double) {
    // Half an odd multiple of ln 2, where n steps; the ends of normal numbers and of all.
    bool const is_float = sizeof(T) == sizeof(float);
    if (is_float)
        test::is_within_its_error<T, test::Exp>({0.34657359, 1.0397208, 87.336545, 88.72284, 103.27893, 103.97208});
    else
        test::is_within_its_error<T, test::Exp>(
            {0.34657359027997264, 1.0397207708399179, 708.39641853226408, 709.782712893384, 745.13321910194122});
}

TEST_CASE_TEMPLATE("exp: its edges", T, float, double) {
    using Limits = std::numeric_limits<T>;
    CHECK(simd::exp(Limits::infinity()) == Limits::infinity());
    CHECK(simd::exp(-Limits::infinity()) == 0);
    CHECK(std::isnan(simd::exp(Limits::quiet_NaN())));
    CHECK(simd::exp(Limits::max()) == Limits::infinity());
    CHECK(simd::exp(Limits::lowest()) == 0);
    T const last = simd::Exponential<T>::last_finite;
    CHECK(simd::exp(last) < Limits::infinity());
    CHECK(simd::exp(std::nextafter(last, T(1000))) == Limits::infinity());
    T const smallest = sizeof(T) == sizeof(float) ? T(-103.278929F) : T(-744.4400719213812);
    CHECK(simd::exp(smallest) == Limits::denorm_min());
}

TEST_CASE_TEMPLATE("exp: the same bits everywhere", T, float, double) {
    test::has_the_same_bits_in_every_lane_count<T, test::Exp>({0.34657359, 88.72284, 103.97208});
    test::has_the_same_bits_in_constant_expressions<T, test::Exp>();
}
