// Rows of features: every one is met, and sums and the largest are right, at lengths around those of registers.

#include <doctest/doctest.h>

#include <cstddef>
#include <limits>
#include <utility>
#include <vector>

#include <staticnn/kernel/row.hpp>

#include "kernel/naive.hpp"

namespace kernel = staticnn::kernel;
namespace simd = staticnn::simd;

/// Calls f(constant) for lengths of a row.
template <class Function>
void for_each_length(Function f) {
    [&]<std::size_t... F>(std::index_sequence<F...>) {
        (f(std::integral_constant<std::size_t, F>{}), ...);
    }(std::index_sequence<1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 33, 99, 127, 128, 131, 200>{});
}

TEST_CASE_TEMPLATE("row: registers cover one sample and reach no further", T, float, double) {
    for_each_length([]<std::size_t F>(std::integral_constant<std::size_t, F>) {
        CAPTURE(F);
        std::vector<T> met(F + 1);
        std::size_t past_the_end = 0;
        kernel::cover_features<F, T>([&]<class V>(V, std::size_t first) {
            constexpr std::size_t L = simd::lane_count<V>;
            if (first + L > F) ++past_the_end;
            simd::store(met.data() + first, simd::broadcast<V>(1));
        });
        std::vector<T> expected(F, T(1));
        expected.push_back(0);
        CHECK(met == expected);
        CHECK(past_the_end == 0);
    });
}

TEST_CASE_TEMPLATE("row: the sum and the largest of one sample", T, float, double) {
    for_each_length([]<std::size_t F>(std::integral_constant<std::size_t, F>) {
        CAPTURE(F);
        auto const x = naive::numbers<T>(F, 300);
        naive::Sum exact, exact_squares;
        T most = x[0];
        for (T const value : x) {
            exact.add(value), exact_squares.add(naive::Wide(value) * value);
            most = value > most ? value : most;
        }
        T const sum = kernel::sum_of_one<F, T>(
            [&]<class V>(V so_far, std::size_t k) { return so_far + simd::load<V>(x.data() + k); });
        T const squares = kernel::sum_of_one<F, T>([&]<class V>(V so_far, std::size_t k) {
            V const value = simd::load<V>(x.data() + k);
            return simd::multiply_add(value, value, so_far);
        });
        CHECK(exact.is_within(naive::gamma<T>(F), sum));
        CHECK(exact_squares.is_within(naive::gamma<T>(F), squares));
        CHECK(kernel::largest_of_one<F>(x.data()) == most);
    });
}

TEST_CASE_TEMPLATE("row: folds of samples in lanes", T, float, double) {
    constexpr std::size_t L = simd::lanes<T>;
    for_each_length([]<std::size_t F>(std::integral_constant<std::size_t, F>) {
        CAPTURE(F);
        auto const x = naive::numbers<T>(F * L, 300);
        T sum[L], most[L];
        kernel::in_lanes<T, L>([&]<class V>(V) {
            auto const value = [&](std::size_t f) { return simd::load<V>(x.data() + f * L); };
            auto const max = [](V a, V b) { return simd::max(a, b); };
            simd::store(sum, kernel::sum_features<F, V>([&](V s, std::size_t f) { return s + value(f); }));
            simd::store(most, kernel::fold_features<F>(
                                  value(0), [&](V m, std::size_t f) { return simd::max(m, value(f)); }, max));
        });
        for (std::size_t l = 0; l < L; ++l) {
            naive::Sum exact;
            T largest = x[l];
            for (std::size_t f = 0; f < F; ++f) {
                exact.add(x[f * L + l]);
                largest = x[f * L + l] > largest ? x[f * L + l] : largest;
            }
            CHECK(exact.is_within(naive::gamma<T>(F), sum[l]));
            CHECK(most[l] == largest);
        }
    });
}

// In constant expressions, and with NaN.
constexpr float three[]{-1, 5, 2};
static_assert(kernel::largest_of_one<3>(three) == 5);
static_assert(kernel::sum_of_one<3, float>([]<class V>(V sum, std::size_t k) {
                  return sum + simd::load<V>(three + k);
              }) == 6);

TEST_CASE_TEMPLATE("row: the larger of two", T, float, double) {
    constexpr T nan = std::numeric_limits<T>::quiet_NaN();
    CHECK(simd::max(T(1), T(2)) == 2);
    CHECK(simd::max(T(2), T(1)) == 2);
    CHECK(simd::max(nan, T(1)) == 1);
    CHECK(simd::max(T(1), nan) != simd::max(T(1), nan));
}
