#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <memory>
#include <utility>
#include <vector>

#include <dlib/dnn.h>

#include "one_thread.hpp"
#include "peer.hpp"

namespace bench {
namespace {

template <template <class> class Activate>
using TwoLayers = dlib::fc<1, Activate<dlib::fc<1, dlib::input<dlib::matrix<float>>>>>;

template <template <class> class Activate>
using ThreeLayers = dlib::fc<1, Activate<TwoLayers<Activate>>>;

/// Inference by a network whose depth is a type and whose widths are told at run time. Training is left out: dlib's Adam
/// adds eps elsewhere than PyTorch's does, and after a few steps the losses differ.
template <class Network, std::size_t layers>
class Dlib final : public Peer {
public:
    explicit Dlib(Problem const& problem) : problem_{problem} {
        for_each_layer([&](auto& layer, std::size_t k) { layer.set_num_outputs(long(problem_.widths[k + 1])); });

        std::size_t const features = problem_.widths.front();
        std::vector<dlib::matrix<float>> samples;
        for (std::size_t n = 0; n < problem_.samples; ++n)
            samples.emplace_back(dlib::mat(problem_.x.data() + n * features, long(features), 1));
        network_.to_tensor(samples.begin(), samples.end(), x_);
        forward();  // the parameters are made by the first pass
        reset();
    }

    char const* name() const override { return "dlib"; }
    bool has_training() const override { return false; }

    void reset() override {
        float const* next = problem_.parameters.data();
        for_each_layer([&](auto& layer, std::size_t k) {
            std::size_t const inputs = problem_.widths[k], outputs = problem_.widths[k + 1];
            float* const parameters = layer.get_layer_params().host();  // [in][out], and then the bias
            for (std::size_t o = 0; o < outputs; ++o)
                for (std::size_t i = 0; i < inputs; ++i) parameters[i * outputs + o] = *next++;
            std::copy_n(next, outputs, parameters + inputs * outputs);
            next += outputs;
        });
    }

    void forward() override { output_ = network_.forward(x_).host(); }
    void feed_back() override { x_.host()[0] = output_[0]; }

    float step() override { std::abort(); }

    float output(std::size_t sample, std::size_t feature) const override {
        return output_[sample * problem_.widths.back() + feature];
    }

private:
    /// Ours count from the input, dlib's from the output, activations included.
    void for_each_layer(auto const& visit) {
        [&]<std::size_t... k>(std::index_sequence<k...>) {
            (visit(dlib::layer<2 * (layers - 1 - k)>(network_).layer_details(), k), ...);
        }(std::make_index_sequence<layers>{});
    }

    Problem problem_;
    Network network_;
    dlib::resizable_tensor x_;
    float const* output_ = nullptr;
};

template <template <class> class Activate>
std::unique_ptr<Peer> make_with(Problem const& problem) {
    switch (problem.widths.size()) {
        case 3: return std::make_unique<Dlib<TwoLayers<Activate>, 2>>(problem);
        case 4: return std::make_unique<Dlib<ThreeLayers<Activate>, 3>>(problem);
        default: return nullptr;
    }
}

std::unique_ptr<Peer> make(Problem const& problem) {
    use_one_thread();
    return problem.activation == Activation::relu ? make_with<dlib::relu>(problem) : make_with<dlib::htan>(problem);
}

[[maybe_unused]] bool const added = add_peer(make);

}  // namespace
}  // namespace bench
