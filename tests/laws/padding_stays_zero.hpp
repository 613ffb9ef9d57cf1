#pragma once

#include "laws/trained_network.hpp"

namespace laws {

/// Whether every number of the model's storage that belongs to no parameter is zero.
template <class Net, class T>
bool padding_is_zero(nn::Model<Net, T>& model) {
    T* const storage = model.numbers().parameters;
    std::vector<bool> owned(nn::Model<Net, T>::Plan::totals.all.parameters);
    model.for_each_parameter([&](auto, auto p) {
        for (std::size_t k = 0; k < p.size(); ++k) owned.at(std::size_t(&p[k] - storage)) = true;
    });
    for (std::size_t k = 0; k < owned.size(); ++k)
        if (!owned[k] && storage[k] != 0) return false;
    return true;
}

template <class Net, class T, class Optimizer>
void padding_stays_zero_with(Optimizer const& optimizer, Range range) {
    TrainedNetwork<Net, T, Optimizer> network{optimizer};
    auto const before = network.parameters();
    std::size_t const samples = couples_samples<Net> ? 31 : 33;
    auto const x = random<T>(samples * inputs<Net>, 8, range), y = random<T>(samples * outputs<Net>, 9);
    REQUIRE(padding_is_zero(network.model));
    for (int step = 0; step < 20; ++step) network.step(x, y);
    CHECK(padding_is_zero(network.model));
    if (!before.empty()) CHECK(!identical(network.parameters(), before));  // it has trained
}

/// What storage is padded with stays zero through every optimiser: kernels count on it.
template <class Net, class T = float>
void padding_stays_zero(Range range = {}) {
    padding_stays_zero_with<Net, T>(nn::SGD{.lr = 0.01, .momentum = 0.9, .nesterov = true, .weight_decay = 0.1}, range);
    padding_stays_zero_with<Net, T>(nn::SGD{.lr = 0.01, .momentum = 0.9, .dampening = 0.5}, range);
    padding_stays_zero_with<Net, T>(nn::Adam{.lr = 0.01}, range);
    padding_stays_zero_with<Net, T>(nn::Adam{.lr = 0.01, .weight_decay = 0.1, .amsgrad = true}, range);
}

}  // namespace laws
