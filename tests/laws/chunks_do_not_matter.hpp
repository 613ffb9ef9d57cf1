#pragma once

#include "laws/trained_network.hpp"

namespace laws {

/// What one step leaves behind.
template <class T>
struct Stepped {
    T loss;
    std::vector<T> gradients, parameters;
};

template <std::size_t Capacity, class Net, class T>
Stepped<T> stepped(std::size_t samples, Range range) {
    TrainedNetwork<Net, T, nn::SGD, Capacity> network{nn::SGD{.lr = 0.1}};
    T const loss = network.step(random<T>(samples * inputs<Net>, 6, range), random<T>(samples * outputs<Net>, 7));
    return {loss, network.gradients(), network.parameters()};
}

/// A step over 99 samples is the same in chunks of 32 as all at once.
template <class Net, class T = float>
void chunks_do_not_matter(Range range = {}) {
    static_assert(!couples_samples<Net>);
    auto const chunks = stepped<32, Net, T>(99, range);
    auto const whole = stepped<128, Net, T>(99, range);
    CHECK(close(chunks.loss, whole.loss));
    CHECK(close(chunks.gradients, whole.gradients));
    CHECK(close(chunks.parameters, whole.parameters));
}

}  // namespace laws
