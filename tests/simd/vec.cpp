// One register of lanes, and the plain array that stands for it in a constant expression: the same bits from both.

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <type_traits>

#include <staticnn/core/generator.hpp>
#include <staticnn/simd/vec.hpp>

#include "simd/lane_counts.hpp"

namespace core = staticnn::core;
namespace simd = staticnn::simd;
using test::for_each_lane_count;
using test::identical;

static_assert(std::is_same_v<simd::Vec<float, 1>, float> && std::is_same_v<simd::ConstantVec<double, 1>, double>);
static_assert(simd::lane_count<float> == 1 && simd::is_scalar<float> && !simd::is_lanes<float>);
static_assert(simd::lane_count<simd::Lanes<double, 8>> == 8 && simd::is_lanes<simd::Lanes<double, 8>>);
static_assert(std::is_same_v<simd::Scalar<simd::Lanes<double, 8>>, double>);
static_assert(simd::lane_count<simd::Vec<float, 4>> == 4 && !simd::is_lanes<simd::Vec<float, 4>>);
static_assert(std::is_same_v<simd::Scalar<simd::Vec<float, 4>>, float>);
static_assert(sizeof(simd::Vec<double, 2>) == 16 && sizeof(simd::Lanes<double, 2>) == 16);

/// Special numbers and random ones, of every size.
template <class T>
struct Numbers {
    static constexpr std::size_t count = 512;
    T value[count];

    explicit Numbers(std::uint64_t seed) {
        using Limits = std::numeric_limits<T>;
        constexpr T special[] = {0,
                                 T(-0.0),
                                 1,
                                 -1,
                                 Limits::infinity(),
                                 -Limits::infinity(),
                                 Limits::quiet_NaN(),
                                 Limits::denorm_min(),
                                 -Limits::denorm_min(),
                                 Limits::min(),
                                 Limits::max(),
                                 Limits::lowest(),
                                 Limits::epsilon(),
                                 T(sizeof(T) == 4 ? 1e-35 : 1e-300),
                                 T(sizeof(T) == 4 ? -1e-35 : -1e-300)};
        staticnn::Generator generator{seed};
        for (T& v : value) {
            auto const kind = generator() % 8;
            if (kind == 0)
                v = special[generator() % std::size(special)];
            else if (kind < 4)
                v = generator.uniform(T(-2), T(2));
            else
                v = std::ldexp(generator.uniform(T(-2), T(2)), int(generator() % 100) - 50);
        }
    }
};

/// f of registers and f of Lanes, at every place of the numbers; whether they agree bit for bit.
template <class T, std::size_t L, class F>
bool agree(F f) {
    using V = simd::Vec<T, L>;
    using C = simd::ConstantVec<T, L>;
    Numbers<T> const a(1), b(2), c(3);
    bool all = true;
    for (std::size_t k = 0; k + L <= a.count; ++k) {  // mostly unaligned
        T in_registers[L], in_lanes[L];
        simd::store(in_registers,
                    f(simd::load<V>(a.value + k), simd::load<V>(b.value + k), simd::load<V>(c.value + k)));
        simd::store(in_lanes, f(simd::load<C>(a.value + k), simd::load<C>(b.value + k), simd::load<C>(c.value + k)));
        all = all && identical(in_registers, in_lanes, L);
    }
    return all;
}

TEST_CASE_TEMPLATE("vec: loads and stores at any address, and nothing beside", T, float, double) {
    for_each_lane_count<T>([]<std::size_t L>(std::integral_constant<std::size_t, L>) {
        Numbers<T> const numbers(4);
        for (std::size_t offset = 0; offset <= L; ++offset) {
            T to[3 * L + 2];
            std::ranges::fill(to, T(77));
            simd::store(to + 1 + offset, simd::load<simd::Vec<T, L>>(numbers.value + offset));
            CHECK(identical(to + 1 + offset, numbers.value + offset, L));
            for (std::size_t k = 0; k < std::size(to); ++k)
                if (k < 1 + offset || k >= 1 + offset + L) CHECK(to[k] == 77);
        }
    });
}

