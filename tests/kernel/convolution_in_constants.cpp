// Convolutions in a constant expression: the same bits as at run time.

#include <doctest/doctest.h>

#include <array>
#include <cstddef>

#include <staticnn/kernel/convolution.hpp>
#include <staticnn/kernel/convolution_gradient.hpp>
#include <staticnn/kernel/convolution_one.hpp>

#include "kernel/naive.hpp"

using namespace naive;
using kernel::Convolution;

template <std::size_t N, class T>
constexpr std::array<T, N> list(std::size_t from) {
    std::array<T, N> all{};
    for (T& value : all) value = number<T>(from++);
    return all;
}

template <class T>
struct StoreOne {
    T* to;

    template <class V>
    constexpr void operator()(std::size_t first, V v) const {
        simd::store(to + first, v);
    }
};

/// y, dx, dw and db of two panels, and y of one sample.
template <Convolution C, std::size_t L, class T>
constexpr auto result() {
    constexpr std::size_t in = C.inputs * C.input_pixels(), out = C.outputs * C.output_pixels();
    constexpr std::size_t panels = 2, parameters = C.weights() + C.outputs;
    auto const w = list<parameters, T>(1);
    auto const x = list<panels * in * L, T>(900);
    auto const dy = list<panels * out * L, T>(700);
    std::array<T, panels*(in + out) * L + parameters + out> all{};
    T* const dx = all.data() + panels * out * L;
    T* const dw = dx + panels * in * L;
    kernel::convolution<C, true, L, T>(w.data(), w.data() + C.weights(), x.data(), panels,
                                       Store<out, L, T>{all.data()});
    kernel::convolution_back<C, L, T>(w.data(), dy.data(), panels, Store<in, L, T>{dx});
    kernel::convolution_gradient<C, true, L, T>(x.data(), dy.data(), dw, panels * L - L / 2, false);
    kernel::convolution_one<C, true, T>(w.data(), w.data() + C.weights(), x.data(), StoreOne<T>{dw + parameters});
    return all;
}

template <Convolution C, std::size_t L, class T>
void check_constant() {
    static constexpr auto at_compile_time = result<C, L, T>();
    auto const at_run_time = result<C, L, T>();
    CHECK(test::identical(at_run_time.data(), at_compile_time.data(), at_run_time.size()));
}

TEST_CASE_TEMPLATE("convolution_in_constants: the same bits", T, float, double) {
    for_each_lane_count<T>([]<std::size_t L>(std::integral_constant<std::size_t, L>) {
        check_constant<Convolution{2, 3, 1, {2, 2, 1, 1, 0}, {3, 2, 1, 0, 1}}, L, T>();
    });
    check_constant<Convolution{2, 2, 2, {1, 1}, {7, 2, 2, 1, 1, 2}}, simd::lanes<T>, T>();
}
