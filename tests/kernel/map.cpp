// Maps over panels: each register handed over once, with its place.

#include <doctest/doctest.h>

#include <array>
#include <cstddef>
#include <type_traits>
#include <vector>

#include <staticnn/kernel/map.hpp>

#include "kernel/naive.hpp"

using namespace naive;

template <class T, std::size_t F, std::size_t L>
void check() {
    CAPTURE(F);
    CAPTURE(L);
    for (std::size_t const panels : panel_counts) {
        std::size_t const size = panels * F * L;
        auto const x = numbers<T>(size, 0), y = numbers<T>(size, 1000);
        std::vector<T> to(size + 1, T(77));

        std::size_t calls = 0;
        kernel::map<F, L>(x.data(), panels, [&](std::size_t panel, std::size_t feature, auto v) {
            static_assert(simd::lane_count<decltype(v)> == L);
            CHECK(panel * F + feature == calls);
            Store<F, L, T>{to.data()}(panel, feature, v);
            ++calls;
        });
        CHECK(calls == panels * F);
        CHECK(test::identical(to.data(), x.data(), size));
        CHECK(to.back() == 77);

        kernel::map2<F, L>(x.data(), y.data(), panels, Store<F, L, T>{to.data()}, [](auto a, auto b) { return a - b; });
        for (std::size_t k = 0; k < size; ++k) CHECK(to[k] == x[k] - y[k]);
        CHECK(to.back() == 77);
    }
}

TEST_CASE_TEMPLATE("map: each number, at every lane count", T, float, double) {
    for_each_lane_count<T>([]<std::size_t L>(std::integral_constant<std::size_t, L>) {
        check<T, 1, L>();
        check<T, 5, L>();
    });
}

template <std::size_t F, std::size_t L>
constexpr auto product() {
    std::array<float, 2 * F * L> x{}, y{}, to{};
    for (std::size_t k = 0; k < x.size(); ++k) x[k] = number<float>(k), y[k] = number<float>(k + 50);
    kernel::map2<F, L>(x.data(), y.data(), 2, Store<F, L, float>{to.data()}, [](auto a, auto b) { return a * b; });
    kernel::map<F, L>(to.data(), 1, Store<F, L, float>{to.data() + F * L});
    return to;
}

TEST_CASE("map: a constant expression gives the same bits") {
    constexpr std::size_t L = simd::lanes<float>;
    static constexpr auto at_compile_time = product<3, L>();
    CHECK((product<3, L>()) == at_compile_time);
}

/// What map_and_sum writes, and its sum at the end.
template <std::size_t Count>
constexpr auto differences_and_sum_of_products() {
    std::array<float, Count> x{}, y{};
    std::array<float, Count + 2> to{};
    for (std::size_t k = 0; k < Count; ++k) x[k] = number<float>(k), y[k] = number<float>(k + 50);
    to[Count + 1] = 77;
    to[Count] = kernel::map_and_sum(
        x.data(), y.data(), to.data(), Count, [](auto a, auto b) { return a - b; },
        [](auto a, auto b) { return a * b; });
    return to;
}

template <std::size_t Count>
void maps_and_sums() {
    CAPTURE(Count);
    static constexpr auto constant = differences_and_sum_of_products<Count>();
    auto const run = differences_and_sum_of_products<Count>();
    CHECK(run == constant);
    double sum = 0;
    for (std::size_t k = 0; k < Count; ++k) {
        CHECK(run[k] == number<float>(k) - number<float>(k + 50));
        sum += double(number<float>(k)) * double(number<float>(k + 50));
    }
    CHECK(double(run[Count]) == doctest::Approx(sum).epsilon(1e-5));
    CHECK(run[Count + 1] == 77);
}

TEST_CASE("map: written and summed at once, any count of numbers, constant or not") {
    maps_and_sums<1>();
    maps_and_sums<simd::lanes<float>>();
    maps_and_sums<simd::lanes<float> + 1>();
    maps_and_sums<99>();
}
