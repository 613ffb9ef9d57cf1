#include <limits>

#include "simd/function_laws.hpp"

namespace simd = staticnn::simd;

static_assert(simd::erf(0.0F) == 0 && simd::erf(0.0) == 0);
static_assert(simd::erf(1000.0F) == 1 && simd::erf(-1000.0) == -1);
static_assert(simd::erf(-std::numeric_limits<float>::infinity()) == -1);
static_assert(simd::erf(0.5F) == -simd::erf(-0.5F));
static_assert(simd::erf(simd::Lanes<double, 2>{{0, 20}}).lane[1] == 1);

TEST_CASE_TEMPLATE("erf: within its error", T, float, double) {
    // Where near zero ends, where 1 begins.
    test::is_within_its_error<T, test::Erf>({1, 0.5, 2, 3.8325, 3.9192, 5.8636, 5.9215});
}

TEST_CASE_TEMPLATE("erf: its edges", T, float, double) {
    using Limits = std::numeric_limits<T>;
    CHECK(simd::erf(Limits::infinity()) == 1);
    CHECK(simd::erf(-Limits::infinity()) == -1);
    CHECK(simd::erf(Limits::max()) == 1);
    CHECK(std::isnan(simd::erf(Limits::quiet_NaN())));
    CHECK(std::isnan(simd::erf(-Limits::quiet_NaN())));
    CHECK(test::identical(simd::erf(T(0)), T(0)));
    CHECK(test::identical(simd::erf(T(-0.0)), T(-0.0)));
}

TEST_CASE_TEMPLATE("erf: odd, and at most 1", T, float, double) {
    std::size_t wrong = 0;
    for (T const x : test::sample<T>({1, 3.9192, 5.9215})) {
        T const y = simd::erf(x);
        if (std::abs(y) > 1 || !test::identical(simd::erf(-x), -y)) ++wrong;
    }
    CHECK(wrong == 0);
}

TEST_CASE_TEMPLATE("erf: the same bits everywhere", T, float, double) {
    test::has_the_same_bits_in_every_lane_count<T, test::Erf>({1, 3.9192, 5.9215});
    test::has_the_same_bits_in_constant_expressions<T, test::Erf>();
}

/// The tail of the normal distribution, as far as it is a number that is not subnormal.
struct Tail {
    static constexpr double most_ulps = 6;
    static constexpr auto ours = [](auto x) { return simd::bell(x, decltype(x)(0.5)) * simd::tail_beside_bell(x); };
    static constexpr auto exact = [](auto x) { return std::erfc(x * std::sqrt(decltype(x)(0.5))) / 2; };
};

TEST_CASE_TEMPLATE("erf: the tail keeps its digits", T, float, double) {
    double worst = 0;
    T where = 0;
    for (int k = 0; k <= 100'000; ++k) {
        T const s = simd::NormalTail<T>::last * T(k) / 100'000;
        double const error = test::ulps(Tail::ours(s), Tail::exact(static_cast<long double>(s)));
        if (error > worst) worst = error, where = s;
    }
    CAPTURE(where);
    CHECK(worst <= Tail::most_ulps);
    CHECK(worst > 0.5);
}
