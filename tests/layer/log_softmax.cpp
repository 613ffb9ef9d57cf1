#include <cmath>
#include <limits>
#include <type_traits>
#include <vector>

#include "laws/all.hpp"

namespace nn = staticnn;

// The types: checked by compiling this file.
static_assert(nn::Sequential<nn::Input<2, 3>, nn::LogSoftmax>::output == nn::Shape{2, 3});
static_assert(nn::Sequential<nn::LogSoftmax, nn::Linear<3, 2>>::input == nn::Shape{3});
static_assert(std::is_empty_v<nn::LogSoftmax>);

TEST_CASE_TEMPLATE("log_softmax: known values; NaN and infinity as in PyTorch", T, float, double) {
    constexpr T inf = std::numeric_limits<T>::infinity(), NaN = std::numeric_limits<T>::quiet_NaN();
    nn::Tensor<T, 6, 3> const x{0, 0, 0, 1000, 999, 0, -inf, 0, 1, -inf, -inf, -inf, inf, 0, 1, NaN, 0, 1};
    nn::Model<nn::Sequential<nn::Input<3>, nn::LogSoftmax>, T> model;
    nn::Trainer trainer{model, nn::MSELoss{}, nn::SGD{}};
    nn::Tensor<T, 6, 3> const batch = model(x), trained = trainer.forward(x);
    nn::Tensor<T, 6, 3> alone;
    for (std::size_t s = 0; s < 6; ++s) {
        auto const one = model(nn::Tensor<T, 3>{x(s, 0), x(s, 1), x(s, 2)});
        for (std::size_t k = 0; k < 3; ++k) alone(s, k) = one[k];
    }
    for (auto const& y : {batch, trained, alone}) {
        for (std::size_t k = 0; k < 3; ++k) CHECK(laws::close(y[k], T(-1.0986122886681098)));
        CHECK(laws::close(y[3], T(-0.31326168751822281)));
        CHECK(laws::close(y[4], T(-1.3132616875182228)));
        CHECK(laws::close(y[5], T(-1000.3132616875182)));
        CHECK(y[6] == -inf);
        CHECK(laws::close(y[7], T(-1.3132616875182228)));
        for (std::size_t k = 9; k < 18; ++k) CHECK(std::isnan(y[k]));
    }
}

/// (F + 8 + 2 (max x - x)) u, absolute: the doc comment's bound, against sums in a wider type.
template <class T, std::size_t F>
void is_within_its_bound(double size) {
    CAPTURE(F);
    CAPTURE(size);
    std::size_t const samples = laws::lanes<T> + 1;
    nn::Model<nn::Sequential<nn::Input<F>, nn::LogSoftmax>, T> const model;
    auto const x = laws::random<T>(samples * F, 5, {-size, size});
    auto const y = laws::infer(model, std::span<T const>(x));
    double largest = 0;  // of error / bound
    for (std::size_t s = 0; s < samples; ++s) {
        auto const alone = laws::infer(model, std::span<T const>(x).subspan(s * F, F));
        long double most = x[s * F], sum = 0;
        for (std::size_t f = 0; f < F; ++f) most = std::max(most, static_cast<long double>(x[s * F + f]));
        for (std::size_t f = 0; f < F; ++f) sum += std::exp(x[s * F + f] - most);
        for (std::size_t f = 0; f < F; ++f) {
            long double const exact = x[s * F + f] - most - std::log(sum);
            double const below = double(most - x[s * F + f]);
            double const bound = (F + 8 + 2 * below) * double(std::numeric_limits<T>::epsilon()) / 2;
            largest = std::max(
                {largest, double(std::abs(y[s * F + f] - exact)) / bound, double(std::abs(alone[f] - exact)) / bound});
        }
    }
    CHECK(largest <= 1);
}

TEST_CASE_TEMPLATE("log_softmax: within its error", T, float, double) {
    for (double const size : {1.0, 30.0, 500.0}) {
        is_within_its_bound<T, 1>(size);
        is_within_its_bound<T, 17>(size);
        is_within_its_bound<T, 99>(size);
    }
}

TEST_CASE("log_softmax: obeys the laws") {
    laws::all<nn::Sequential<nn::Linear<3, 17>, nn::LogSoftmax, nn::ReLU, nn::Linear<17, 3>, nn::LogSoftmax>>();
    laws::all<nn::Sequential<nn::Input<2, 7>, nn::LogSoftmax, nn::Linear<7, 1>>>({-5, 5});
    laws::inference<nn::Sequential<nn::Input<99>, nn::LogSoftmax>, double>();
}

TEST_CASE("log_softmax: constant evaluation") {
    laws::constant_evaluation_equals_run_time<nn::Sequential<nn::Linear<2, 3>, nn::LogSoftmax, nn::Linear<3, 1>>>();
}
