#pragma once

#include <cstddef>
#include <functional>

#include "layer.hpp"
#include "matrix.hpp"
#include "multiply.hpp"

namespace dynamic {

/// y = x Wᵀ + b, with Wᵀ stored, [in][out]: every product then runs along rows. Another library may take over the
/// products.
class Linear : public Layer {
public:
    Linear(std::size_t inputs, std::size_t outputs)
        : inputs_{inputs},
          outputs_{outputs},
          stride_{padded(outputs)},
          weight_of_backward_{outputs * padded(inputs)} {}

    std::size_t inputs() const override { return inputs_; }
    std::size_t outputs() const override { return outputs_; }
    std::size_t storage() const override { return (inputs_ + 1) * stride_; }

    void bind(float* parameters, float* gradients) override {
        weight_ = {parameters, stride_};
        bias_ = parameters + inputs_ * stride_;
        weight_gradient_ = {gradients, stride_};
        bias_gradient_ = gradients + inputs_ * stride_;
    }

    void for_each_parameter(std::function<void(ParameterView)> const& visit) const override {
        visit({weight_.data, outputs_, inputs_, 1, stride_});
        visit({bias_, outputs_, 1, 1, 0});
    }

    void forward(ConstRows x, Rows y, std::size_t samples) override {
        if (samples == 1)
            multiply_row(x.data, inputs_, weight_, bias_, y.data);
        else
            multiply({x.data, samples, inputs_, x.stride, 1}, weight_, {bias_, 0}, y);
    }

    void backward(ConstRows x, ConstRows /*y*/, ConstRows dy, Rows dx, std::size_t samples) override {
        multiply({x.data, inputs_, samples, 1, x.stride}, dy, {}, weight_gradient_);
        sum_rows(dy, samples, bias_gradient_);
        if (dx.data) {
            multiply({dy.data, samples, outputs_, dy.stride, 1}, transposed_weight(), {}, dx);
        }
    }

protected:
    ConstRows weight() const { return weight_; }
    float const* bias() const { return bias_; }
    Rows weight_gradient() const { return weight_gradient_; }
    float* bias_gradient() const { return bias_gradient_; }

    /// [out][in], written anew by each backward pass.
    ConstRows transposed_weight() {
        Rows const transpose{weight_of_backward_.data(), padded(inputs_)};
        for (std::size_t i = 0; i < inputs_; ++i)
            for (std::size_t o = 0; o < outputs_; ++o) transpose[o][i] = weight_[i][o];
        return transpose;
    }

private:
    std::size_t inputs_;
    std::size_t outputs_;
    std::size_t stride_;
    Buffer weight_of_backward_;
    Rows weight_;
    float* bias_ = nullptr;
    Rows weight_gradient_;
    float* bias_gradient_ = nullptr;
};

}  // namespace dynamic
