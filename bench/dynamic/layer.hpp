#pragma once

#include <cstddef>
#include <functional>

#include "matrix.hpp"

namespace dynamic {

/// A parameter as PyTorch shows it, [out][in] or [out], wherever its numbers lie.
struct ParameterView {
    float* data;
    std::size_t outputs;
    std::size_t inputs;
    std::size_t output_stride;
    std::size_t input_stride;

    float& operator()(std::size_t o, std::size_t i) const { return data[o * output_stride + i * input_stride]; }
};

/// A layer whose shape is known at run time. It owns no parameters: the network keeps all of them in one array.
class Layer {
public:
    virtual ~Layer() = default;

    virtual std::size_t inputs() const = 0;
    virtual std::size_t outputs() const = 0;

    /// Whether the output takes the input's place, and the gradient of the input that of the output.
    virtual bool in_place() const { return false; }

    /// Floats of storage for parameters, padding included, and the places they are given.
    virtual std::size_t storage() const { return 0; }
    virtual void bind(float* /*parameters*/, float* /*gradients*/) {}
    virtual void for_each_parameter(std::function<void(ParameterView)> const& /*visit*/) const {}

    /// Outputs and gradients are stored at padded length; the network's own input need not be.
    virtual void forward(ConstRows x, Rows y, std::size_t samples) = 0;

    /// Writes the gradients of the parameters, and dx if it has a place.
    virtual void backward(ConstRows x, ConstRows y, ConstRows dy, Rows dx, std::size_t samples) = 0;
};

}  // namespace dynamic
