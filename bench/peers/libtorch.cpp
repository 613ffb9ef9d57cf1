#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include <torch/torch.h>

#include "one_thread.hpp"
#include "peer.hpp"

namespace bench {
namespace {

/// PyTorch's C++ face.
class LibTorch final : public Peer {
public:
    explicit LibTorch(Problem const& problem)
        : problem_{problem},
          x_{tensor(problem.x, problem.widths.front())},
          y_{tensor(problem.y, problem.widths.back())} {
        for (std::size_t k = 1; k < problem.widths.size(); ++k) {
            network_->push_back(torch::nn::Linear{size(problem.widths[k - 1]), size(problem.widths[k])});
            if (k + 1 == problem.widths.size()) break;
            if (problem.activation == Activation::relu)
                network_->push_back(torch::nn::ReLU{torch::nn::ReLUOptions{}.inplace(true)});
            else
                network_->push_back(torch::nn::Tanh{});
        }
        reset();
    }

    char const* name() const override { return "LibTorch"; }
    bool has_training() const override { return true; }

    void reset() override {
        torch::NoGradGuard const no_gradient;
        float* next = problem_.parameters.data();
        for (torch::Tensor& parameter : network_->parameters()) {
            parameter.copy_(torch::from_blob(next, parameter.sizes()));
            next += parameter.numel();
        }
        adam_.emplace(network_->parameters(), torch::optim::AdamOptions{});
    }

    void forward() override {
        c10::InferenceMode const inference;
        output_ = network_->forward(x_);
    }

    void feed_back() override { x_.data_ptr<float>()[0] = output_.data_ptr<float>()[0]; }

    float step() override {
        adam_->zero_grad();
        torch::Tensor const loss = torch::mse_loss(network_->forward(x_), y_);
        loss.backward();
        adam_->step();
        return loss.item<float>();
    }

    float output(std::size_t sample, std::size_t feature) const override {
        return output_.data_ptr<float>()[sample * problem_.widths.back() + feature];
    }

private:
    static std::int64_t size(std::size_t n) { return static_cast<std::int64_t>(n); }

    torch::Tensor tensor(std::vector<float> const& values, std::size_t features) const {
        auto const samples = size(problem_.samples);
        return torch::tensor(c10::ArrayRef<float>{values}).reshape({samples, size(features)});
    }

    Problem problem_;
    torch::Tensor x_, y_, output_;
    torch::nn::Sequential network_;
    std::optional<torch::optim::Adam> adam_;
};

std::unique_ptr<Peer> make(Problem const& problem) {
    use_one_thread();
    torch::set_num_threads(1);
    return std::make_unique<LibTorch>(problem);
}

[[maybe_unused]] bool const added = add_peer(make);

}  // namespace
}  // namespace bench
