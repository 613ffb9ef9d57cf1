#pragma once

#include <string_view>

#include "laws/trained_network.hpp"

namespace laws {

/// The largest difference between gradients and the slopes that the numbers themselves show.
struct Difference {
    double largest = 0;
    std::string_view name{};
    std::size_t number = 0;

    void take(double difference, std::string_view of, std::size_t k) {
        if (difference <= largest) return;  // NaN is larger than all
        largest = difference, name = of, number = k;
    }
};

/// (f(at + h) - f(at - h)) / 2h, in double. h is small: the ReLU's corner is seldom so near.
template <class Function>
double slope(double& at, Function const& f) {
    constexpr double h = 1e-6;
    double const before = at;
    double const above = at = before + h, f_above = f();
    double const below = at = before - h, f_below = f();
    at = before;
    return (f_above - f_below) / (above - below);
}

/// Compares each parameter's gradient with the slope of `f`.
template <class Net, class Gradients, class Function>
Difference difference_of_parameters(nn::Model<Net, double>& model, Gradients const& gradients, Function const& f) {
    Difference difference;
    std::size_t number = 0;
    model.for_each_parameter([&](std::string_view name, auto p) {
        for (std::size_t k = 0; k < p.size(); ++k) {
            double const gradient = gradients[number++];
            difference.take(std::abs(gradient - slope(p[k], f)) / (1 + std::abs(gradient)), name, k);
        }
    });
    CHECK(number == gradients.size());
    return difference;
}

inline void is_small(Difference const& difference) {
    CAPTURE(difference.name);
    CAPTURE(difference.number);
    CHECK(difference.largest < 1e-6);
}

/// Of n samples, in pieces: f = Σ c o with random c.
template <class Net>
void backward_is_the_derivative_in_pieces(std::size_t n, Range range) {
    TrainedNetwork<Net, double> network{nn::SGD{}};
    auto x = random<double>(n * inputs<Net>, 3, range);
    auto const c = random<double>(n * outputs<Net>, 4);
    std::vector<double> o(c.size()), dl_dx(x.size());
    auto const f = [&] {
        network.draw_again();
        network.forward(x, o);
        double sum = 0;
        for (std::size_t k = 0; k < o.size(); ++k) sum += c[k] * o[k];
        return sum;
    };

    f();
    network.trainer.zero_grad();
    network.backward(c, dl_dx);

    is_small(difference_of_parameters(network.model, network.gradients(), f));
    Difference of_inputs;
    for (std::size_t k = 0; k < x.size(); ++k)
        of_inputs.take(std::abs(dl_dx[k] - slope(x[k], f)) / (1 + std::abs(dl_dx[k])), "input", k);
    is_small(of_inputs);
}

/// Of n samples, in a step that does not move: f is the loss that the step returns.
template <class Net>
void backward_is_the_derivative_in_a_step(std::size_t n, Range range) {
    TrainedNetwork<Net, double> network{nn::SGD{.lr = 0}};
    auto const x = random<double>(n * inputs<Net>, 3, range);
    auto const y = random<double>(n * outputs<Net>, 4);
    auto const f = [&] {
        network.draw_again();
        return network.step(x, y);
    };

    f();
    is_small(difference_of_parameters(network.model, network.gradients(), f));
}

/// Every gradient is the derivative, for a full panel, a short one, and one of each.
template <class Net>
void backward_is_the_derivative(Range range = {}) {
    for (std::size_t const n : {std::size_t{1}, std::size_t{3}, lanes<double>, lanes<double> + 1}) {
        if (n < minimum_samples<Net>) continue;
        CAPTURE(n);
        backward_is_the_derivative_in_pieces<Net>(n, range);
        backward_is_the_derivative_in_a_step<Net>(n, range);
    }
}

}  // namespace laws