TEST_CASE_TEMPLATE("vec: broadcast changes no number", T, float, double) {
    for_each_lane_count<T>([]<std::size_t L>(std::integral_constant<std::size_t, L>) {
        Numbers<T> const numbers(5);
        for (T const number : numbers.value) {
            T volatile const hidden = number;  // from memory, as in a kernel
            T lane[L];
            simd::store(lane, simd::broadcast<simd::Vec<T, L>>(hidden));
            for (T const one : lane) CHECK(identical(one, number));
            simd::store(lane, simd::broadcast<simd::ConstantVec<T, L>>(number));
            for (T const one : lane) CHECK(identical(one, number));
        }
    });
}

TEST_CASE_TEMPLATE("vec: registers and Lanes add, subtract, multiply and divide alike", T, float, double) {
    for_each_lane_count<T>([]<std::size_t L>(std::integral_constant<std::size_t, L>) {
        CHECK(agree<T, L>([](auto a, auto b, auto) { return a + b; }));
        CHECK(agree<T, L>([](auto a, auto b, auto) { return a - b; }));
        CHECK(agree<T, L>([](auto a, auto b, auto) { return a * b; }));
        CHECK(agree<T, L>([](auto a, auto b, auto) { return a / b; }));
    });
}

TEST_CASE_TEMPLATE("vec: multiply_add rounds as core's, once where the machine can", T, float, double) {
    for_each_lane_count<T>([]<std::size_t L>(std::integral_constant<std::size_t, L>) {
        CAPTURE(L);
        using V = simd::Vec<T, L>;
        Numbers<T> const a(1), b(2), c(3);
        std::size_t wrong = 0;
        for (std::size_t k = 0; k + L <= a.count; ++k) {
            T got[L];
            simd::store(got, simd::multiply_add(simd::load<V>(a.value + k), simd::load<V>(b.value + k),
                                                simd::load<V>(c.value + k)));
            for (std::size_t l = 0; l < L; ++l) {
                T volatile const product = a.value[k + l] * b.value[k + l];
                T const twice = product + c.value[k + l];
                T const once = std::fma(a.value[k + l], b.value[k + l], c.value[k + l]);
                if (!identical(got[l], core::has_fma ? once : twice)) ++wrong;
            }
        }
        CHECK(wrong == 0);
        CHECK(agree<T, L>([](auto x, auto y, auto z) { return simd::multiply_add(x, y, z); }));
    });
}

/// What the scalar function gives, lane by lane.
template <class T, std::size_t L, class Scalar, class Vector>
bool is_lane_by_lane(Scalar scalar, Vector vector) {
    Numbers<T> const numbers(6);
    for (std::size_t k = 0; k + L <= numbers.count; ++k) {
        T got[L];
        simd::store(got, vector(simd::load<simd::Vec<T, L>>(numbers.value + k)));
        for (std::size_t l = 0; l < L; ++l)
            if (!identical(got[l], scalar(numbers.value[k + l]))) return false;
    }
    return true;
}

TEST_CASE_TEMPLATE("vec: max_with_zero", T, float, double) {
    using Limits = std::numeric_limits<T>;
    CHECK(simd::max_with_zero(T(-1)) == 0);
    CHECK(simd::max_with_zero(T(2)) == 2);
    CHECK(simd::max_with_zero(Limits::infinity()) == Limits::infinity());
    CHECK(simd::max_with_zero(-Limits::infinity()) == 0);
    CHECK(simd::max_with_zero(-Limits::denorm_min()) == 0);
    CHECK(simd::max_with_zero(T(-0.0)) == 0);
    CHECK(std::isnan(simd::max_with_zero(Limits::quiet_NaN())));

    auto const function = [](auto v) { return simd::max_with_zero(v); };
    for_each_lane_count<T>([&]<std::size_t L>(std::integral_constant<std::size_t, L>) {
        CHECK(is_lane_by_lane<T, L>(function, function));
        CHECK(agree<T, L>([&](auto v, auto, auto) { return simd::per_lane<decltype(v)>(function, v); }));
    });
}

