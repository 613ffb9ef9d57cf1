#pragma once

#include <cstddef>

#include <staticnn/model/layout.hpp>
#include <staticnn/model/model.hpp>

namespace staticnn::inline STATICNN_TARGET {

/// How many samples' activations a trainer holds: `nn::Trainer trainer{model, loss, optimizer, nn::capacity<256>};`
template <std::size_t Samples>
struct Capacity {
    static_assert(Samples > 0, "capacity: at least one sample");
};
template <std::size_t Samples>
inline constexpr Capacity<Samples> capacity{};

namespace train {

/// Numbers that a trainer keeps for each sample until the backward pass.
template <class Plan>
inline constexpr std::size_t numbers_per_sample =
    model::gradient_layout<Plan>().features + Plan::totals.all.sample_memory;

/// 128, halved while what is kept exceeds 256 kB, but never below 32.
template <class Plan, class T>
inline constexpr std::size_t default_capacity = [] {
    std::size_t held = 128;
    while (held > 32 && held * numbers_per_sample<Plan> * sizeof(T) > 256 * 1024) held /= 2;
    return held;
}();

}  // namespace train

}  // namespace staticnn::inline STATICNN_TARGET
