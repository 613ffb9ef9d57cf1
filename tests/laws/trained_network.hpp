#pragma once

#include <memory>
#include <span>

#include "laws/numbers.hpp"

namespace laws {

/// A network of random numbers and its trainer, with each way to use them compiled once, apart: the laws call them
/// from many places.
template <class Net, class T, class Optimizer = nn::SGD, std::size_t Capacity = 32>
struct TrainedNetwork {
    nn::Model<Net, T> model = random_model<Net, T>();
    nn::Generator generator{1};
    nn::Trainer<Net, T, nn::MSELoss, Optimizer, Capacity, nn::Generator> trainer;

    explicit TrainedNetwork(Optimizer const& optimizer)
        : trainer(model, nn::MSELoss{}, optimizer, nn::capacity<Capacity>, generator) {}

    /// From here on, draws what it has drawn in the beginning.
    void draw_again() { generator = nn::Generator{1}; }

    [[gnu::noinline]] T step(std::vector<T> const& x, std::vector<T> const& y) {
        auto const loss = trainer.step(x, y);
        REQUIRE(loss.has_value());
        return loss.value();
    }
    [[gnu::noinline]] void forward(std::vector<T> const& x, std::vector<T>& o) {
        REQUIRE(trainer.forward(x, o).has_value());
    }
    [[gnu::noinline]] void backward(std::vector<T> const& dl_do, std::vector<T>& dl_dx) {
        REQUIRE(trainer.backward(dl_do, dl_dx).has_value());
    }
    [[gnu::noinline]] std::vector<T> parameters() const { return parameters_of(model); }
    [[gnu::noinline]] std::vector<T> gradients() const { return gradients_of(trainer); }
};

/// The outputs of samples, by spans.
template <class Net, class T>
[[gnu::noinline]] std::vector<T> infer(nn::Model<Net, T> const& model, std::span<T const> x) {
    std::vector<T> out(x.size() / inputs<Net> * outputs<Net>);
    if constexpr (nn::Workspace<Net, T>::Rows::on_stack > 0) {
        REQUIRE(model(x, out).has_value());
    } else {
        auto const workspace = std::make_unique<nn::Workspace<Net, T>>();
        REQUIRE(model(x, out, *workspace).has_value());
    }
    return out;
}

}  // namespace laws
