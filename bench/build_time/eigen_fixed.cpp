// 16-64-64-8 by hand, as a user of Eigen would write it: matrices of fixed sizes, one sample a column. One sample, a
// batch, and training with Adam. What the benchmark measures is how long this takes to compile; what it computes is
// what the network in files.hpp computes.

#include <cmath>

#include <Eigen/Core>

namespace eigen_fixed {

constexpr int samples = 256;

template <int Features>
using Batch = Eigen::Matrix<float, Features, samples>;

/// A matrix of parameters with its gradient and what Adam keeps of it.
template <int Rows, int Columns>
struct Parameters {
    using Numbers = Eigen::Matrix<float, Rows, Columns>;

    Numbers value = Numbers::Zero();
    Numbers gradient = Numbers::Zero();
    Numbers mean = Numbers::Zero();
    Numbers square = Numbers::Zero();

    void update(float step, float root) {
        mean += (gradient - mean) * 0.1F;
        square += (gradient.cwiseAbs2() - square) * 0.001F;
        value.array() -= step * mean.array() / (square.array().sqrt() * root + 1e-8F);
    }
};

template <int In, int Out>
struct Linear {
    Parameters<Out, In> weight;
    Parameters<Out, 1> bias;

    template <class Input, class Output>
    void forward(Input const& x, Output& y) const {
        y.noalias() = weight.value * x;
        y.colwise() += bias.value;
    }

    void gradient(Batch<In> const& x, Batch<Out> const& dy) {
        weight.gradient.noalias() = dy * x.transpose();
        bias.gradient = dy.rowwise().sum();
    }

    /// dx, where x is the result of a ReLU.
    void backward(Batch<In> const& x, Batch<Out> const& dy, Batch<In>& dx) const {
        dx.noalias() = weight.value.transpose() * dy;
        dx = (x.array() > 0.0F).select(dx, 0.0F);
    }

    void update(float step, float root) {
        weight.update(step, root);
        bias.update(step, root);
    }
};

struct Network {
    Linear<16, 64> first;
    Linear<64, 64> second;
    Linear<64, 8> third;

    template <class Input, class Hidden, class Output>
    void forward(Input const& x, Hidden& first_result, Hidden& second_result, Output& y) const {
        first.forward(x, first_result);
        first_result = first_result.cwiseMax(0.0F);
        second.forward(first_result, second_result);
        second_result = second_result.cwiseMax(0.0F);
        third.forward(second_result, y);
    }
};

class Trainer {
public:
    explicit Trainer(Network& network) : network_{network} {}

    /// Forward, mean squared error, backward, Adam. Returns the loss before the update.
    float step(Batch<16> const& x, Batch<8> const& target) {
        network_.forward(x, first_, second_, result_);
        result_gradient_ = result_ - target;
        float const loss = result_gradient_.squaredNorm() / float(result_gradient_.size());
        result_gradient_ *= 2.0F / float(result_gradient_.size());

        network_.third.gradient(second_, result_gradient_);
        network_.third.backward(second_, result_gradient_, second_gradient_);
        network_.second.gradient(first_, second_gradient_);
        network_.second.backward(first_, second_gradient_, first_gradient_);
        network_.first.gradient(x, first_gradient_);

        power1_ *= 0.9F;
        power2_ *= 0.999F;
        float const step = 1e-3F / (1.0F - power1_), root = 1.0F / std::sqrt(1.0F - power2_);
        network_.first.update(step, root);
        network_.second.update(step, root);
        network_.third.update(step, root);
        return loss;
    }

private:
    Network& network_;
    Batch<64> first_, second_, first_gradient_, second_gradient_;
    Batch<8> result_, result_gradient_;
    float power1_ = 1, power2_ = 1;
};

Eigen::Vector<float, 8> infer(Network const& network, Eigen::Vector<float, 16> const& x) {
    Eigen::Vector<float, 64> first_result, second_result;
    Eigen::Vector<float, 8> y;
    network.forward(x, first_result, second_result, y);
    return y;
}

void infer(Network const& network, Batch<16> const& x, Batch<8>& y) {
    Batch<64> first_result, second_result;
    network.forward(x, first_result, second_result, y);
}

float train(Trainer& trainer, Batch<16> const& x, Batch<8> const& y, int steps) {
    float loss = 0;
    for (int step = 0; step < steps; ++step) loss = trainer.step(x, y);
    return loss;
}

}  // namespace eigen_fixed