TEST_CASE_TEMPLATE("vec: at_least and at_most", T, float, double) {
    using Limits = std::numeric_limits<T>;
    CHECK(simd::at_least(T(-3), T(-2)) == -2);
    CHECK(simd::at_least(T(3), T(-2)) == 3);
    CHECK(simd::at_least(-Limits::infinity(), T(-2)) == -2);
    CHECK(simd::at_most(T(3), T(2)) == 2);
    CHECK(simd::at_most(T(-3), T(2)) == -3);
    CHECK(simd::at_most(Limits::infinity(), T(2)) == 2);
    CHECK(std::isnan(simd::at_least(Limits::quiet_NaN(), T(1))));
    CHECK(std::isnan(simd::at_most(Limits::quiet_NaN(), T(1))));

    auto const least = [](auto v) { return simd::at_least(v, T(-0.25)); };
    auto const most = [](auto v) { return simd::at_most(v, T(0.25)); };
    for_each_lane_count<T>([&]<std::size_t L>(std::integral_constant<std::size_t, L>) {
        CHECK(is_lane_by_lane<T, L>(least, least));
        CHECK(is_lane_by_lane<T, L>(most, most));
    });
}

TEST_CASE_TEMPLATE("vec: bits and back", T, float, double) {
    static_assert(std::is_same_v<simd::Bits<float>, unsigned> && simd::bits(1.0F) == 0x3f800000U);
    static_assert(simd::bits(-2.0) == 0xc000000000000000ULL && simd::from_bits<double>(0x4000000000000000ULL) == 2);
    auto const without_sign = [](auto v) {
        using V = decltype(v);
        return simd::from_bits<V>((simd::bits(v) << 1) >> 1);
    };
    for_each_lane_count<T>([&]<std::size_t L>(std::integral_constant<std::size_t, L>) {
        CHECK(is_lane_by_lane<T, L>([](T v) { return std::abs(v); }, without_sign));
    });
}

TEST_CASE_TEMPLATE("vec: without_tiny", T, float, double) {
    using Limits = std::numeric_limits<T>;
    T const tiny = T(sizeof(T) == sizeof(float) ? 1e-35 : 1e-300);
    CHECK(identical(simd::without_tiny(std::nextafter(tiny, T(1))), std::nextafter(tiny, T(1))));
    CHECK(identical(simd::without_tiny(-std::nextafter(tiny, T(1))), -std::nextafter(tiny, T(1))));
    CHECK(simd::without_tiny(std::nextafter(tiny, T(0))) == 0);
    CHECK(simd::without_tiny(-std::nextafter(tiny, T(0))) == 0);
    CHECK(simd::without_tiny(Limits::denorm_min()) == 0);
    CHECK(simd::without_tiny(Limits::infinity()) == Limits::infinity());
    CHECK(simd::without_tiny(-Limits::infinity()) == -Limits::infinity());
    CHECK(std::isnan(simd::without_tiny(Limits::quiet_NaN())));

    auto const function = [](auto v) { return simd::without_tiny(v); };
    for_each_lane_count<T>([&]<std::size_t L>(std::integral_constant<std::size_t, L>) {
        CHECK(is_lane_by_lane<T, L>(function, function));
        CHECK(agree<T, L>([&](auto v, auto, auto) { return function(v); }));
    });
}

TEST_CASE_TEMPLATE("vec: square_root is rounded once", T, float, double) {
    for_each_lane_count<T>([]<std::size_t L>(std::integral_constant<std::size_t, L>) {
        CHECK(is_lane_by_lane<T, L>([](T x) { return std::sqrt(x); }, [](auto v) { return simd::square_root(v); }));
        CHECK(agree<T, L>([](auto v, auto, auto) { return simd::square_root(v); }));
    });
}

TEST_CASE_TEMPLATE("vec: sum adds the upper half onto the lower", T, float, double) {
    for_each_lane_count<T>([]<std::size_t L>(std::integral_constant<std::size_t, L>) {
        Numbers<T> const numbers(7);
        bool equal = true;
        for (std::size_t k = 0; k + L <= numbers.count; ++k) {
            T part[L];
            std::copy_n(numbers.value + k, L, part);
            for (std::size_t half = L / 2; half > 0; half /= 2)
                for (std::size_t l = 0; l < half; ++l) part[l] += part[l + half];
            equal = equal && identical(simd::sum(simd::load<simd::Vec<T, L>>(numbers.value + k)), part[0]);
            equal = equal && identical(simd::sum(simd::load<simd::ConstantVec<T, L>>(numbers.value + k)), part[0]);
        }
        CHECK(equal);

        T powers[L];  // each lane counts once
        for (std::size_t l = 0; l < L; ++l) powers[l] = T(1 << l);
        CHECK(simd::sum(simd::load<simd::Vec<T, L>>(powers)) == T((1 << L) - 1));
    });
}

