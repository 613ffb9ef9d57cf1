#pragma once

#include "laws/numbers.hpp"

namespace laws {

/// All numbers of a model and the losses on the way, after training from one seed.
template <class Net, class T>
std::vector<T> trained(Range range) {
    nn::Generator generator{42};
    nn::Model<Net, T> model{generator};
    nn::Trainer trainer{model, nn::MSELoss{}, nn::Adam{.lr = 0.01}, nn::capacity<32>, generator};
    constexpr std::size_t samples = 50;
    auto const x = random<T>(samples * inputs<Net>, 13, range), y = random<T>(samples * outputs<Net>, 14);
    std::vector<std::uint32_t> order(samples);
    std::vector<T> numbers;
    auto const keep = [&](nn::Epoch const& e) { numbers.push_back(T(e.loss)); };
    REQUIRE(nn::fit(trainer, x, y, {.epochs = 3, .batch_size = 16, .shuffle = true}, keep, order).has_value());
    model.for_each_state([&](auto, auto p) {
        for (std::size_t k = 0; k < p.size(); ++k) numbers.push_back(T(p[k]));
    });
    return numbers;
}

/// The same seed gives the same numbers, bit for bit, however the stack was left by whoever ran before.
template <class Net, class T = float>
void same_twice(Range range = {}) {
    auto const first = trained<Net, T>(range);
    CHECK(identical(first, trained<Net, T>(range)));
}

}  // namespace laws
