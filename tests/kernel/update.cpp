// for_each_register: every number of a part of a flat array, once.

#include <doctest/doctest.h>

#include <array>
#include <cstddef>

#include <staticnn/kernel/update.hpp>

#include "kernel/naive.hpp"

using namespace naive;

template <class T, std::size_t N>
constexpr std::array<T, N> counted() {
    std::array<T, N> count{};
    kernel::for_each_register<T>(0, N, [&]<class V>(V, std::size_t at) {
        simd::store(&count[at], simd::load<V>(&count[at]) + simd::broadcast<V>(T(1)));
    });
    return count;
}

/// Ones.
template <class T, std::size_t N>
constexpr std::array<T, N> ones = [] {
    std::array<T, N> all{};
    for (T& one : all) one = 1;
    return all;
}();

static_assert(counted<float, 48>() == ones<float, 48>);
static_assert(counted<double, 16>() == ones<double, 16>);

TEST_CASE_TEMPLATE("update: visits each number once, in registers", T, float, double) {
    CHECK(counted<T, 16>() == ones<T, 16>);
    CHECK(counted<T, 48>() == ones<T, 48>);

    std::size_t calls = 0;
    kernel::for_each_register<T>(16, 48, [&]<class V>(V, std::size_t at) {
        CHECK(simd::lane_count<V> == simd::lanes<T>);
        CHECK(at == 16 + calls * simd::lanes<T>);
        ++calls;
    });
    CHECK(calls == 32 / simd::lanes<T>);
}

TEST_CASE_TEMPLATE("update: a range that begins and ends anywhere", T, float, double) {
    for (std::size_t from = 0; from < 20; ++from)
        for (std::size_t to = from; to < 48; ++to) {
            std::array<T, 48> count{};
            kernel::for_each_register_in<T>(from, to, [&]<class V>(V, std::size_t at) {
                simd::store(&count[at], simd::load<V>(&count[at]) + simd::broadcast<V>(T(1)));
            });
            bool once = true;
            for (std::size_t k = 0; k < 48; ++k) once = once && count[k] == T(k >= from && k < to);
            CHECK(once);
        }
}
