#pragma once

#include <algorithm>
#include <cmath>
#include <limits>

#include "laws/trained_network.hpp"

namespace laws {

/// What is not finite stays in its sample: the others come out the same, bit for bit, wherever it stands in a panel.
/// NaN in all of a sample comes out as NaN.
template <class Net, class T = float>
void nan_and_infinity(Range range = {}) {
    constexpr std::size_t samples = lanes<T> + 3, in = inputs<Net>, out = outputs<Net>;
    auto const model = random_model<Net, T>();
    auto const x = random<T>(samples * in, 10, range);
    auto const before = infer(model, std::span<T const>(x));

    for (std::size_t const sick : {std::size_t{0}, std::size_t{2}, lanes<T>, samples - 1}) {
        CAPTURE(sick);
        for (T const value : {std::numeric_limits<T>::quiet_NaN(), std::numeric_limits<T>::infinity()}) {
            CAPTURE(value);
            auto changed = x;
            for (std::size_t f = 0; f < in; ++f) changed[sick * in + f] = value;
            auto after = infer(model, std::span<T const>(changed));
            bool all_nan = true;
            for (std::size_t o = 0; o < out; ++o) {
                T& number = after[sick * out + o];
                all_nan = all_nan && std::isnan(number);
                number = before[sick * out + o];
            }
            CHECK(identical(after, before));
            if (std::isnan(value)) CHECK(all_nan);
        }
    }

    // A sample alone goes another way.
    std::vector<T> const nan(in, std::numeric_limits<T>::quiet_NaN());
    for (T const number : infer(model, std::span<T const>(nan))) CHECK(std::isnan(number));
}

/// Lanes past the last sample must not reach a gradient: after a step on few samples, all is finite.
template <class Net, class T = float>
void gradients_are_finite(Range range = {}) {
    for (std::size_t const samples : {std::size_t{1}, std::size_t{3}, lanes<T> + 1}) {
        if (samples < minimum_samples<Net>) continue;
        CAPTURE(samples);
        TrainedNetwork<Net, T> network{nn::SGD{.lr = 0.1}};
        auto const x = random<T>(samples * inputs<Net>, 11, range), c = random<T>(samples * outputs<Net>, 12);
        std::vector<T> o(c.size()), dl_dx(x.size());
        network.forward(x, o);
        network.backward(c, dl_dx);
        auto const finite = [](auto const& values) {
            return std::ranges::all_of(values, [](T value) { return std::isfinite(value); });
        };
        CHECK(finite(o));
        CHECK(finite(dl_dx));
        CHECK(finite(network.gradients()));
        CHECK(std::isfinite(network.step(x, c)));
        CHECK(finite(network.gradients()));
    }
}

}  // namespace laws
