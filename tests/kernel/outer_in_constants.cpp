// The gradient of an affine map's parameters, in a constant expression: the same bits as at run time.

#include <doctest/doctest.h>

#include <array>
#include <cstddef>
#include <type_traits>

#include "kernel/outer.hpp"

using namespace naive;

template <class T, std::size_t In, std::size_t Out, bool Bias, std::size_t L, std::size_t Panels>
constexpr auto result() {
    constexpr kernel::Matrix m = matrix<In, Out>;
    std::array<T, Panels * In * L> x{};
    std::array<T, Panels * Out * L> dy{};
    for (std::size_t k = 0; k < x.size(); ++k) x[k] = number<T>(900 + k);
    for (std::size_t k = 0; k < dy.size(); ++k) dy[k] = number<T>(1900 + k);
    std::array<T, kernel::outer_scratch(m) * Panels * L + 1> scratch{};
    std::array<T, storage<In, Out, Bias>> dw{};
    kernel::outer<m, Bias, L>(x.data(), dy.data(), dw.data(), scratch.data(), Panels * L, false);
    kernel::outer<m, Bias, L>(x.data(), dy.data(), dw.data(), scratch.data(), Panels * L, true);
    return dw;
}

template <class T, std::size_t In, std::size_t Out, bool Bias, std::size_t L, std::size_t Panels>
void check_constant() {
    CAPTURE(In);
    CAPTURE(Out);
    CAPTURE(L);
    static constexpr auto at_compile_time = result<T, In, Out, Bias, L, Panels>();
    auto const at_run_time = result<T, In, Out, Bias, L, Panels>();
    CHECK(test::identical(at_run_time.data(), at_compile_time.data(), at_run_time.size()));
}

TEST_CASE_TEMPLATE("outer_in_constants: the same bits", T, float, double) {
    for_each_lane_count<T>([]<std::size_t L>(std::integral_constant<std::size_t, L>) {
        check_constant<T, 1, 1, true, L, 1>();
        check_constant<T, 3, 5, true, L, 2>();
    });
    constexpr std::size_t L = simd::lanes<T>;
    check_constant<T, 2, 8, false, L, 3>();
    check_constant<T, 2, 9, true, L, 1>();
    check_constant<T, 3, 24, true, L, 1>();
}
