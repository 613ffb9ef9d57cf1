#include <limits>

#include "simd/function_laws.hpp"

namespace simd = staticnn::simd;

static_assert(simd::tanh(0.0F) == 0 && simd::tanh(0.0) == 0);
static_assert(simd::tanh(1000.0F) == 1 && simd::tanh(-1000.0) == -1);
static_assert(simd::tanh(-std::numeric_limits<float>::infinity()) == -1);
static_assert(simd::tanh(0.5F) == -simd::tanh(-0.5F));
static_assert(simd::tanh(simd::Lanes<double, 2>{{0, 20}}).lane[1] == 1);

TEST_CASE_TEMPLATE("tanh: within its error", T, float, double) {
    // Where near zero ends, where n steps, where 1 begins.
    test::is_within_its_error<T, test::Tanh>({0.3125, 0.17328680, 0.51986038, 0.86643398, 9.0109138, 16, 19.061547});
}

TEST_CASE_TEMPLATE("tanh: its edges", T, float, double) {
    using Limits = std::numeric_limits<T>;
    CHECK(simd::tanh(Limits::infinity()) == 1);
    CHECK(simd::tanh(-Limits::infinity()) == -1);
    CHECK(simd::tanh(Limits::max()) == 1);
    CHECK(std::isnan(simd::tanh(Limits::quiet_NaN())));
    CHECK(std::isnan(simd::tanh(-Limits::quiet_NaN())));
    for (T const tiny :
         {T(0), Limits::denorm_min(), 12345 * Limits::denorm_min(), Limits::min(), Limits::epsilon() / 8}) {
        CHECK(test::identical(simd::tanh(tiny), tiny));
        CHECK(test::identical(simd::tanh(-tiny), -tiny));
    }
}

TEST_CASE_TEMPLATE("tanh: odd, and at most 1", T, float, double) {
    std::size_t wrong = 0;
    for (T const x : test::sample<T>({9.0109138, 19.061547})) {
        T const y = simd::tanh(x);
        if (std::abs(y) > 1 || !test::identical(simd::tanh(-x), -y)) ++wrong;
    }
    CHECK(wrong == 0);
}

TEST_CASE_TEMPLATE("tanh: the same bits everywhere", T, float, double) {
    test::has_the_same_bits_in_every_lane_count<T, test::Tanh>({0.3125, 0.17328680, 9.0109138});
    test::has_the_same_bits_in_constant_expressions<T, test::Tanh>();
}
