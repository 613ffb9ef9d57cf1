#pragma once

#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <type_traits>

#include <staticnn/simd/vec.hpp>

namespace test {

/// The same bits, or both not a number: whose sign and payload nobody promises.
template <class T>
bool identical(T a, T b) {
    using Bits = std::conditional_t<sizeof(T) == sizeof(float), std::uint32_t, std::uint64_t>;
    return (std::isnan(a) && std::isnan(b)) || std::bit_cast<Bits>(a) == std::bit_cast<Bits>(b);
}

template <class T>
bool identical(T const* a, T const* b, std::size_t count) {
    for (std::size_t k = 0; k < count; ++k)
        if (!identical(a[k], b[k])) return false;
    return true;
}

/// Calls f(integral_constant L) if so many lanes fit into a register of this machine.
template <class T, std::size_t L, class F>
void call_if_it_fits(F const& f) {
    if constexpr (L <= staticnn::simd::lanes<T>) f(std::integral_constant<std::size_t, L>{});
}

template <class T, std::size_t... L, class F>
void for_lane_counts(F const& f) {
    (call_if_it_fits<T, L>(f), ...);
}

template <class T, class F>
void for_each_lane_count(F const& f) {
    for_lane_counts<T, 1, 2, 4, 8, 16>(f);
}

}  // namespace test
