// The fused multiply-add of constant expressions against the machine's or the C library's.
//
// `fused` is plain arithmetic that a compiler may fuse itself at run time, which would spoil it: what it rounds is
// tested on tables that were made at compile time.

#include <doctest/doctest.h>

#include <array>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>

#include <staticnn/core/multiply_add.hpp>
#include <staticnn/core/random_bits.hpp>

#include "core/is_constant.hpp"

namespace core = staticnn::core;

template <class T>
struct Case {
    T a, b, c, result;
};

/// A random significand with a sign, times 2^exponent.
template <class T>
constexpr T number(std::uint64_t bits, int exponent) {
    if constexpr (sizeof(T) == sizeof(float))
        return std::bit_cast<float>(std::uint32_t(bits & 0x807fffff) | std::uint32_t(exponent + 127) << 23);
    else
        return std::bit_cast<double>((bits & 0x800fffffffffffff) | std::uint64_t(exponent + 1023) << 52);
}

/// An exponent in [from, to].
constexpr int between(std::uint64_t bits, int from, int to) { return from + int(bits % std::uint64_t(to - from + 1)); }

template <class T>
constexpr int digits = std::numeric_limits<T>::digits;

/// Three numbers whose exponents are near enough that every digit matters.
template <class T>
constexpr Case<T> any(std::size_t k) {
    std::uint64_t const key = core::derived_key(1, k), more = core::derived_key(2, k);
    int const p = between(more, -20, 20), q = between(more >> 16, -20, 20);
    int const distance = between(more >> 32, -digits<T> - 3, 2 * digits<T> + 3);
    return {number<T>(key, p), number<T>(core::derived_key(key, 0), q),
            number<T>(core::derived_key(key, 1), p + q + distance), 0};
}

/// The product is half a unit in c's last place, or as little above or below it as there are digits for.
template <class T>
constexpr Case<T> halfway(std::size_t k) {
    T const tiny = std::numeric_limits<T>::epsilon() * T(k % 7);
    T const half = std::numeric_limits<T>::epsilon() / 2;
    T const c = number<T>(core::derived_key(3, k), 0);
    T const sign = k % 2 == 0 ? 1 : -1;
    switch (k % 3) {
        case 0: return {1 + tiny, sign * half * (1 - tiny), c, 0};  // 1 - tiny²: below
        case 1: return {1 + tiny, sign * half, c, 0};               // 1 + tiny: above
        default: return {2, sign * half / 2, c, 0};                 // exactly: to the even neighbour
    }
}

/// c takes the whole rounded product away, or nearly so.
template <class T>
constexpr Case<T> cancelling(std::size_t k) {
    Case<T> one = any<T>(k);
    T const product = one.a * one.b;
    one.c = -product * (1 + T(int(k % 5) - 2) * std::numeric_limits<T>::epsilon());
    return one;
}

/// Floats whose sum is subnormal, where the last place is not where it is in other floats.
constexpr Case<float> subnormal(std::size_t k) {
    std::uint64_t const key = core::derived_key(5, k);
    if (k % 2 == 0)
        return {number<float>(key, between(key >> 40, -80, -70)), number<float>(key >> 7, between(key >> 50, -80, -55)),
                std::bit_cast<float>(std::uint32_t(key >> 33) & 0x807fffff), 0};
    // Nearly half of the smallest number, above or below, beside an odd or even multiple of it.
    float const tiny = 0x1p-20F * float(1 + k % 5);
    return {0x1p-75F * (1 + tiny), 0x1p-75F * (1 - tiny), std::bit_cast<float>(std::uint32_t(key % 0x800000)), 0};
}

template <class T, std::size_t Count, class Make>
constexpr auto fused_at_compile_time(Make make) {
    std::array<Case<T>, Count> cases{};
    for (std::size_t k = 0; k < Count; ++k) {
        cases[k] = make(k);
        cases[k].result = core::fused(cases[k].a, cases[k].b, cases[k].c);
    }
    return cases;
}

/// How many differ from std::fma, sign of zero included.
std::size_t wrong(auto const& cases) {
    std::size_t count = 0;
    for (auto const [a, b, c, result] : cases) {
        auto const exact = std::fma(a, b, c);
        if (result != exact || std::signbit(result) != std::signbit(exact)) ++count;
    }
    return count;
}

