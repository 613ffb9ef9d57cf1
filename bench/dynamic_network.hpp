#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <utility>
#include <vector>

#include "dynamic/adam.hpp"
#include "dynamic/mse_loss.hpp"
#include "dynamic/relu.hpp"
#include "dynamic/sequential.hpp"
#include "dynamic/tanh.hpp"
#include "problem.hpp"

namespace bench {

/// The dynamic implementation on a problem, with its own linear layers, or with those that another library computes.
template <class Linear>
class DynamicNetwork {
public:
    explicit DynamicNetwork(Problem const& problem)
        : problem_{problem},
          network_{layers(problem), problem.samples},
          adam_{network_.size()} {
        reset();
    }

    void reset() {
        auto next = problem_.parameters.begin();
        network_.for_each_parameter([&](dynamic::ParameterView p) {
            for (std::size_t o = 0; o < p.outputs; ++o)
                for (std::size_t i = 0; i < p.inputs; ++i) p(o, i) = *next++;
        });
        adam_.reset();
    }

    void forward() { output_ = network_.forward(x(), problem_.samples); }
    void feed_back() { problem_.x[0] = output_[0][0]; }
    float step() { return dynamic::train(network_, dynamic::MSELoss{}, adam_, x(), y(), problem_.samples); }
    float output(std::size_t sample, std::size_t feature) const { return output_[sample][feature]; }

private:
    static std::unique_ptr<dynamic::Layer> activation(Activation activation, std::size_t features) {
        if (activation == Activation::relu) return std::make_unique<dynamic::ReLU>(features);
        return std::make_unique<dynamic::Tanh>(features);
    }

    static std::vector<std::unique_ptr<dynamic::Layer>> layers(Problem const& problem) {
        std::span<std::size_t const> const widths = problem.widths;
        std::vector<std::unique_ptr<dynamic::Layer>> layers;
        for (std::size_t k = 1; k < widths.size(); ++k) {
            if (k > 1) layers.push_back(activation(problem.activation, widths[k - 1]));
            layers.push_back(std::make_unique<Linear>(widths[k - 1], widths[k]));
        }
        return layers;
    }

    dynamic::ConstRows x() const { return {problem_.x.data(), problem_.widths.front()}; }
    dynamic::ConstRows y() const { return {problem_.y.data(), problem_.widths.back()}; }

    Problem problem_;
    dynamic::Sequential network_;
    dynamic::Adam adam_;
    dynamic::ConstRows output_;
};

}  // namespace bench
