// The affine map of one sample, in a constant expression: the same bits as at run time.

#include <doctest/doctest.h>

#include <array>
#include <cstddef>

#include "kernel/affine_one.hpp"

using namespace naive;

template <class T, std::size_t In, std::size_t Out, bool Bias>
constexpr auto result() {
    constexpr kernel::Matrix m = matrix<In, Out>;
    std::array<T, parameter_storage(m)> parameters{};
    fill_parameters(m, parameters.data());
    std::array<T, In> x{};
    for (std::size_t k = 0; k < In; ++k) x[k] = number<T>(900 + k);
    std::array<T, room(Out)> y{};
    kernel::affine_one<m, Bias>(parameters.data(), &parameters[In * m.input_stride], x.data(),
                                StoreOutputs<T>{y.data()});
    return y;
}

template <class T, std::size_t In, std::size_t Out, bool Bias>
void check_constant() {
    CAPTURE(In);
    CAPTURE(Out);
    static constexpr auto at_compile_time = result<T, In, Out, Bias>();
    auto const at_run_time = result<T, In, Out, Bias>();
    CHECK(test::identical(at_run_time.data(), at_compile_time.data(), Out));
}

TEST_CASE_TEMPLATE("affine_one_in_constants: the same bits", T, float, double) {
    check_constant<T, 1, 1, true>();
    check_constant<T, 2, 1, false>();
    check_constant<T, 3, 1, true>();
    check_constant<T, 19, 1, true>();
    check_constant<T, 130, 1, true>();
    check_constant<T, 1, 8, true>();
    check_constant<T, 3, 5, false>();
    check_constant<T, 7, 17, true>();
    check_constant<T, 6, 24, true>();
}