TEST_CASE("vec: per_lane hands on every argument") {
    for_each_lane_count<float>([]<std::size_t L>(std::integral_constant<std::size_t, L>) {
        CHECK(agree<float, L>([](auto a, auto b, auto c) {
            return simd::per_lane<decltype(a)>([](auto x, auto y, auto z) { return (x - y) * z; }, a, b, c);
        }));
    });
}

/// Every operation, in a constant expression.
template <class T, std::size_t L>
constexpr std::array<T, 6 * L + 1> all_operations(T const* x) {
    using V = simd::ConstantVec<T, L>;
    std::array<T, 6 * L + 1> to{};
    V const a = simd::load<V>(x), b = simd::load<V>(x + L), c = simd::broadcast<V>(T(0.3));
    V const ratio = (a - b * c) / c;
    simd::store(&to[0], simd::multiply_add(a, b, c));
    simd::store(&to[L], ratio);
    simd::store(&to[2 * L], simd::square_root(a * a + b * b));
    simd::store(&to[3 * L], simd::without_tiny(a));
    simd::store(&to[4 * L], simd::per_lane<V>([](T v) { return simd::max_with_zero(v); }, a));
    simd::store(&to[5 * L], simd::square_root(simd::per_lane<V>([](T v) { return v * v; }, a)));
    to[6 * L] = simd::sum(a);
    return to;
}

template <class T>
constexpr T thirds[] = {T(1) / 3,  T(-2) / 3, T(4) / 3,  T(-5) / 3, T(7) / 3,   T(8) / 3,  T(1e-37),  T(10) / 3,
                        T(11) / 7, T(-3) / 7, T(13) / 7, T(14) / 7, T(-15) / 7, T(16) / 7, T(17) / 7, T(18) / 7};

TEST_CASE_TEMPLATE("vec: a constant expression gives what registers give", T, float, double) {
    for_each_lane_count<T>([]<std::size_t L>(std::integral_constant<std::size_t, L>) {
        if constexpr (L <= 8) {
            static constexpr auto at_compile_time = all_operations<T, L>(thirds<T>);

            using V = simd::Vec<T, L>;
            V const a = simd::load<V>(thirds<T>), b = simd::load<V>(thirds<T> + L), c = simd::broadcast<V>(T(0.3));
            T got[L];
            simd::store(got, simd::multiply_add(a, b, c));
            CHECK(identical(got, &at_compile_time[0], L));
            simd::store(got, simd::without_tiny(a));
            CHECK(identical(got, &at_compile_time[3 * L], L));
            simd::store(got, simd::max_with_zero(a));
            CHECK(identical(got, &at_compile_time[4 * L], L));
            simd::store(got, simd::square_root(a * a));
            CHECK(identical(got, &at_compile_time[5 * L], L));
            CHECK(identical(simd::sum(a), at_compile_time[6 * L]));
        }
    });
}

/// Each choice of lanes of v, and zeros and ones elsewhere.
template <class V>
constexpr bool lanes_between_are_right(V const& v) {
    using T = simd::Scalar<V>;
    constexpr std::size_t L = simd::lane_count<V>;
    T all[L]{}, got[L]{};
    simd::store(all, v);
    for (std::size_t first = 0; first <= L; ++first)
        for (std::size_t last = 0; last <= L + 1; ++last) {
            simd::store(got, simd::lanes_between(v, first, last, simd::broadcast<V>(T(1))));
            for (std::size_t l = 0; l < L; ++l)
                if (got[l] != (l >= first && l < last ? all[l] : T(1))) return false;
        }
    return true;
}

TEST_CASE_TEMPLATE("vec: lanes_between", T, float, double) {
    for_each_lane_count<T>([]<std::size_t L>(std::integral_constant<std::size_t, L>) {
        static_assert(lanes_between_are_right(simd::broadcast<simd::ConstantVec<T, L>>(T(7))));
        CHECK(lanes_between_are_right(simd::load<simd::Vec<T, L>>(thirds<T>)));
    });
}