TEST_CASE_TEMPLATE("multiply_add: fused rounds once, random numbers", T, float, double) {
    static constexpr auto cases = fused_at_compile_time<T, 4000>(any<T>);
    CHECK(wrong(cases) == 0);

    // The table would notice: rounding twice gives other numbers.
    std::size_t different = 0;
    for (auto const [a, b, c, result] : cases) {
        T volatile const product = a * b;
        if (product + c != result) ++different;
    }
    CHECK(different > 100);
}

TEST_CASE_TEMPLATE("multiply_add: fused rounds once, halfway between two numbers", T, float, double) {
    static constexpr auto cases = fused_at_compile_time<T, 3000>(halfway<T>);
    CHECK(wrong(cases) == 0);
}

TEST_CASE_TEMPLATE("multiply_add: fused rounds once, cancellation", T, float, double) {
    static constexpr auto cases = fused_at_compile_time<T, 3000>(cancelling<T>);
    CHECK(wrong(cases) == 0);
}

TEST_CASE("multiply_add: fused rounds once, subnormal floats") {
    static constexpr auto cases = fused_at_compile_time<float, 2000>(subnormal);
    CHECK(wrong(cases) == 0);
}

TEST_CASE_TEMPLATE("multiply_add: zeros keep their signs", T, float, double) {
    constexpr T zero = 0, one = 1;
    static constexpr Case<T> cases[] = {{one, one, -one, core::fused(one, one, -one)},
                                        {-one, zero, -zero, core::fused(-one, zero, -zero)},
                                        {-one, zero, zero, core::fused(-one, zero, zero)},
                                        {zero, zero, -one, core::fused(zero, zero, -one)},
                                        {one, -zero, one, core::fused(one, -zero, one)}};
    CHECK(wrong(cases) == 0);
}

template <class T>
constexpr T infinite_factor() {
    return core::fused(std::numeric_limits<T>::infinity(), T(2), T(1));
}
template <class T>
constexpr T infinite_summand() {
    return core::fused(T(2), T(1), -std::numeric_limits<T>::infinity());
}

TEST_CASE_TEMPLATE("multiply_add: NaN and infinity pass", T, float, double) {
    // Compilers take NaN for an error in a constant expression; no rounding is at stake here, so that at run time
    // the same function may be called.
    T const inf = std::numeric_limits<T>::infinity(), nan = std::numeric_limits<T>::quiet_NaN();
    T const large = sizeof(T) == sizeof(float) ? std::numeric_limits<T>::max() : T(0x1p+500);  // its product is finite
    T const numbers[] = {0, T(-0.0), 1, -3, inf, -inf, nan, large, -large};
    for (T const a : numbers)
        for (T const b : numbers)
            for (T const c : numbers) {
                T const exact = std::fma(a, b, c);
                if (std::isfinite(exact)) continue;
                CAPTURE(a);
                CAPTURE(b);
                CAPTURE(c);
                T const ours = core::fused(a, b, c);
                CHECK((std::isnan(exact) ? std::isnan(ours) : ours == exact));
            }
    CHECK(is_constant<infinite_factor<T>>(0));
    CHECK(is_constant<infinite_summand<T>>(0));
}

/// Rounded once where the machine can, else twice.
template <class T>
T expected(T a, T b, T c) {
    if (core::has_fma) return std::fma(a, b, c);
    T volatile const product = a * b;
    return product + c;
}

/// Apart, so that the compiler sees a product that only the sum needs, and no numbers.
template <class T>
[[gnu::noinline]] T at_run_time(T a, T b, T c) {
    return core::multiply_add(a, b, c);
}

TEST_CASE_TEMPLATE("multiply_add: the same number at compile time and at run time", T, float, double) {
    static constexpr auto cases = [] {
        std::array<Case<T>, 1000> table{};
        for (std::size_t k = 0; k < table.size(); ++k) {
            Case<T> one = any<T>(k);
            one.result = core::multiply_add(one.a, one.b, one.c);
            table[k] = one;
        }
        return table;
    }();
    std::size_t wrong_at_compile_time = 0, wrong_at_run_time = 0;
    for (auto const [a, b, c, result] : cases) {
        if (result != expected(a, b, c)) ++wrong_at_compile_time;
        if (at_run_time(a, b, c) != expected(a, b, c)) ++wrong_at_run_time;
    }
    CHECK(wrong_at_compile_time == 0);
    CHECK(wrong_at_run_time == 0);
}
