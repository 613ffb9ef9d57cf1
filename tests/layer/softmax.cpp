#include <cmath>
#include <limits>
#include <type_traits>
#include <vector>

#include "laws/all.hpp"

namespace nn = staticnn;

// The types: checked by compiling this file.
static_assert(nn::Sequential<nn::Input<2, 3>, nn::Softmax>::output == nn::Shape{2, 3});
static_assert(nn::Sequential<nn::Input<3>, nn::Softmax>::parameter_count == 0);
static_assert(nn::Sequential<nn::Softmax, nn::Linear<3, 2>>::input == nn::Shape{3});
static_assert(std::is_empty_v<nn::Softmax>);

/// Rows, in a batch and alone, as the trainer runs them too.
template <class Layer, class T, std::size_t F>
std::vector<std::vector<T>> made_of(std::vector<T> const& x) {
    nn::Model<nn::Sequential<nn::Input<F>, Layer>, T> model;
    nn::Trainer trainer{model, nn::MSELoss{}, nn::SGD{}};
    std::vector<T> batch(x.size()), alone(x.size()), trained(x.size());
    REQUIRE(model(x, batch).has_value());
    REQUIRE(trainer.forward(x, trained).has_value());
    for (std::size_t s = 0; s < x.size(); s += F)
        REQUIRE(model(std::span<T const>(x).subspan(s, F), std::span<T>(alone).subspan(s, F)).has_value());
    return {batch, alone, trained};
}

TEST_CASE_TEMPLATE("softmax: known values; NaN and infinity as in PyTorch", T, float, double) {
    constexpr T inf = std::numeric_limits<T>::infinity(), NaN = std::numeric_limits<T>::quiet_NaN();
    std::vector<T> const x{0,    0,   0, 1000, 999, 0, -inf, 0, 1, 1,  std::numeric_limits<T>::lowest(), 1, -inf, -inf,
                           -inf, inf, 0, 1,    NaN, 0, 1,    0, 1, NaN};
    for (auto const& y : made_of<nn::Softmax, T, 3>(x)) {
        for (std::size_t k = 0; k < 3; ++k) CHECK(laws::close(y[k], T(1) / 3));
        CHECK(laws::close(y[3], T(0.73105857863000488)));
        CHECK(laws::close(y[4], T(0.26894142136999512)));
        CHECK(y[5] == 0);
        CHECK(y[6] == 0);
        CHECK(laws::close(y[7], T(0.26894142136999512)));
        CHECK(y[9] == T(0.5));
        CHECK(y[10] == 0);
        for (std::size_t k = 12; k < 24; ++k) CHECK(std::isnan(y[k]));
    }
}

/// (F + 8 + max x - x) u: the doc comment's bound, against sums in a wider type, for logits of a size.
template <class T, std::size_t F>
void is_within_its_bound(double size) {
    CAPTURE(F);
    CAPTURE(size);
    std::size_t const samples = laws::lanes<T> + 1;
    auto const x = laws::random<T>(samples * F, 5, {-size, size});
    for (auto const& y : made_of<nn::Softmax, T, F>(x)) {
        double largest = 0;  // of error / bound
        for (std::size_t s = 0; s < samples; ++s) {
            long double most = x[s * F], sum = 0;
            for (std::size_t f = 0; f < F; ++f) most = std::max(most, static_cast<long double>(x[s * F + f]));
            for (std::size_t f = 0; f < F; ++f) sum += std::exp(x[s * F + f] - most);
            for (std::size_t f = 0; f < F; ++f) {
                long double const below = most - x[s * F + f], exact = std::exp(-below) / sum;
                double const bound = (F + 8 + double(below)) * double(std::numeric_limits<T>::epsilon()) / 2;
                double const error = double(std::abs(y[s * F + f] - exact) / exact) / bound;
                if (exact > (sizeof(T) == sizeof(float) ? 2e-35L : 1e-299L)) largest = std::max(largest, error);
            }
        }
        CHECK(largest <= 1);
    }
}

TEST_CASE_TEMPLATE("softmax: within its error", T, float, double) {
    for (double const size : {1.0, 30.0, 500.0}) {
        is_within_its_bound<T, 1>(size);
        is_within_its_bound<T, 3>(size);
        is_within_its_bound<T, 17>(size);
        is_within_its_bound<T, 99>(size);
        is_within_its_bound<T, 300>(size);  // which is not kept on the stack
    }
}

TEST_CASE("softmax: nothing is subnormal") {
    std::vector<float> x;
    for (int k = 0; k < 99; ++k) x.push_back(-2.0F * float(k));
    for (auto const& y : made_of<nn::Softmax, float, 99>(x))
        for (float const value : y) CHECK((value == 0 || std::isnormal(value)));
}

TEST_CASE("softmax: backward, known values") {
    nn::Model<nn::Sequential<nn::Input<2>, nn::Softmax>> model;
    nn::Trainer trainer{model, nn::MSELoss{}, nn::SGD{}};
    nn::Tensor<float, 1, 2> dl_dx;
    trainer.forward(nn::Tensor<float, 1, 2>{3, 3});
    trainer.backward(nn::Tensor<float, 1, 2>{1, 0}, dl_dx);
    CHECK(dl_dx == nn::Tensor<float, 1, 2>{0.25, -0.25});
}

TEST_CASE("softmax: obeys the laws") {
    laws::all<nn::Sequential<nn::Linear<3, 17>, nn::Softmax, nn::ReLU, nn::Linear<17, 3>, nn::Softmax, nn::Tanh>>();
    laws::all<nn::Sequential<nn::Input<2, 7>, nn::Softmax, nn::Linear<7, 1>>>({-5, 5});
    laws::backward_is_the_derivative<nn::Sequential<nn::Input<3, 2, 1>, nn::Residual<nn::Softmax>>>();
    laws::inference<nn::Sequential<nn::Input<99>, nn::Softmax>, double>();
    laws::inference<nn::Sequential<nn::Input<3>, nn::Residual<nn::Softmax>>>();
}

TEST_CASE("softmax: constant evaluation") {
    laws::constant_evaluation_equals_run_time<nn::Sequential<nn::Linear<2, 3>, nn::Softmax, nn::Linear<3, 1>>>();
}
