// Transposition, and the sums of rows by transposing: exact positions, and the same bits from registers and Lanes.

#include <doctest/doctest.h>

#include <array>
#include <cstddef>
#include <type_traits>

#include <staticnn/core/generator.hpp>
#include <staticnn/simd/transpose.hpp>

#include "simd/lane_counts.hpp"

namespace simd = staticnn::simd;
using test::for_each_lane_count;

/// Row i, lane l.
template <class T, std::size_t L>
struct Square {
    T number[L][L]{};

    template <class V>
    constexpr Square transposed() const {
        V rows[L];
        for (std::size_t i = 0; i < L; ++i) rows[i] = simd::load<V>(number[i]);
        simd::transpose(rows);
        Square result;
        for (std::size_t i = 0; i < L; ++i) simd::store(result.number[i], rows[i]);
        return result;
    }

    template <class V>
    constexpr std::array<T, L> sums() const {
        V rows[L];
        for (std::size_t i = 0; i < L; ++i) rows[i] = simd::load<V>(number[i]);
        std::array<T, L> result{};
        simd::store(result.data(), simd::transposing_sum(rows));
        return result;
    }
};

/// A different number in every place.
template <class T, std::size_t L>
constexpr Square<T, L> numbered() {
    Square<T, L> square;
    for (std::size_t i = 0; i < L; ++i)
        for (std::size_t l = 0; l < L; ++l) square.number[i][l] = T(100 * i + l);
    return square;
}

template <class T, std::size_t L, class V>
constexpr bool puts_each_in_its_place() {
    auto const result = numbered<T, L>().template transposed<V>();
    for (std::size_t i = 0; i < L; ++i)
        for (std::size_t l = 0; l < L; ++l)
            if (result.number[i][l] != T(100 * l + i)) return false;
    return true;
}

template <class T, std::size_t L, class V>
constexpr bool adds_each_row() {
    auto const result = numbered<T, L>().template sums<V>();
    for (std::size_t i = 0; i < L; ++i)
        if (result[i] != T(100 * i * L + L * (L - 1) / 2)) return false;  // whole numbers: no rounding
    return true;
}

// In a constant expression at every lane count that any machine has.
template <class T, std::size_t L>
constexpr bool in_constants =
    puts_each_in_its_place<T, L, simd::ConstantVec<T, L>>() && adds_each_row<T, L, simd::ConstantVec<T, L>>();
static_assert(in_constants<float, 1> && in_constants<float, 2> && in_constants<float, 4> && in_constants<float, 8> &&
              in_constants<float, 16>);
static_assert(in_constants<double, 1> && in_constants<double, 2> && in_constants<double, 4> && in_constants<double, 8>);

template <class T, std::size_t L>
Square<T, L> random_square(std::uint64_t seed) {
    staticnn::Generator generator{seed};
    Square<T, L> square;
    for (auto& row : square.number)
        for (T& number : row) number = generator.uniform(T(-1), T(1));
    return square;
}

TEST_CASE_TEMPLATE("transpose: rows become lanes", T, float, double) {
    for_each_lane_count<T>([]<std::size_t L>(std::integral_constant<std::size_t, L>) {
        CAPTURE(L);
        CHECK(puts_each_in_its_place<T, L, simd::Vec<T, L>>());

        auto const square = random_square<T, L>(L);
        auto const there = square.template transposed<simd::Vec<T, L>>();
        auto const back = there.template transposed<simd::Vec<T, L>>();
        CHECK(test::identical(&back.number[0][0], &square.number[0][0], L * L));
    });
}

TEST_CASE_TEMPLATE("transpose: transposing_sum adds the lanes of each row", T, float, double) {
    for_each_lane_count<T>([]<std::size_t L>(std::integral_constant<std::size_t, L>) {
        CAPTURE(L);
        CHECK(adds_each_row<T, L, simd::Vec<T, L>>());
    });
}

TEST_CASE_TEMPLATE("transpose: registers and Lanes add in the same order", T, float, double) {
    for_each_lane_count<T>([]<std::size_t L>(std::integral_constant<std::size_t, L>) {
        CAPTURE(L);
        for (std::uint64_t seed = 0; seed < 50; ++seed) {
            auto const square = random_square<T, L>(seed);
            auto const in_registers = square.template sums<simd::Vec<T, L>>();
            auto const in_lanes = square.template sums<simd::ConstantVec<T, L>>();
            CHECK(test::identical(in_registers.data(), in_lanes.data(), L));
        }
    });
}
