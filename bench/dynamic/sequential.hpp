#pragma once

#include <algorithm>
#include <cstddef>
#include <functional>
#include <memory>
#include <stdexcept>
#include <utility>
#include <vector>

#include "adam.hpp"
#include "layer.hpp"
#include "matrix.hpp"
#include "mse_loss.hpp"

namespace dynamic {

/// Layers one after another, chosen at run time. All memory is allocated here, once, for at most `capacity` samples.
class Sequential {
public:
    Sequential(std::vector<std::unique_ptr<Layer>> layers, std::size_t capacity)
        : layers_{std::move(layers)},
          capacity_{capacity},
          parameters_{storage()},
          gradients_{storage()} {
        std::size_t offset = 0;
        std::size_t widest = 0;
        for (std::size_t k = 0; k < layers_.size(); ++k) {
            Layer& layer = *layers_[k];
            if (k > 0 && layers_[k - 1]->outputs() != layer.inputs())
                throw std::invalid_argument{"dynamic::Sequential: a layer's inputs are not the last layer's outputs"};
            // A layer that works in place needs something of ours before it to work in: the caller's input is not.
            if (k == 0 && layer.in_place())
                throw std::invalid_argument{"dynamic::Sequential: the first layer may not work in place"};
            layer.bind(parameters_.data() + offset, gradients_.data() + offset);
            offset += layer.storage();
            std::size_t const stride = padded(layer.outputs());
            widest = std::max(widest, stride);
            if (!layer.in_place()) activations_.emplace_back(capacity * stride);
            outputs_.push_back({activations_.back().data(), stride});
        }
        output_gradient_ = Buffer{capacity * outputs_.back().stride};
        for (Buffer& gradient : flow_) gradient = Buffer{capacity * widest};
    }

    std::size_t inputs() const { return layers_.front()->inputs(); }
    std::size_t outputs() const { return layers_.back()->outputs(); }

    /// Floats of all parameters, padding included; the gradients lie likewise.
    std::size_t size() const { return parameters_.size(); }
    float* parameters() { return parameters_.data(); }
    float const* gradients() const { return gradients_.data(); }

    /// In PyTorch's order.
    void for_each_parameter(std::function<void(ParameterView)> const& visit) const {
        for (auto const& layer : layers_) layer->for_each_parameter(visit);
    }

    /// At most `capacity` samples. The result stays valid until the next call.
    ConstRows forward(ConstRows x, std::size_t samples) {
        if (samples > capacity_) throw std::invalid_argument{"dynamic::Sequential: more samples than it has room for"};
        for (std::size_t k = 0; k < layers_.size(); ++k) {
            layers_[k]->forward(x, outputs_[k], samples);
            x = outputs_[k];
        }
        return x;
    }

    /// The place for the gradient of the output of the last forward pass.
    Rows output_gradient() { return {output_gradient_.data(), outputs_.back().stride}; }

    /// After forward(x, samples), and with output_gradient filled: writes the gradients of all parameters.
    void backward(ConstRows x, std::size_t samples) {
        std::size_t turn = 0;
        Rows dy = output_gradient();
        for (std::size_t k = layers_.size(); k-- > 0;) {
            Rows dx;
            if (layers_[k]->in_place()) {
                dx = dy;
            } else if (k > 0) {
                dx = {flow_[turn].data(), outputs_[k - 1].stride};
                turn = 1 - turn;
            }
            layers_[k]->backward(k > 0 ? outputs_[k - 1] : x, outputs_[k], dy, dx, samples);
            dy = dx;
        }
    }

private:
    std::size_t storage() const {
        std::size_t sum = 0;
        for (auto const& layer : layers_) sum += layer->storage();
        return (sum + register_lanes - 1) / register_lanes * register_lanes;
    }

    std::vector<std::unique_ptr<Layer>> layers_;
    std::size_t capacity_;
    Buffer parameters_;
    Buffer gradients_;
    std::vector<Buffer> activations_;  // one for each layer that does not work in place
    std::vector<Rows> outputs_;        // where each layer writes
    Buffer output_gradient_;           // a place of its own: others would leave their numbers in its padding
    Buffer flow_[2];                   // the gradient on its way from the last layer to the first, by turns
};

/// One step of training: forward, loss, backward, update. Returns the loss before the update.
inline float train(Sequential& network, MSELoss const& loss, Adam& adam, ConstRows x, ConstRows y,
                   std::size_t samples) {
    ConstRows const output = network.forward(x, samples);
    float const before = loss(output, y, network.output_gradient(), samples, network.outputs());
    network.backward(x, samples);
    adam.update(network.parameters(), network.gradients());
    return before;
}

}  // namespace dynamic
