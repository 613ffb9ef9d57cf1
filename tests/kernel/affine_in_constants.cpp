// The affine map of panels, in a constant expression: the same bits as at run time.

#include <doctest/doctest.h>

#include <array>
#include <cstddef>
#include <type_traits>

#include <staticnn/kernel/affine.hpp>

#include "kernel/naive.hpp"

using namespace naive;

/// The affine map of a few panels, at compile time or at run time.
template <class T, std::size_t In, std::size_t Out, bool Bias, std::size_t L, std::size_t Panels>
constexpr auto result() {
    constexpr kernel::Matrix m = matrix<In, Out>;
    std::array<T, parameter_storage(m)> parameters{};
    fill_parameters(m, parameters.data());
    std::array<T, Panels * In * L> x{};
    for (std::size_t k = 0; k < x.size(); ++k) x[k] = number<T>(900 + k);
    std::array<T, Panels * Out * L> y{};
    kernel::affine<m, Bias, L>(parameters.data(), &parameters[In * m.input_stride], x.data(), Panels,
                               Store<Out, L, T>{y.data()});
    return y;
}

template <class T, std::size_t In, std::size_t Out, bool Bias, std::size_t L, std::size_t Panels>
void check_constant() {
    static constexpr auto at_compile_time = result<T, In, Out, Bias, L, Panels>();
    auto const at_run_time = result<T, In, Out, Bias, L, Panels>();
    CHECK(test::identical(at_run_time.data(), at_compile_time.data(), at_run_time.size()));
}

TEST_CASE_TEMPLATE("affine_in_constants: the same bits", T, float, double) {
    for_each_lane_count<T>([]<std::size_t L>(std::integral_constant<std::size_t, L>) {
        check_constant<T, 1, 1, true, L, 1>();
        check_constant<T, 3, 5, true, L, 3>();
    });
    check_constant<T, 7, 17, true, simd::lanes<T>, 3>();
}
