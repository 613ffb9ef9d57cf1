#include <cmath>
#include <limits>
#include <type_traits>

#include "laws/all.hpp"
#include "simd/functions.hpp"

namespace nn = staticnn;

using Exact = nn::GELU<>;
using ByTanh = nn::GELU<nn::Approximate::tanh>;

// The types and the values of a number: checked by compiling this file.
static_assert(nn::Sequential<nn::Input<2, 3>, Exact>::output == nn::Shape{2, 3});
static_assert(nn::Sequential<nn::Input<5>, ByTanh>::parameter_count == 0);
static_assert(std::is_empty_v<Exact> && std::is_same_v<Exact, nn::GELU<nn::Approximate::none>>);

static_assert(Exact::value(0.0F) == 0 && Exact::value(-50.0) == 0 && Exact::value(50.0F) == 50);
static_assert(ByTanh::value(0.0F) == 0 && ByTanh::value(-50.0) == 0 && ByTanh::value(50.0F) == 50);
static_assert(Exact::gradient(0.0, 4.0) == 2 && ByTanh::gradient(0.0F, 4.0F) == 2);
static_assert(Exact::gradient(-50.0F, 4.0F) == 0 && ByTanh::gradient(50.0, 4.0) == 4);

// What needs its input is a step of its own.
static_assert(nn::Model<nn::Sequential<nn::Linear<2, 3>, Exact>>::Plan::size == 2);

/// The functions and their derivatives in a wider type, none of them by a difference.
struct Reference {
    static long double gelu(long double x) { return x * std::erfc(-x * std::sqrt(0.5L)) / 2; }
    static long double gelu_derivative(long double x) {
        return std::erfc(-x * std::sqrt(0.5L)) / 2 + x * std::exp(-x * x / 2) * 0.39894228040143267794L;
    }
    static long double two_u(long double x) { return 1.5957691216057307117L * (x + 0.044715L * x * x * x); }
    static long double by_tanh(long double x) { return x / (1 + std::exp(-two_u(x))); }
    static long double by_tanh_derivative(long double x) {
        long double const above = 1 / (1 + std::exp(two_u(x))), below = 1 / (1 + std::exp(-two_u(x)));
        return below + x * below * above * 1.5957691216057307117L * (1 + 3 * 0.044715L * x * x);
    }
};

/// The largest error among numbers from `from` to `to`, in ulps of the value, divided by what is stated there.
template <class T, class Ours, class Theirs, class Stated>
double worst(double from, double to, Ours ours, Theirs theirs, Stated stated) {
    double largest = 0;
    for (int k = 0; k <= 100'000; ++k) {
        T const x = T(from + (to - from) * k / 100'000);
        double const error = test::ulps(ours(x), theirs(static_cast<long double>(x))) / stated(double(x));
        largest = std::max(largest, error);
    }
    return largest;
}

TEST_CASE_TEMPLATE("gelu: within its error, also where little is left", T, float, double) {
    auto const ulps = [](double) { return 8.0; };
    double const least = sizeof(T) == sizeof(float) ? -12.4 : -36.9;
    CHECK(worst<T>(least, 12, [](T x) { return Exact::value(x); }, Reference::gelu, ulps) <= 1);
    CHECK(worst<T>(-1e-3, 1e-3, [](T x) { return Exact::value(x); }, Reference::gelu, ulps) <= 1);

    auto const more = [](double x) { return 12 + 3 * x * x; };
    double const least_by_tanh = sizeof(T) == sizeof(float) ? -9 : -18;
    CHECK(worst<T>(least_by_tanh, 12, [](T x) { return ByTanh::value(x); }, Reference::by_tanh, more) <= 1);
}

TEST_CASE_TEMPLATE("gelu: the derivative's error", T, float, double) {
    double const most = 2 * double(std::numeric_limits<T>::epsilon());
    double largest = 0, largest_by_tanh = 0;
    for (int k = 0; k <= 100'000; ++k) {
        T const x = T(-40 + 80.0 * k / 100'000);
        auto const exact = Reference::gelu_derivative(x), by_tanh = Reference::by_tanh_derivative(x);
        largest = std::max(largest, double(std::abs(Exact::gradient(x, T(1)) - exact)));
        largest_by_tanh = std::max(largest_by_tanh, double(std::abs(ByTanh::gradient(x, T(1)) - by_tanh)));
    }
    CHECK(largest <= most);
    CHECK(largest_by_tanh <= most);
}

TEST_CASE_TEMPLATE("gelu: NaN and infinity as in PyTorch", T, float, double) {
    constexpr T inf = std::numeric_limits<T>::infinity(), NaN = std::numeric_limits<T>::quiet_NaN();
    auto const check = [&]<class Gelu>(Gelu) {
        nn::Model<nn::Sequential<nn::Input<5>, Gelu>, T> model;
        nn::Tensor<T, 1, 5> const x{inf, -inf, NaN, T(-1e20), T(1e5)};
        nn::Trainer trainer{model, nn::MSELoss{}, nn::SGD{}};
        nn::Tensor<T, 1, 5> dl_dx;
        nn::Tensor<T, 1, 5> const y = trainer.forward(x), alone = model(x);
        trainer.backward(nn::Tensor<T, 1, 5>{1, 1, 1, 1, 1}, dl_dx);
        for (auto const& of : {y, alone}) {
            CHECK(of[0] == inf);
            CHECK(std::isnan(of[1]));
            CHECK(std::isnan(of[2]));
            CHECK(of[3] == 0);
            CHECK(of[4] == T(1e5));
        }
        for (std::size_t k = 0; k < 3; ++k) CHECK(std::isnan(dl_dx[k]));
        CHECK(dl_dx[4] == 1);
    };
    check(Exact{});
    check(ByTanh{});
}

TEST_CASE("gelu: obeys the laws, fused or not") {
    laws::all<nn::Sequential<nn::Linear<3, 17>, Exact, nn::Linear<17, 3>, ByTanh>>({-3, 3});
    laws::backward_is_the_derivative<nn::Sequential<nn::Input<7>, Exact, ByTanh, nn::Linear<7, 1>>>({-3, 3});
    laws::inference<nn::Sequential<nn::Input<99>, Exact>, double>();
    laws::inference<nn::Sequential<nn::Input<99>, nn::Residual<ByTanh>>>();
}

TEST_CASE("gelu: constant evaluation") {
    laws::constant_evaluation_equals_run_time<nn::Sequential<nn::Linear<2, 3>, Exact, nn::Linear<3, 1>>>();
    laws::constant_evaluation_equals_run_time<nn::Sequential<nn::Input<3>, ByTanh, nn::Linear<3, 1>>, double>();
}
