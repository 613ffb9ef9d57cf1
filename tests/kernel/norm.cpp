#include <doctest/doctest.h>

#include <array>
#include <cmath>
#include <cstddef>
#include <limits>

#include <staticnn/kernel/norm.hpp>

#include "kernel/naive.hpp"

using namespace naive;

template <class T, std::size_t N>
constexpr std::array<T, N> numbers() {
    std::array<T, N> x{};
    for (std::size_t k = 0; k < N; ++k) x[k] = T(int(k * 37 % 23) - 11) / T(8);
    return x;
}

template <class T, std::size_t N>
void is_the_norm() {
    CAPTURE(N);
    constexpr T constant = kernel::norm(numbers<T, N>().data(), N);
    auto x = numbers<T, N>();
    double squares = 0;
    for (T const& v : x) squares += double(v) * double(v);
    CHECK(kernel::norm(x.data(), N) == constant);
    CHECK(double(constant) == doctest::Approx(std::sqrt(squares)).epsilon(1e-6));
    kernel::scale(x.data(), N, T(0.5));
    CHECK(kernel::norm(x.data(), N) == constant / 2);
}

TEST_CASE_TEMPLATE("norm: as summed one by one, the same bits in a constant expression", T, float, double) {
    is_the_norm<T, 16>();
    is_the_norm<T, 48>();
    is_the_norm<T, 64>();
    is_the_norm<T, 16 * 17>();
    CHECK(kernel::norm(numbers<T, 16>().data(), 0) == 0);
}

TEST_CASE_TEMPLATE("norm: the factor that clips", T, float, double) {
    CHECK(kernel::clipping_factor(T(4), T(1)) == T(1) / (T(4) + T(1e-6)));
    CHECK(kernel::clipping_factor(T(1), T(4)) == 1);
    CHECK(kernel::clipping_factor(T(0), T(1)) == 1);
    CHECK(kernel::clipping_factor(std::numeric_limits<T>::infinity(), T(1)) == 0);
    CHECK(std::isnan(kernel::clipping_factor(std::numeric_limits<T>::quiet_NaN(), T(1))));
}
