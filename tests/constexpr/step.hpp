#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include <staticnn/staticnn.hpp>

#include "constexpr/same_bits.hpp"

namespace constexpr_tests {

/// What a network says of three samples of any rank, of the first alone, and what a step makes of it.
template <class T, class Net>
struct Stepped {
    static constexpr std::size_t samples = 3, parameters = Net::parameter_count > 0 ? Net::parameter_count : 1;
    staticnn::Tensor<T, samples * Net::output.size()> batch;
    staticnn::Tensor<T, Net::output.size()> one;
    staticnn::Tensor<T, parameters> parameter;
    T loss{};
};

template <class T, class Net>
constexpr Stepped<T, Net> step(std::uint64_t seed) {
    namespace nn = staticnn;
    using Result = Stepped<T, Net>;
    constexpr std::size_t inputs = Net::input.size(), outputs = Net::output.size();
    auto const number = [seed](std::size_t k) { return T(int((k + seed) * 37 % 23) - 11) / T(8); };
    nn::Tensor<T, Result::samples * inputs> x;
    nn::Tensor<T, Result::samples * outputs> y;
    for (std::size_t k = 0; k < x.size(); ++k) x[k] = number(k);
    for (std::size_t k = 0; k < y.size(); ++k) y[k] = number(k + 100);
    nn::Model<Net, T> model;
    std::size_t n = 200;
    model.for_each_parameter([&](std::string_view, auto p) {
        for (std::size_t k = 0; k < p.size(); ++k) p[k] = number(n++);
    });

    Result result;
    model(std::span<T const>(x.values), std::span<T>(result.batch.values)).value();
    model(std::span<T const>(x.data(), inputs), std::span<T>(result.one.values)).value();
    nn::Trainer trainer{model, nn::MSELoss{}, nn::SGD{.lr = 0.1}, nn::capacity<1>};
    result.loss = trainer.step(std::span<T const>(x.values), std::span<T const>(y.values)).value();
    n = 0;
    model.for_each_parameter([&](std::string_view, auto p) {
        for (std::size_t k = 0; k < p.size(); ++k) result.parameter[n++] = p[k];
    });
    return result;
}

/// Whether the compiler finds the bits that the machine finds.
template <class T, class Net>
bool same_in_constants() {
    static constexpr auto constant = step<T, Net>(7);
    auto const run = step<T, Net>(at_run_time(std::uint64_t{7}));
    return same_bits(constant.batch, run.batch) && same_bits(constant.one, run.one) &&
           same_bits(constant.parameter, run.parameter) && ulps(constant.loss, run.loss) == 0;
}

}  // namespace constexpr_tests
