#pragma once

#include <doctest/doctest.h>

#include <vector>

#include <staticnn/staticnn.hpp>

#include "golden/compare.hpp"

namespace golden {

struct Nothing {
    void operator()(auto&&...) const {}
};

/// Twenty steps as `twenty_steps` of generate.py takes them: losses and parameters are PyTorch's.
template <class T, class Expected,
          class Net = staticnn::Sequential<staticnn::Linear<3, 7>, staticnn::ReLU, staticnn::Linear<7, 2>>,
          class Optimizer, class AfterStep = Nothing>
void agrees(Optimizer const& optimizer, staticnn::MSELoss const& criterion = {}, AfterStep after_step = {}) {
    staticnn::Generator generator{42};
    staticnn::Model<Net, T> model{};
    model.for_each_parameter([&](auto, auto p) { draw(generator, p); });
    staticnn::Tensor<T, 16, 3> x;
    staticnn::Tensor<T, 16, 2> target;
    draw(generator, x);
    draw(generator, target);

    staticnn::Trainer trainer{model, criterion, optimizer};
    std::vector<T> losses;
    for (int step = 0; step < 20; ++step) {
        losses.push_back(trainer.step(x, target));
        after_step(trainer);
    }

    CHECK(distance(losses, Expected::losses) < tolerance<T>);
    CHECK(distance(parameters_of(model), Expected::parameters) < tolerance<T>);
}

}  // namespace golden
