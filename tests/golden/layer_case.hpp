#pragma once

#include <doctest/doctest.h>

#include <cstddef>

#include <staticnn/staticnn.hpp>

#include "golden/compare.hpp"

namespace golden {

/// A network, and what PyTorch says of it.
template <class ExpectedValues, class... Layers>
struct Case {
    using Expected = ExpectedValues;
    using Net = staticnn::Sequential<Layers...>;
};

/// One pass forward and back on numbers that both sides draw: parameters first, then the input, then the target.
template <class T, class Case>
void layer_agrees() {
    using Expected = typename Case::Expected;

    staticnn::Generator generator{42};
    staticnn::Model<typename Case::Net, T> model{};
    model.for_each_parameter([&](auto, auto p) { draw(generator, p); });
    staticnn::Tensor<T, Expected::samples, Expected::inputs> x, dl_dx;
    staticnn::Tensor<T, Expected::samples, Expected::outputs> target;
    draw(generator, x);
    draw(generator, target);

    staticnn::Trainer trainer{model, staticnn::MSELoss{}, staticnn::SGD{}};
    trainer.zero_grad();
    auto const& output = trainer.forward(x);
    CHECK(distance(output, Expected::output) < tolerance<T>);

    auto const [loss, dl_do] = staticnn::MSELoss{}(output, target);
    CHECK(distance(double(loss), Expected::loss) < tolerance<T>);

    trainer.backward(dl_do, dl_dx);
    CHECK(distance(gradients_of(trainer), Expected::gradient) < tolerance<T>);
    CHECK(distance(dl_dx, Expected::input_gradient) < tolerance<T>);

    if constexpr (requires { Expected::buffers_after_3; }) {
        auto another = x;
        for (int batch = 2; batch <= 3; ++batch) {
            draw(generator, another);
            trainer.forward(another);
        }
        CHECK(distance(buffers_of(model), Expected::buffers_after_3) < tolerance<T>);
        CHECK(distance(model(x), Expected::inference) < tolerance<T>);
    } else {
        CHECK(distance(model(x), Expected::output) < tolerance<T>);
    }
}

template <class T, class... Cases>
void all_agree() {
    (layer_agrees<T, Cases>(), ...);
}

}  // namespace golden
