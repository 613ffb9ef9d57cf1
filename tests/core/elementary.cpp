// The square root, exact; logarithm, sine and cosine within the errors they state; at compile time and at run time.

#include <doctest/doctest.h>

#include <array>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <type_traits>

#include <staticnn/core/elementary.hpp>
#include <staticnn/core/random_bits.hpp>

#include "core/is_constant.hpp"

namespace core = staticnn::core;

constexpr std::uint64_t random64(std::size_t k) { return core::derived_key(2024, k); }

/// The same number in the same bits, or both not a number.
template <class T>
bool identical(T a, T b) {
    if (std::isnan(a) || std::isnan(b)) return std::isnan(a) && std::isnan(b);
    return a == b && std::signbit(a) == std::signbit(b);
}

template <class T>
constexpr T special[] = {T(0),
                         T(-0.0),
                         T(1),
                         T(-1),
                         std::numeric_limits<T>::infinity(),
                         -std::numeric_limits<T>::infinity(),
                         std::numeric_limits<T>::quiet_NaN(),
                         std::numeric_limits<T>::denorm_min(),
                         -std::numeric_limits<T>::denorm_min(),
                         3 * std::numeric_limits<T>::denorm_min(),
                         std::numeric_limits<T>::min() - std::numeric_limits<T>::denorm_min(),
                         std::numeric_limits<T>::min(),
                         1 + std::numeric_limits<T>::epsilon(),
                         1 - std::numeric_limits<T>::epsilon() / 2,
                         T(2),
                         T(3),
                         T(5),
                         T(4) - 4 * std::numeric_limits<T>::epsilon() / 2,
                         T(4) + 4 * std::numeric_limits<T>::epsilon()};

/// A positive finite number with random bits: every exponent, subnormal ones too.
template <class T>
constexpr T any_number(std::size_t k) {
    if constexpr (sizeof(T) == sizeof(float))
        return std::bit_cast<float>(std::uint32_t(random64(k) % 0x7f800000U));
    else
        return std::bit_cast<double>(random64(k) % 0x7ff0000000000000U);
}

/// Near a perfect square, where the last digit is hardest to find.
template <class T>
constexpr T near_square(std::size_t k) {
    T const root = 1 + T(random64(k) >> 40) * T(0x1p-24);
    T const square = root * root;
    return square * (1 + T(int(k % 5) - 2) * std::numeric_limits<T>::epsilon());
}

template <class T>
constexpr T root_of_largest() {
    return core::square_root(std::numeric_limits<T>::max());
}

template <class T, std::size_t Count, class Input>
constexpr auto roots(Input input) {
    std::array<T, Count> table{};
    for (std::size_t k = 0; k < Count; ++k) table[k] = core::square_root(input(k));
    return table;
}

TEST_CASE_TEMPLATE("elementary: the square root of a constant expression is rounded once", T, float, double) {
    constexpr std::size_t specials = std::size(special<T>);
    constexpr auto of_special = roots<T, specials>([](std::size_t k) { return special<T>[k]; });
    constexpr auto of_any = roots<T, 300>(any_number<T>);  // a step of Newton's for each two octaves from 1
    constexpr auto of_near = roots<T, 2000>(near_square<T>);

    for (std::size_t k = 0; k < specials; ++k) {
        CAPTURE(special<T>[k]);
        CHECK(identical(of_special[k], std::sqrt(special<T>[k])));
    }
    CHECK(is_constant<root_of_largest<T>>(0));
    for (std::size_t k = 0; k < of_any.size(); ++k) CHECK(of_any[k] == std::sqrt(any_number<T>(k)));
    for (std::size_t k = 0; k < of_near.size(); ++k) {
        // The input is computed again, but in separate roundings: a fused one would be another input.
        T volatile const input = near_square<T>(k);
        CHECK(of_near[k] == std::sqrt(T(input)));
    }
}

