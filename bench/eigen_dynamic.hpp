#pragma once

#include <cmath>
#include <cstddef>
#include <span>
#include <vector>

#include "eigen.hpp"

namespace eigen_dynamic {

using bench::Activation;
using Index = Eigen::Index;

/// Linear layers with an activation between, written by hand with Eigen's dynamic matrices: one sample a column, all
/// memory allocated once, every product without a temporary. Samples is MatrixXf, or VectorXf where there is only one.
template <class Samples>
class Network {
public:
    Network(std::span<std::size_t const> widths, Activation activation, std::size_t samples) : activation_{activation} {
        Index size = 0;
        for (std::size_t k = 1; k < widths.size(); ++k) size += Index((widths[k - 1] + 1) * widths[k]);
        for (auto* array : {&parameters_, &gradients_, &mean_, &square_}) *array = Eigen::ArrayXf::Zero(size);

        float* value = parameters_.data();
        float* gradient = gradients_.data();
        for (std::size_t k = 1; k < widths.size(); ++k) {
            auto const in = Index(widths[k - 1]);
            auto const out = Index(widths[k]);
            layers_.push_back({
                .weight{value, out, in},
                .bias{value + out * in, out},
                .weight_gradient{gradient, out, in},
                .bias_gradient{gradient + out * in, out},
                .output = Samples::Zero(out, Index(samples)),
                .output_gradient = Samples::Zero(out, Index(samples)),
            });
            value += out * (in + 1);
            gradient += out * (in + 1);
        }
    }

    std::size_t layers() const { return layers_.size(); }
    Eigen::Map<Eigen::MatrixXf> weight(std::size_t layer) { return layers_[layer].weight; }
    Eigen::Map<Eigen::VectorXf> bias(std::size_t layer) { return layers_[layer].bias; }

    void reset_optimiser() {
        mean_.setZero();
        square_.setZero();
        power1_ = power2_ = 1;
    }

    template <class Input>
    Samples const& forward(Input const& x) {
        for (std::size_t k = 0; k < layers_.size(); ++k) {
            Layer& layer = layers_[k];
            if (k == 0)
                layer.output.noalias() = layer.weight * x;
            else
                layer.output.noalias() = layer.weight * layers_[k - 1].output;

            bool const activates = k + 1 < layers_.size();
            if (activates && activation_ == Activation::relu) {
                layer.output = bench::activated<Activation::relu>(layer.output.colwise() + layer.bias);
            } else {
                layer.output.colwise() += layer.bias;
                if (activates)
                    layer.output = bench::activated<Activation::tanh>(layer.output);  // Eigen vectorises it alone
            }
        }
        return layers_.back().output;
    }

    /// Forward, mean squared error, backward, Adam. Returns the loss before the update.
    template <class Input, class Target>
    float step(Input const& x, Target const& target) {
        Samples const& output = forward(x);
        auto const count = float(output.size());
        Samples& difference = layers_.back().output_gradient;
        difference = output - target;
        float const loss = difference.squaredNorm() / count;
        difference *= 2 / count;

        for (std::size_t k = layers_.size(); k-- > 0;) {
            Layer& layer = layers_[k];
            layer.bias_gradient = layer.output_gradient.rowwise().sum();
            if (k == 0) {
                layer.weight_gradient.noalias() = layer.output_gradient * x.transpose();
                break;
            }
            Layer& before = layers_[k - 1];
            layer.weight_gradient.noalias() = layer.output_gradient * before.output.transpose();
            before.output_gradient.noalias() = layer.weight.transpose() * layer.output_gradient;
            if (activation_ == Activation::relu)
                bench::deactivate<Activation::relu>(before.output, before.output_gradient);
            else
                bench::deactivate<Activation::tanh>(before.output, before.output_gradient);
        }

        update();
        return loss;
    }

private:
    struct Layer {
        Eigen::Map<Eigen::MatrixXf> weight;
        Eigen::Map<Eigen::VectorXf> bias;
        Eigen::Map<Eigen::MatrixXf> weight_gradient;
        Eigen::Map<Eigen::VectorXf> bias_gradient;
        Samples output;
        Samples output_gradient;
    };

    /// PyTorch's Adam with its defaults, as one expression over all parameters for each array.
    void update() {
        constexpr double lr = 1e-3, beta1 = 0.9, beta2 = 0.999, eps = 1e-8;
        power1_ *= beta1;
        power2_ *= beta2;
        auto const step = float(lr / (1 - power1_));
        auto const root = float(1 / std::sqrt(1 - power2_));

        mean_ += (gradients_ - mean_) * float(1 - beta1);
        square_ += (gradients_.square() - square_) * float(1 - beta2);
        parameters_ -= mean_ * step / (square_.sqrt() * root + float(eps));
    }

    Activation activation_;
    Eigen::ArrayXf parameters_, gradients_, mean_, square_;
    double power1_ = 1;
    double power2_ = 1;
    std::vector<Layer> layers_;
};

}  // namespace eigen_dynamic
