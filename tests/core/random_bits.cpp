// random_bits: each bit a fair coin, and no neighbour tells of another. The numbers are fixed: so are the outcomes.

#include <doctest/doctest.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

#include <staticnn/core/random_bits.hpp>

namespace core = staticnn::core;

constexpr std::uint32_t count = 1 << 14;  // samples by features: 2^7 of each

/// Calls f with the bits of many samples and features.
template <class F>
void for_each(std::uint64_t key, F f) {
    for (std::uint32_t sample = 0; sample < 128; ++sample)
        for (std::uint32_t feature = 0; feature < 128; ++feature)
            f(core::random_bits(key, sample, feature), sample, feature);
}

/// Whether each of the 32 bits was set half of the time: 5 standard deviations of a fair coin, sqrt(count) / 2 each.
struct Coins {
    int set[32]{};

    void add(std::uint32_t bits) {
        for (int k = 0; k < 32; ++k) set[k] += int(bits >> k & 1);
    }
    bool fair() const {
        return std::ranges::all_of(
            set, [](int n) { return std::abs(n - int(count) / 2) < 5 * std::sqrt(double(count)) / 2; });
    }
};

constexpr std::uint64_t keys[] = {0, 1, 42, 0x9e3779b97f4a7c15, ~0ULL};

TEST_CASE("random_bits: a constant expression") {
    constexpr std::uint32_t bits = core::random_bits(42, 3, 7);
    std::uint32_t volatile const sample = 3;
    CHECK(core::random_bits(42, sample, 7) == bits);
}

TEST_CASE("random_bits: each bit is set half of the time") {
    for (std::uint64_t const key : keys) {
        Coins coins;
        for_each(key, [&](std::uint32_t bits, auto, auto) { coins.add(bits); });
        CHECK(coins.fair());
    }
}

TEST_CASE("random_bits: unfair coins are found out") {
    Coins coins;  // one in 16 too many
    for_each(1, [&](std::uint32_t bits, auto sample, auto) { coins.add(sample % 16 == 0 ? bits | 1 : bits); });
    CHECK(!coins.fair());
}

TEST_CASE("random_bits: samples, features and keys know nothing of their neighbours") {
    for (std::uint64_t const key : keys) {
        Coins sample_after, feature_after, both, key_after, high_half;
        for_each(key, [&](std::uint32_t bits, std::uint32_t sample, std::uint32_t feature) {
            sample_after.add(bits ^ core::random_bits(key, sample + 1, feature));
            feature_after.add(bits ^ core::random_bits(key, sample, feature + 1));
            both.add(bits ^ core::random_bits(key, sample + 1, feature + 1));
            key_after.add(bits ^ core::random_bits(key + 1, sample, feature));
            high_half.add(bits ^ core::random_bits(key ^ 1ULL << 32, sample, feature));
        });
        CHECK(sample_after.fair());
        CHECK(feature_after.fair());
        CHECK(both.fair());
        CHECK(key_after.fair());
        CHECK(high_half.fair());
    }
}

TEST_CASE("random_bits: few numbers come twice") {
    std::vector<std::uint32_t> seen;
    for_each(42, [&](std::uint32_t bits, auto, auto) { seen.push_back(bits); });
    std::ranges::sort(seen);
    auto const [first, last] = std::ranges::unique(seen);
    // By chance 2^28 / 2^33 pairs, that is 0.03.
    CHECK(last - first <= 1);
}

TEST_CASE("random_bits: mix is a permutation") {
    std::vector<std::uint32_t> seen(1 << 16);
    for (std::uint32_t k = 0; k < seen.size(); ++k) seen[k] = core::mix(k * 0x10001);
    std::ranges::sort(seen);
    CHECK(std::ranges::adjacent_find(seen) == seen.end());
}

TEST_CASE("random_bits: derived keys differ, in half of their bits") {
    std::vector<std::uint64_t> seen;
    double bits = 0;
    for (std::uint64_t key = 0; key < 64; ++key)
        for (std::uint64_t part = 0; part < 64; ++part) {
            seen.push_back(core::derived_key(core::derived_key(7, key), part));
            bits += std::popcount(core::derived_key(key, part) ^ core::derived_key(key, part + 1));
        }
    std::ranges::sort(seen);
    CHECK(std::ranges::adjacent_find(seen) == seen.end());
    // The mean of 4096 sums of 64 fair coins has a standard deviation of 4 / 64.
    CHECK(std::abs(bits / 4096 - 32) < 5 * 4.0 / 64);
}
