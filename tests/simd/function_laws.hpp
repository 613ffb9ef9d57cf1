#pragma once

#include <doctest/doctest.h>

#include <array>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <limits>
#include <vector>

#include "simd/functions.hpp"
#include "simd/lane_counts.hpp"

/// What holds for each elementary function of simd.
namespace test {

template <class T>
using BitsOf = std::conditional_t<sizeof(T) == sizeof(float), std::uint32_t, std::uint64_t>;

template <class T>
std::vector<T> special_numbers() {
    using Limits = std::numeric_limits<T>;
    std::vector<T> numbers;
    for (T const x :
         {T(0), Limits::denorm_min(), 3 * Limits::denorm_min(), Limits::min() - Limits::denorm_min(), Limits::min(),
          Limits::epsilon(), T(0.5), T(1), T(2), T(1000), Limits::max(), Limits::infinity(), Limits::quiet_NaN()}) {
        numbers.push_back(x);
        numbers.push_back(-x);
    }
    return numbers;
}

/// The numbers within 500 places of x, and of -x.
template <class T>
void add_neighbours(std::vector<T>& numbers, T x) {
    for (int k = -500; k <= 500; ++k) {
        T const near = std::bit_cast<T>(std::bit_cast<BitsOf<T>>(std::abs(x)) + BitsOf<T>(k));
        numbers.push_back(near);
        numbers.push_back(-near);
    }
}

/// Numbers of all sizes: every 4099th float; as many doubles, most of them of a size between 2^-60 and 2^11. And those
/// next to where a function changes over.
template <class T>
std::vector<T> sample(std::initializer_list<double> breakpoints) {
    std::vector<T> numbers = special_numbers<T>();
    for (double const x : breakpoints) add_neighbours(numbers, T(x));
    if constexpr (sizeof(T) == sizeof(float)) {
        for (std::uint64_t bits = 0; bits < std::uint64_t{1} << 32; bits += 4099)
            numbers.push_back(std::bit_cast<float>(std::uint32_t(bits)));
    } else {
        auto const add = [&](double from, double to, std::uint64_t count) {
            auto const first = std::bit_cast<std::uint64_t>(from), last = std::bit_cast<std::uint64_t>(to);
            for (std::uint64_t k = 0; k < count; ++k) {
                numbers.push_back(std::bit_cast<double>(first + k * ((last - first) / count) + k % 977));
                numbers.push_back(-numbers.back());
            }
        };
        add(0, std::numeric_limits<double>::max(), 100'000);
        add(0x1p-60, 0x1p-4, 100'000);
        add(0x1p-4, 0x1p+6, 200'000);
        add(0x1p+6, 0x1p+11, 100'000);
    }
    return numbers;
}

/// Every result is as near to the exact value as the function states, and infinite or NaN where that is.
template <class T, class Function>
void is_within_its_error(std::initializer_list<double> breakpoints) {
    constexpr std::size_t L = staticnn::simd::lanes<T>;
    std::vector<T> x = sample<T>(breakpoints);
    x.resize((x.size() + L - 1) / L * L);
    double worst = 0;
    T where = 0, gives = 0;
    for (std::size_t k = 0; k < x.size(); k += L) {
        T result[L];
        staticnn::simd::store(result, Function::ours(staticnn::simd::load<staticnn::simd::Vec<T, L>>(x.data() + k)));
        for (std::size_t l = 0; l < L; ++l) {
            double const error = ulps(result[l], Function::exact(static_cast<long double>(x[k + l])));
            if (error > worst) worst = error, where = x[k + l], gives = result[l];
        }
    }
    CAPTURE(where);
    CAPTURE(gives);
    CHECK(worst <= Function::most_ulps);
    CHECK(worst > 0.5);  // or the sample would not be looked at
}

/// Alone, in registers of every width and in Lanes: the same bits.
template <class T, class Function>
void has_the_same_bits_in_every_lane_count(std::initializer_list<double> breakpoints) {
    std::vector<T> const x = sample<T>(breakpoints);
    std::vector<T> alone(x.size());
    for (std::size_t k = 0; k < x.size(); ++k) alone[k] = Function::ours(x[k]);
    for_each_lane_count<T>([&]<std::size_t L>(std::integral_constant<std::size_t, L>) {
        CAPTURE(L);
        std::size_t different = 0;
        for (std::size_t k = 0; k + L <= x.size(); k += L) {
            using namespace staticnn;
            T in_register[L], in_lanes[L];
            simd::store(in_register, Function::ours(simd::load<simd::Vec<T, L>>(x.data() + k)));
            simd::store(in_lanes, Function::ours(simd::load<simd::ConstantVec<T, L>>(x.data() + k)));
            if (!identical(in_register, alone.data() + k, L) || !identical(in_lanes, alone.data() + k, L)) ++different;
        }
        CHECK(different == 0);
    });
}

/// From 2^-20 to 80 or so, of both signs if the function takes them.
template <class T, bool Negative, std::size_t Count>
constexpr std::array<T, Count> constant_sample() {
    std::array<T, Count> numbers{};
    T x = T(0x1p-20);
    for (std::size_t k = 0; k < Count; ++k, x *= T(1.171875)) numbers[k] = Negative && k % 2 == 1 ? -x : x;
    return numbers;
}

/// The compiler finds the bits that the machine finds.
template <class T, class Function, bool Negative = true>
void has_the_same_bits_in_constant_expressions() {
    static constexpr auto x = constant_sample<T, Negative, 112>();
    static constexpr auto constant = [] {
        auto results = x;
        for (T& one : results) one = Function::ours(one);
        return results;
    }();
    static constexpr auto in_lanes = [] {
        auto results = x;
        using namespace staticnn::simd;
        for (std::size_t k = 0; k < results.size(); k += 4)
            store(results.data() + k, Function::ours(load<Lanes<T, 4>>(results.data() + k)));
        return results;
    }();
    std::size_t different = 0;
    for (std::size_t k = 0; k < x.size(); ++k) {
        T volatile const hidden = x[k];
        T const run = Function::ours(T(hidden));
        if (!identical(run, constant[k]) || !identical(run, in_lanes[k])) ++different;
    }
    CHECK(different == 0);
}

}  // namespace test
