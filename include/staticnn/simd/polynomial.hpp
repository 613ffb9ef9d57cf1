#pragma once

#include <cstddef>

#include <staticnn/simd/vec.hpp>

namespace staticnn::inline STATICNN_TARGET::simd {

/// x to the power of Exponent, itself a power of two.
template <std::size_t Exponent, class V>
[[gnu::always_inline]] constexpr V power(V x) {
    if constexpr (Exponent == 1) {
        return x;
    } else {
        V const root = power<Exponent / 2>(x);
        return root * root;
    }
}

/// c0 + c1 x + c2 x² + ..., for a number or a register. The upper and the lower half are summed side by side, since what
/// takes time is the longest chain of multiply-adds: two of them for 3 or 4 coefficients, three for 5 to 8, four for up
/// to 16. (G. Estrin, Organization of computer systems: the fixed plus variable structure computer, 1960)
template <auto const& Coefficients, std::size_t First = 0,
          std::size_t Count = sizeof(Coefficients) / sizeof(Coefficients[0]), class V>
[[gnu::always_inline]] constexpr V polynomial(V x) {
    if constexpr (Count == 1) {
        return broadcast<V>(Coefficients[First]);
    } else {
        constexpr std::size_t lower = [] {
            if (Count <= 3) return std::size_t{1};
            std::size_t power_of_two = 2;
            while (3 * power_of_two < Count) power_of_two *= 2;
            return power_of_two;
        }();
        return multiply_add(polynomial<Coefficients, First + lower, Count - lower>(x), power<lower>(x),
                            polynomial<Coefficients, First, lower>(x));
    }
}

}  // namespace staticnn::inline STATICNN_TARGET::simd
