#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <iterator>
#include <vector>

#include <staticnn/staticnn.hpp>

namespace golden {

/// What ours may be off PyTorch's by, as a part of the whole: in the 2-norm.
template <class T>
inline constexpr double tolerance = sizeof(T) == sizeof(float) ? 1e-5 : 1e-12;

/// ‖ours − expected‖ / ‖expected‖; infinite if they differ in length.
double distance(auto const& ours, auto const& expected) {
    if (std::size(ours) != std::size(expected)) return INFINITY;
    double difference = 0, size = 0;
    for (std::size_t k = 0; k < std::size(ours); ++k) {
        difference = std::hypot(difference, double(ours[k]) - double(expected[k]));
        size = std::hypot(size, double(expected[k]));
    }
    return difference / size;
}

/// |ours − expected| / |expected|
inline double distance(double ours, double expected) { return std::abs(ours - expected) / std::abs(expected); }

/// The same numbers, every bit of them, and as many.
bool identical(auto const& ours, auto const& expected) {
    return std::equal(std::begin(ours), std::end(ours), std::begin(expected), std::end(expected));
}

/// Fills a tensor or a parameter as `generate.py` does: with numbers that float and double share.
void draw(staticnn::Generator& generator, auto&& values) {
    for (std::size_t k = 0; k < values.size(); ++k) values[k] = generator.uniform(-1.0F, 1.0F);
}

/// All parameters one after another, each in PyTorch's order.
auto parameters_of(auto const& model) {
    std::vector<double> all;
    model.for_each_parameter([&](auto, auto p) {
        for (std::size_t k = 0; k < p.size(); ++k) all.push_back(double(p[k]));
    });
    return all;
}

/// All gradients, in the order of the parameters.
auto gradients_of(auto const& trainer) {
    std::vector<double> all;
    trainer.for_each_gradient([&](auto, auto g) {
        for (std::size_t k = 0; k < g.size(); ++k) all.push_back(double(g[k]));
    });
    return all;
}

/// All buffers, in state_dict's order.
auto buffers_of(auto const& model) {
    std::vector<double> all;
    model.for_each_buffer([&](auto, auto b) {
        for (std::size_t k = 0; k < b.size(); ++k) all.push_back(double(b[k]));
    });
    return all;
}

}  // namespace golden
