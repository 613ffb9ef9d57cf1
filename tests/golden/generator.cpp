// The stream of torch.manual_seed: uniform numbers and permutations bit for bit, normal numbers within 4 ulp.

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include <staticnn/staticnn.hpp>

#include "golden/compare.hpp"
#include "golden/data/generator.hpp"
#include "golden/data/normal.hpp"

namespace nn = staticnn;

template <class T, std::size_t Count>
bool draws(std::uint64_t seed, T from, T to, T const (&expected)[Count]) {
    nn::Generator generator{seed};
    return std::ranges::all_of(expected, [&](T value) { return generator.uniform(from, to) == value; });
}

template <std::size_t Count>
std::vector<std::uint32_t> permutation(nn::Generator& generator) {
    std::vector<std::uint32_t> order(Count);
    generator.permutation(order);
    return order;
}

template <std::size_t Count>
bool permutes(std::uint64_t seed, std::uint32_t const (&expected)[Count]) {
    nn::Generator generator{seed};
    return golden::identical(permutation<Count>(generator), expected);
}

TEST_CASE_TEMPLATE("generator: bits, uniform numbers and permutations are PyTorch's", Expected,
                   golden::generator::seed_0, golden::generator::seed_1, golden::generator::seed_42,
                   golden::generator::seed_4294967301, golden::generator::seed_9223372036854775807) {
    constexpr std::uint64_t seed = Expected::seed;

    nn::Generator bits{seed};
    for (std::uint32_t const expected : Expected::bits) CHECK(bits() == expected);

    CHECK(draws(seed, 0.0F, 1.0F, Expected::float_unit));
    CHECK(draws(seed, 0.0, 1.0, Expected::double_unit));
    CHECK(draws(seed, -0.1F, 0.3F, Expected::float_uneven));
    CHECK(draws(seed, -0.1, 0.3, Expected::double_uneven));

    CHECK(permutes(seed, Expected::permutation_1));
    CHECK(permutes(seed, Expected::permutation_2));
    CHECK(permutes(seed, Expected::permutation_7));
    CHECK(permutes(seed, Expected::permutation_99));

    nn::Generator generator{seed};
    auto const order = permutation<1000>(generator);
    CHECK(golden::identical(std::span{order}.first<8>(), Expected::permutation_1000_front));
    CHECK(golden::identical(std::span{order}.last<8>(), Expected::permutation_1000_back));
    CHECK(generator.uniform(0.0F, 1.0F) == Expected::unit_after_permutation_1000);
}

/// The largest error in units of the last place of the value, or of the mean where that is larger: what is lost
/// when the two cancel is no error of ours.
template <class T>
double ulps(std::span<T const> ours, std::span<T const> expected, T mean) {
    double largest = 0;
    for (std::size_t k = 0; k < ours.size(); ++k) {
        T const size = std::max(std::abs(expected[k]), std::abs(mean));
        T const ulp = std::nextafter(size, std::numeric_limits<T>::infinity()) - size;
        largest = std::max(largest, double(std::abs(ours[k] - expected[k]) / ulp));
    }
    return largest;
}

template <class T>
std::vector<T> normal(nn::Generator& generator, std::size_t count, T mean, T std) {
    std::vector<T> values(count);
    generator.normal(std::span{values}, mean, std);
    return values;
}

template <class T>
void are_normal(std::span<golden::normal::Sample<T> const> samples) {
    for (auto const& [seed, mean, std, values] : samples) {
        CAPTURE(seed);
        CAPTURE(mean);
        CAPTURE(values.size());
        nn::Generator generator{seed};
        CHECK(ulps<T>(normal(generator, values.size(), mean, std), values, mean) <= 4);
    }
}

TEST_CASE("generator: normal numbers are PyTorch's within 4 ulp") {
    are_normal<float>(golden::normal::float_samples);
    are_normal<double>(golden::normal::double_samples);
}

TEST_CASE("generator: the second number of a normal pair is kept as long as PyTorch keeps it") {
    using Expected = golden::normal::interleaved;
    nn::Generator generator{42};

    auto next_are_normal = [&]<class T, std::size_t Count>(T const(&expected)[Count]) {
        return ulps<T>(normal(generator, Count, T(0), T(1)), expected, T(0)) <= 4;
    };
    auto next_are_uniform = [&](auto const& expected) {
        return std::ranges::all_of(expected, [&](float value) { return generator.uniform(0.0F, 1.0F) == value; });
    };

    CHECK(next_are_normal(Expected::normal_3));
    CHECK(next_are_uniform(Expected::uniform_2));
    CHECK(next_are_normal(Expected::double_normal_4));
    CHECK(next_are_normal(Expected::normal_17));
    CHECK(next_are_normal(Expected::double_normal_1));
    CHECK(next_are_normal(Expected::normal_1));
    CHECK(next_are_uniform(Expected::last_uniform));
}
