#pragma once

#include <cstddef>

namespace staticnn {

/// A number for the height and one for the width; one number stands for both.
struct Pair {
    std::size_t height = 0, width = 0;

    // NOLINTNEXTLINE(google-explicit-constructor): a kernel of 3 is one of 3 by 3
    constexpr Pair(std::size_t both) : height(both), width(both) {}
    constexpr Pair(std::size_t for_height, std::size_t for_width) : height(for_height), width(for_width) {}

    friend constexpr bool operator==(Pair const&, Pair const&) = default;
};

}  // namespace staticnn
