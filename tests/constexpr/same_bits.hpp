#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <type_traits>

namespace constexpr_tests {

/// The bits of a number, in which -0 is not 0 and a NaN is itself.
template <class T>
constexpr auto bits(T value) {
    using Bits = std::conditional_t<sizeof(T) == sizeof(float), std::int32_t, std::int64_t>;
    return std::bit_cast<Bits>(value);
}

/// How many numbers that T can hold lie between a and b: 0 where they are the same bit for bit, 1 for neighbours.
template <class T>
constexpr std::int64_t ulps(T a, T b) {
    if (bits(a) == bits(b)) return 0;
    auto const place = [](T v) {
        auto const all = std::int64_t(bits(v));
        return all < 0 ? -(all & (sizeof(T) == sizeof(float) ? 0x7fffffff : 0x7fffffffffffffff)) : all;
    };
    std::int64_t const distance = place(a) - place(b);
    return distance < 0 ? -distance : distance > 0 ? distance : 1;  // -0 is not 0
}

/// The largest distance of two lists of as many numbers.
template <class Numbers>
constexpr std::int64_t ulps_apart(Numbers const& a, Numbers const& b) {
    std::int64_t most = 0;
    for (std::size_t k = 0; k < a.size(); ++k) {
        std::int64_t const here = ulps(a[k], b[k]);
        most = here > most ? here : most;
    }
    return most;
}

template <class Numbers>
constexpr bool same_bits(Numbers const& a, Numbers const& b) {
    return ulps_apart(a, b) == 0;
}

/// Keeps the compiler from knowing a number, so that what is made of it is made at run time.
template <class T>
T at_run_time(T value) {
    T volatile hidden = value;
    return hidden;
}

}  // namespace constexpr_tests
