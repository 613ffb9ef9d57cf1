#pragma once

#include <cstddef>
#include <random>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <staticnn/staticnn.hpp>

#include "networks.hpp"

namespace bench {

/// What every implementation is given: the same samples, targets and initial parameters.
struct Problem {
    std::string network;
    std::span<std::size_t const> widths;
    Activation activation;
    std::size_t samples;
    std::vector<float> x;           // one sample a row
    std::vector<float> y;           // likewise; noise, so that training never comes to rest
    std::vector<float> parameters;  // for each layer the weight, [out][in], and the bias
};

template <class Network>
Problem make_problem(std::size_t samples) {
    std::mt19937 random{1};
    std::uniform_real_distribution<float> uniform{-1, 1};
    auto const noise = [&](std::size_t size) {
        std::vector<float> values(size);
        for (float& v : values) v = uniform(random);
        return values;
    };

    nn::Generator generator{42};
    nn::Model<typename Network::Net> model{generator};
    std::vector<float> parameters;
    model.for_each_parameter([&](std::string_view, auto p) {
        for (std::size_t k = 0; k < p.size(); ++k) parameters.push_back(p[k]);
    });

    return {
        .network = name_of<Network>(),
        .widths = Network::widths,
        .activation = Network::activation,
        .samples = samples,
        .x = noise(samples * Network::widths.front()),
        .y = noise(samples * Network::widths.back()),
        .parameters = std::move(parameters),
    };
}

}  // namespace bench
