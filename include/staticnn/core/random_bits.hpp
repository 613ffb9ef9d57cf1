#pragma once

#include <cstddef>
#include <cstdint>

#include <staticnn/core/target.hpp>

namespace staticnn::inline STATICNN_TARGET::core {

/// A permutation of the 32-bit numbers after which every input bit has moved every output bit about half the time.
///
/// Source   the shape and constants of `lowbias32`: Wellons, Prospecting for hash functions (2018)
constexpr std::uint32_t mix(std::uint32_t x) {
    x = (x ^ (x >> 16)) * 0x7feb352du;
    x = (x ^ (x >> 15)) * 0x846ca68bu;
    return x ^ (x >> 16);
}

/// 32 random bits that belong to one number of one sample: the same wherever and in whatever order they are asked for.
constexpr std::uint32_t random_bits(std::uint64_t key, std::uint32_t sample, std::uint32_t feature) {
    return mix(mix(mix(std::uint32_t(key) ^ feature * 0x9e3779b9u) + sample) ^ std::uint32_t(key >> 32));
}

/// The key of one part of a step, from the key of the step.
///
/// Source   Steele, Lea & Flood, Fast splittable pseudorandom number generators, OOPSLA 2014 (splitmix64)
constexpr std::uint64_t derived_key(std::uint64_t key, std::uint64_t part) {
    std::uint64_t z = key + (part + 1) * 0x9e3779b97f4a7c15u;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

}  // namespace staticnn::inline STATICNN_TARGET::core
