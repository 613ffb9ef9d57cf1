// Convolutions and poolings trained in constant expressions: the same bits as at run time.

#include <doctest/doctest.h>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include <staticnn/staticnn.hpp>

#include "constexpr/same_bits.hpp"

namespace nn = staticnn;
using namespace constexpr_tests;

namespace {

/// Two steps on three samples: the losses, then parameters, then outputs of a batch and of one sample.
template <class Net, class T>
constexpr nn::Tensor<T, 80> trained(std::uint64_t seed) {
    nn::Generator generator{seed};
    nn::Model<Net, T> model{generator};
    nn::Trainer trainer{model, nn::MSELoss{}, nn::SGD{.lr = 0.1}, nn::capacity<1>};
    constexpr std::size_t samples = 3;
    nn::Tensor<T, samples, Net::input.size()> x;
    nn::Tensor<T, samples, Net::output.size()> y;
    for (std::size_t k = 0; k < x.size(); ++k) x[k] = T(int(k * 37 % 23) - 11) / T(8);
    auto const numbers = [](auto const& tensor) { return std::span<T const>(tensor.data(), tensor.size()); };

    nn::Tensor<T, 80> record{};
    std::size_t count = 0;
    for (int step = 0; step < 2; ++step) record[count++] = trainer.step(numbers(x), numbers(y)).value();
    model.for_each_parameter([&](std::string_view, auto p) {
        for (std::size_t k = 0; k < p.size(); ++k) record[count++] = p[k];
    });
    model(numbers(x), std::span<T>(y.data(), y.size())).value();
    for (T const value : y) record[count++] = value;
    nn::Tensor<T, Net::output.size()> one;
    model(numbers(x).first(Net::input.size()), std::span<T>(one.data(), one.size())).value();
    for (T const value : one) record[count++] = value;
    return record;
}

template <class Net, class T>
void check() {
    static constexpr auto constant = trained<Net, T>(7);
    auto const run = trained<Net, T>(at_run_time(std::uint64_t{7}));
    CHECK(constant[0] != 0);
    CHECK(same_bits(constant, run));
}

using Planes = nn::Sequential<nn::Input<1, 4, 4>, nn::Conv2d<1, 2, 3, nn::ConvOptions{.padding = 1}>, nn::ReLU,
                              nn::MaxPool2d<2>, nn::Flatten, nn::Linear<8, 1>>;
using Sequences =
    nn::Sequential<nn::Input<2, 5>, nn::Conv1d<2, 2, 2, nn::ConvOptions{.dilation = 2, .groups = 2, .causal = true}>,
                   nn::Tanh, nn::Conv1d<2, 3, 2, nn::ConvOptions{.stride = 2}>, nn::GlobalAvgPool>;

}  // namespace

TEST_CASE_TEMPLATE("constant expressions, bit for bit: Conv2d, MaxPool2d, Flatten", T, float, double) {
    check<Planes, T>();
}

TEST_CASE_TEMPLATE("constant expressions, bit for bit: Conv1d, GlobalAvgPool", T, float, double) {
    check<Sequences, T>();
}
