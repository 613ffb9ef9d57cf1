// Sums over the samples of a feature: copies in the last panel do not count.

#include <doctest/doctest.h>

#include <array>
#include <cstddef>
#include <limits>
#include <type_traits>
#include <vector>

#include <staticnn/kernel/column.hpp>

#include "kernel/naive.hpp"

using namespace naive;

/// Sum over a feature of x, where what lies past the last sample is NaN, and would be noticed.
template <class T, std::size_t F, std::size_t L>
void check(std::size_t samples) {
    CAPTURE(F);
    CAPTURE(L);
    CAPTURE(samples);
    std::size_t const panels = (samples + L - 1) / L;
    auto x = numbers<T>(panels * F * L, 0);
    for (std::size_t k = 0; k < x.size(); ++k)
        if (k / L / F * L + k % L >= samples) x[k] = std::numeric_limits<T>::quiet_NaN();

    for (std::size_t feature = 0; feature < F; ++feature) {
        Sum exact;
        for (std::size_t s = 0; s < samples; ++s) {
            Wide const value = x[(s / L * F + feature) * L + s % L];
            exact.add(value * value);
        }
        T const ours = kernel::sum_over_samples<F, L, T>(feature, samples, [&]<class V>(V, std::size_t at) {
            V const v = simd::load<V>(x.data() + at);
            return v * v;
        });
        CHECK(exact.is_within(gamma<T>(samples + 1), ours));
    }
}

TEST_CASE_TEMPLATE("column: sums count real samples, each once", T, float, double) {
    for_each_lane_count<T>([]<std::size_t L>(std::integral_constant<std::size_t, L>) {
        for (std::size_t const samples :
             {std::size_t{1}, std::size_t{2}, L, L + 1, 2 * L - 1, 3 * L, std::size_t{99}}) {
            check<T, 1, L>(samples);
            check<T, 3, L>(samples);
        }
    });
}

TEST_CASE_TEMPLATE("column: real_samples_only", T, float, double) {
    for_each_lane_count<T>([]<std::size_t L>(std::integral_constant<std::size_t, L>) {
        using V = simd::Vec<T, L>;
        auto const x = numbers<T>(L, 0);
        for (std::size_t samples = 2 * L; samples <= 3 * L + 1; ++samples) {
            CAPTURE(L);
            CAPTURE(samples);
            T lane[L];
            simd::store(lane, kernel::real_samples_only(simd::load<V>(x.data()), 2, samples));
            for (std::size_t l = 0; l < L; ++l) CHECK(lane[l] == (2 * L + l < samples ? x[l] : T(0)));
        }
    });
    // A selection: infinity in a copy must not become NaN.
    using V = simd::Vec<T, simd::lanes<T>>;
    T lane[simd::lanes<T>];
    simd::store(lane, kernel::real_samples_only(simd::broadcast<V>(std::numeric_limits<T>::infinity()), 0, 0));
    for (T const number : lane) CHECK(number == 0);
}

template <class T, std::size_t L>
constexpr T sum(std::size_t samples) {
    std::array<T, 3 * 2 * L> x{};
    for (std::size_t k = 0; k < x.size(); ++k) x[k] = number<T>(k);
    return kernel::sum_over_samples<2, L, T>(1, samples,
                                             [&]<class V>(V, std::size_t at) { return simd::load<V>(x.data() + at); });
}

TEST_CASE_TEMPLATE("column: a constant expression gives the same bits", T, float, double) {
    for_each_lane_count<T>([]<std::size_t L>(std::integral_constant<std::size_t, L>) {
        static constexpr T whole = sum<T, L>(3 * L), short_of_one = sum<T, L>(3 * L - 1);
        CHECK(test::identical(sum<T, L>(3 * L), whole));
        CHECK(test::identical(sum<T, L>(3 * L - 1), short_of_one));
    });
}