TEST_CASE_TEMPLATE("elementary: the square root at run time is rounded once", T, float, double) {
    for (T const x : special<T>) CHECK(identical(core::square_root(x), std::sqrt(x)));
    CHECK(root_of_largest<T>() == std::sqrt(std::numeric_limits<T>::max()));
    bool equal = true;
    for (std::size_t k = 0; k < 100'000; ++k)
        equal = equal && core::square_root(any_number<T>(k)) == std::sqrt(any_number<T>(k));
    CHECK(equal);
}

/// Positive, normal and finite; one in four close to 1, where the logarithm is small.
constexpr double for_logarithm(std::size_t k) {
    std::uint64_t const mantissa = random64(k) >> 12;
    if (k % 4 == 0) return 1 + (double(mantissa % 2001) - 1000) * 0x1p-52;
    if (k % 4 == 1) return std::bit_cast<double>(mantissa | (0x3fdULL + k % 5) << 52);
    return std::bit_cast<double>(mantissa | (1 + random64(k + 7) % 2046) << 52);
}

double relative_error_of_logarithm(double ours, double x) {
    long double const exact = std::log(static_cast<long double>(x));
    return exact == 0 ? std::abs(ours) : double(std::abs((ours - exact) / exact));
}

TEST_CASE("elementary: the natural logarithm is within 4e-16 of itself") {
    static_assert(core::natural_logarithm(1) == 0);
    constexpr auto table = [] {
        std::array<double, 1000> values{};
        for (std::size_t k = 0; k < values.size(); ++k) values[k] = core::natural_logarithm(for_logarithm(k));
        return values;
    }();
    double worst = 0;
    for (std::size_t k = 0; k < table.size(); ++k)
        worst = std::max(worst, relative_error_of_logarithm(table[k], for_logarithm(k)));
    CHECK(worst <= 4e-16);

    worst = 0;
    for (std::size_t k = 0; k < 200'000; ++k)
        worst =
            std::max(worst, relative_error_of_logarithm(core::natural_logarithm(for_logarithm(k)), for_logarithm(k)));
    for (double const x : {std::numeric_limits<double>::min(), std::numeric_limits<double>::max(), 0x1p-24, 0x1p-53})
        worst = std::max(worst, relative_error_of_logarithm(core::natural_logarithm(x), x));
    CHECK(worst <= 4e-16);
}

/// In [0, 7); one in four next to a multiple of an eighth turn.
constexpr double for_angle(std::size_t k) {
    if (k % 4 == 0) return 0.78539816339744831 * double(k / 4 % 9) + double(k % 64) * 0x1p-52;
    return double(random64(k) >> 11) * 0x1p-53 * 7;
}

double error_of(core::SineCosine ours, double angle) {
    auto const exact = static_cast<long double>(angle);
    return double(std::max(std::abs(ours.sine - std::sin(exact)), std::abs(ours.cosine - std::cos(exact))));
}

TEST_CASE("elementary: sine and cosine are within 2e-16") {
    static_assert(core::sine_cosine(0).sine == 0 && core::sine_cosine(0).cosine == 1);
    static constexpr auto angles = [] {
        std::array<double, 1000> values{};
        for (std::size_t k = 0; k < values.size(); ++k) values[k] = for_angle(k);
        return values;
    }();
    constexpr auto table = [] {
        std::array<core::SineCosine, 1000> values{};
        for (std::size_t k = 0; k < values.size(); ++k) values[k] = core::sine_cosine(angles[k]);
        return values;
    }();
    double worst = 0;
    for (std::size_t k = 0; k < table.size(); ++k) worst = std::max(worst, error_of(table[k], angles[k]));
    CHECK(worst <= 2e-16);

    worst = 0;
    for (std::size_t k = 0; k < 200'000; ++k) {
        double const angle = for_angle(k);
        worst = std::max(worst, error_of(core::sine_cosine(angle), angle));
    }
    CHECK(worst <= 2e-16);
}
