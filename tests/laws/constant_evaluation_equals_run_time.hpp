#pragma once

#include <span>
#include <utility>

#include "laws/numbers.hpp"

namespace laws {

/// What a network says of five samples and of the first alone, and what one step of training makes of it.
template <class Net, class T>
struct Evaluated {
    static constexpr std::size_t samples = 5;
    nn::Tensor<T, samples, outputs<Net>> batch;
    nn::Tensor<T, outputs<Net>> single;
    nn::Tensor<T, 1> loss;
    nn::Tensor<T, (nn::Model<Net, T>::parameter_count > 0 ? nn::Model<Net, T>::parameter_count : 1)> parameters;
};

template <class Net, class T, class Optimizer>
constexpr Evaluated<Net, T> evaluate(std::size_t seed, Range range) {
    constexpr std::size_t samples = Evaluated<Net, T>::samples;
    // A Generator would take the most steps of all.
    auto const number = [&](std::size_t k) { return T((seed + k * 7919) % 1000) / 1000; };
    nn::Tensor<T, samples, inputs<Net>> x;
    nn::Tensor<T, inputs<Net>> one;
    nn::Tensor<T, samples, outputs<Net>> y;
    for (std::size_t k = 0; k < x.size(); ++k) x[k] = T(range.from) + T(range.to - range.from) * number(k);
    for (std::size_t k = 0; k < one.size(); ++k) one[k] = x[k];
    for (std::size_t k = 0; k < y.size(); ++k) y[k] = number(k + 100);

    nn::Model<Net, T> model;
    std::size_t n = 200;
    model.for_each_parameter([&](auto, auto p) {
        for (std::size_t k = 0; k < p.size(); ++k) p[k] = number(n++) - T(0.5);
    });

    Evaluated<Net, T> result;
    model(std::span<T const>(x.values), std::span<T>(result.batch.values)).value();
    model(std::span<T const>(one.values), std::span<T>(result.single.values)).value();
    nn::Generator generator{seed};
    nn::Trainer trainer{model, nn::MSELoss{}, Optimizer{}, nn::capacity<1>, generator};
    std::span<T const> const all_x(x.values), all_y(y.values);
    if constexpr (couples_samples<Net>)
        result.loss[0] =
            nn::Trainer{model, nn::MSELoss{}, Optimizer{}, nn::capacity<samples>, generator}.step(all_x, all_y).value();
    else
        result.loss[0] = trainer.step(all_x, all_y).value();
    n = 0;
    std::as_const(model).for_each_parameter([&](auto, auto p) {
        for (std::size_t k = 0; k < p.size(); ++k) result.parameters[n++] = p[k];
    });
    return result;
}

/// The compiler finds the numbers that the machine finds: bit for bit, or, where a layer is written in plain operators
/// that the compiler may fuse, but for rounding.
template <class Net, class T = float, class Optimizer = nn::Adam, bool Exactly = true>
void constant_evaluation_equals_run_time() {
    constexpr Evaluated<Net, T> constant = evaluate<Net, T, Optimizer>(1, {});
    std::size_t volatile seed = 1;  // so that no optimiser looks through the run
    Evaluated<Net, T> const run = evaluate<Net, T, Optimizer>(seed, {});
    auto const same = [](auto const& a, auto const& b) {
        if constexpr (Exactly)
            return identical(a, b);
        else
            return close(a, b);
    };
    CHECK(same(constant.batch, run.batch));
    CHECK(same(constant.single, run.single));
    CHECK(same(constant.loss, run.loss));
    CHECK(same(constant.parameters, run.parameters));
}

}  // namespace laws
