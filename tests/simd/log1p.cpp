#include <limits>

#include "simd/function_laws.hpp"

namespace simd = staticnn::simd;

static_assert(simd::log1p(0.0F) == 0 && simd::log1p(0.0) == 0);
static_assert(simd::log1p(-1.0F) == -std::numeric_limits<float>::infinity());
static_assert(simd::log1p(std::numeric_limits<double>::infinity()) == std::numeric_limits<double>::infinity());
static_assert(simd::log1p(0x1p-60) == 0x1p-60 && simd::log1p(-0x1p-100F) == -0x1p-100F);

TEST_CASE_TEMPLATE("log1p: within its error", T, float, double) {
    // Where 1 + x steps over √½ or √2, where it begins to differ from 1, where x is as large as 1.
    double const eps = double(std::numeric_limits<T>::epsilon());
    test::is_within_its_error<T, test::Log1p>(
        {-0.29289321881345248, 0.41421356237309505, 1, 2, eps, eps / 2, eps / 4, 1 / eps});
}

TEST_CASE_TEMPLATE("log1p: its edges", T, float, double) {
    using Limits = std::numeric_limits<T>;
    CHECK(simd::log1p(T(-1)) == -Limits::infinity());
    CHECK(simd::log1p(Limits::infinity()) == Limits::infinity());
    for (T const below : {T(-1) - Limits::epsilon(), T(-2), -Limits::infinity(), Limits::lowest()})
        CHECK(std::isnan(simd::log1p(below)));
    CHECK(std::isnan(simd::log1p(Limits::quiet_NaN())));
    for (T const itself : {T(0), T(-0.0), Limits::denorm_min(), -Limits::min()})
        CHECK(test::identical(simd::log1p(itself), itself));
}

TEST_CASE_TEMPLATE("log1p: the same bits everywhere", T, float, double) {
    test::has_the_same_bits_in_every_lane_count<T, test::Log1p>({-0.29289321881345248, 0.41421356237309505, 1});
    test::has_the_same_bits_in_constant_expressions<T, test::Log1p, false>();
}
