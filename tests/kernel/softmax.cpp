// Exponentials of a row: those of samples in lanes and of one sample, with and without a place to keep them.

#include <doctest/doctest.h>

#include <cmath>
#include <cstddef>

#include <staticnn/kernel/softmax.hpp>

#include "kernel/naive.hpp"

namespace kernel = staticnn::kernel;
namespace simd = staticnn::simd;

TEST_CASE_TEMPLATE("softmax: exponentials in lanes and of one sample", T, float, double) {
    constexpr std::size_t F = 19, L = simd::lanes<T>;
    auto const x = naive::numbers<T>(F * L, 11);
    T e[F * L], largest[L], sum[L], sum_alone[L];
    kernel::in_lanes<T, L>([&]<class V>(V) {
        auto const row = kernel::exponentials<F, V>(x.data(), static_cast<T*>(e));
        simd::store(largest, row.largest), simd::store(sum, row.sum);
        simd::store(sum_alone, kernel::exponentials<F, V>(x.data(), static_cast<T*>(nullptr)).sum);
    });
    for (std::size_t l = 0; l < L; ++l) {
        CAPTURE(l);
        T one[F], kept[F];
        for (std::size_t f = 0; f < F; ++f) one[f] = x[f * L + l];
        auto const row = kernel::exponentials_of_one<F>(static_cast<T const*>(one), static_cast<T*>(kept));
        CHECK(row.largest == largest[l]);
        CHECK(row.sum == doctest::Approx(sum[l]).epsilon(1e-6));
        CHECK(sum_alone[l] == sum[l]);
        for (std::size_t f = 0; f < F; ++f) {
            CHECK(kept[f] == e[f * L + l]);
            CHECK(kept[f] == doctest::Approx(std::exp(one[f] - row.largest)).epsilon(1e-6));
        }
    }
}

// Nothing that would soon be subnormal.
static_assert(kernel::exp_below_zero(0.0F) == 1 && kernel::exp_below_zero(-80.5F) == 0);
static_assert(kernel::exp_below_zero(-79.0F) > 1e-35F && kernel::exp_below_zero(-691.0) == 0);
