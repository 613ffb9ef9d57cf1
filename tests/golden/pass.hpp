#pragma once

#include <doctest/doctest.h>

#include <vector>

#include "golden/compare.hpp"

namespace golden {

/// One pass forward and back on numbers that both sides draw: parameters first, then the input, then the target. Samples
/// of any rank, as flat numbers; also one by one.
template <class T, class Expected, class... Layers>
void agrees() {
    namespace nn = staticnn;
    using Net = nn::Sequential<Layers...>;
    constexpr double most = tolerance<T>;
    constexpr std::size_t samples = Expected::samples, inputs = Expected::inputs, outputs = Expected::outputs;
    static_assert(Net::input.size() == inputs && Net::output.size() == outputs);
    CAPTURE(samples);
    CAPTURE(inputs);

    nn::Generator generator{42};
    nn::Model<Net, T> model{};
    model.for_each_parameter([&](auto, auto p) { draw(generator, p); });
    nn::Tensor<T, samples * inputs> x, dl_dx;
    nn::Tensor<T, samples * outputs> target, output;
    draw(generator, x);
    draw(generator, target);

    nn::Trainer trainer{model, nn::MSELoss{}, nn::SGD{}, nn::capacity<samples>};
    trainer.zero_grad();
    REQUIRE(trainer.forward(x.values, output.values).has_value());
    CHECK(distance(output, Expected::output) < most);

    auto const [loss, dl_do] = nn::MSELoss{}(output, target);
    CHECK(distance(double(loss), Expected::loss) < most);

    REQUIRE(trainer.backward(dl_do.values, dl_dx.values).has_value());
    CHECK(distance(dl_dx, Expected::input_gradient) < most);
    if constexpr (Net::parameter_count > 0) CHECK(distance(gradients_of(trainer), Expected::gradient) < most);

    REQUIRE(model(x.values, output.values).has_value());
    CHECK(distance(output, Expected::output) < most);

    nn::Tensor<T, samples * outputs> one_by_one;
    for (std::size_t s = 0; s < samples; ++s)
        REQUIRE(model(std::span<T const>(x.data() + s * inputs, inputs),
                      std::span<T>(one_by_one.data() + s * outputs, outputs))
                    .has_value());
    CHECK(distance(one_by_one, Expected::output) < most);
}

}  // namespace golden
