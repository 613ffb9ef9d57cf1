#include <algorithm>
#include <cstddef>
#include <memory>
#include <optional>
#include <unordered_map>
#include <utility>
#include <vector>

#include <oneapi/dnnl/dnnl.hpp>

#include "dynamic/adam.hpp"
#include "dynamic/matrix.hpp"
#include "dynamic/mse_loss.hpp"
#include "one_thread.hpp"
#include "peer.hpp"

namespace bench {
namespace {

using Descriptor = dnnl::memory::desc;
using Tag = dnnl::memory::format_tag;
using dnnl::memory;
using dynamic::Buffer;

/// Primitives that are made once, with the layout of the weights that the library asks for. The activation is fused into
/// the inner product. The library has no optimiser and no loss: these are the dynamic implementation's.
class OneDnn final : public Peer {
public:
    explicit OneDnn(Problem const& problem) : problem_{problem} {
        for (std::size_t k = 1; k < problem_.widths.size(); ++k) add_layer(k);
        place_parameters();
        add_forward();
        for (std::size_t k = layers_.size(); k-- > 0;) add_backward(k);
        reset();
    }

    char const* name() const override { return "oneDNN"; }
    bool has_training() const override { return true; }

    void reset() override {
        float const* next = problem_.parameters.data();
        auto const start = [&](memory& parameter, Tag tag) {
            auto const dims = parameter.get_desc().dims();
            std::size_t size = 1;
            for (auto const n : dims) size *= std::size_t(n);
            memory values{{dims, memory::data_type::f32, tag}, engine_};
            std::copy_n(next, size, data(values));
            dnnl::reorder{values, parameter}.execute(stream_, values, parameter);
            next += size;
        };
        for (Layer& layer : layers_) start(layer.weight, Tag::ab), start(layer.bias, Tag::a);
        stream_.wait();
        adam_->reset();
    }

    void forward() override { run(forward_); }
    void feed_back() override { data(x_)[0] = data(layers_.back().output)[0]; }

    float step() override {
        forward();
        std::size_t const outputs = problem_.widths.back();
        float const loss =
            dynamic::MSELoss{}({data(layers_.back().output), outputs}, {problem_.y.data(), outputs},
                               {data(layers_.back().output_gradient), outputs}, problem_.samples, outputs);
        run(backward_);
        adam_->update(parameters_.data(), gradients_.data());
        return loss;
    }

    float output(std::size_t sample, std::size_t feature) const override {
        return data(layers_.back().output)[sample * problem_.widths.back() + feature];
    }

private:
    struct Layer {
        dnnl::inner_product_forward::primitive_desc product;
        memory output, output_gradient;
        memory weight{}, bias{}, weight_gradient{}, bias_gradient{};
    };

    /// A primitive and what it works on.
    struct Call {
        dnnl::primitive primitive;
        std::unordered_map<int, memory> arguments;
    };

    static float* data(memory const& m) { return static_cast<float*>(m.get_data_handle()); }

    void run(std::vector<Call> const& calls) {
        for (Call const& call : calls) call.primitive.execute(stream_, call.arguments);
        stream_.wait();
    }

    Descriptor rows(std::size_t features) const {
        return {{memory::dim(problem_.samples), memory::dim(features)}, memory::data_type::f32, Tag::ab};
    }

    /// Zeroed, and with room to be read by whole vectors.
    memory allocate(Descriptor const& descriptor) {
        return {descriptor, engine_, memory_.emplace_back(storage(descriptor)).data()};
    }
    static std::size_t storage(Descriptor const& descriptor) {
        std::size_t const lanes = dynamic::register_lanes;
        return (descriptor.get_size() / sizeof(float) + lanes - 1) / lanes * lanes;
    }

    bool activates(std::size_t layer) const { return layer + 2 < problem_.widths.size(); }
    memory const& input(std::size_t layer) const { return layer > 0 ? layers_[layer - 1].output : x_; }

    static Descriptor weight_of_any_layout(memory::dim inputs, memory::dim outputs) {
        return {{outputs, inputs}, memory::data_type::f32, Tag::any};
    }

    void add_layer(std::size_t k) {
        auto const inputs = memory::dim(problem_.widths[k - 1]), outputs = memory::dim(problem_.widths[k]);
        dnnl::primitive_attr attributes;
        if (activates(k - 1)) {
            dnnl::post_ops after;
            after.append_eltwise(1, algorithm(), 0, 0);
            attributes.set_post_ops(after);
        }
        dnnl::inner_product_forward::desc const product{dnnl::prop_kind::forward_training,
                                                        rows(problem_.widths[k - 1]),
                                                        weight_of_any_layout(inputs, outputs),
                                                        {{outputs}, memory::data_type::f32, Tag::a},
                                                        rows(problem_.widths[k])};
        layers_.push_back({.product{product, attributes, engine_},
                           .output = allocate(rows(problem_.widths[k])),
                           .output_gradient = allocate(rows(problem_.widths[k]))});
    }

    /// All parameters lie in one array, as the optimiser wants them, and so do their gradients.
    void place_parameters() {
        std::size_t size = 0;
        for (Layer const& layer : layers_)
            size += storage(layer.product.weights_desc()) + storage(layer.product.bias_desc());
        parameters_ = Buffer{size};
        gradients_ = Buffer{size};
        adam_.emplace(size);

        std::size_t offset = 0;
        auto const place = [&](Descriptor const& descriptor, memory& parameter, memory& gradient) {
            parameter = {descriptor, engine_, parameters_.data() + offset};
            gradient = {descriptor, engine_, gradients_.data() + offset};
            offset += storage(descriptor);
        };
        for (Layer& layer : layers_) {
            place(layer.product.weights_desc(), layer.weight, layer.weight_gradient);
            place(layer.product.bias_desc(), layer.bias, layer.bias_gradient);
        }
    }

    void add_forward() {
        x_ = allocate(rows(problem_.widths.front()));
        std::copy(problem_.x.begin(), problem_.x.end(), data(x_));
        for (std::size_t k = 0; k < layers_.size(); ++k) {
            Layer const& layer = layers_[k];
            forward_.push_back({dnnl::inner_product_forward{layer.product},
                                {{DNNL_ARG_SRC, input(k)},
                                 {DNNL_ARG_WEIGHTS, layer.weight},
                                 {DNNL_ARG_BIAS, layer.bias},
                                 {DNNL_ARG_DST, layer.output}}});
        }
    }

    void add_backward(std::size_t k) {
        Layer const& layer = layers_[k];
        auto const weight = weight_of_any_layout(layer.weight.get_desc().dims()[1], layer.weight.get_desc().dims()[0]);
        if (activates(k)) add_activation_backward(layer);

        dnnl::inner_product_backward_weights::primitive_desc const to_weight{
            {input(k).get_desc(), weight, layer.bias.get_desc(), layer.output.get_desc()}, engine_, layer.product};
        memory const gradient = as_wanted(layer.weight_gradient, to_weight.diff_weights_desc());
        backward_.push_back({dnnl::inner_product_backward_weights{to_weight},
                             {{DNNL_ARG_SRC, input(k)},
                              {DNNL_ARG_DIFF_DST, layer.output_gradient},
                              {DNNL_ARG_DIFF_WEIGHTS, gradient},
                              {DNNL_ARG_DIFF_BIAS, layer.bias_gradient}}});
        if (gradient != layer.weight_gradient) add_reorder(gradient, layer.weight_gradient);
        if (k == 0) return;

        dnnl::inner_product_backward_data::primitive_desc const to_input{
            {input(k).get_desc(), weight, layer.output.get_desc()}, engine_, layer.product};
        memory const transposed = as_wanted(layer.weight, to_input.weights_desc());
        if (transposed != layer.weight) add_reorder(layer.weight, transposed);
        backward_.push_back({dnnl::inner_product_backward_data{to_input},
                             {{DNNL_ARG_DIFF_DST, layer.output_gradient},
                              {DNNL_ARG_WEIGHTS, transposed},
                              {DNNL_ARG_DIFF_SRC, layers_[k - 1].output_gradient}}});
    }

    void add_activation_backward(Layer const& layer) {
        auto const descriptor = layer.output.get_desc();
        dnnl::eltwise_forward::primitive_desc const forward{
            {dnnl::prop_kind::forward_training, algorithm(), descriptor}, engine_};
        dnnl::eltwise_backward::primitive_desc const backward{{algorithm(), descriptor, descriptor}, engine_, forward};
        backward_.push_back({dnnl::eltwise_backward{backward},
                             {{DNNL_ARG_DST, layer.output},
                              {DNNL_ARG_DIFF_DST, layer.output_gradient},
                              {DNNL_ARG_DIFF_SRC, layer.output_gradient}}});
    }

    /// Of the kind whose gradient is told from the result.
    dnnl::algorithm algorithm() const {
        return problem_.activation == Activation::relu ? dnnl::algorithm::eltwise_relu_use_dst_for_bwd
                                                       : dnnl::algorithm::eltwise_tanh_use_dst_for_bwd;
    }

    memory as_wanted(memory const& m, Descriptor const& descriptor) {
        return m.get_desc() == descriptor ? m : allocate(descriptor);
    }

    void add_reorder(memory const& from, memory const& to) {
        backward_.push_back({dnnl::reorder{from, to}, {{DNNL_ARG_FROM, from}, {DNNL_ARG_TO, to}}});
    }

    Problem problem_;
    dnnl::engine engine_{dnnl::engine::kind::cpu, 0};
    dnnl::stream stream_{engine_};
    std::vector<Buffer> memory_;
    memory x_;
    std::vector<Layer> layers_;
    Buffer parameters_;
    Buffer gradients_;
    std::optional<dynamic::Adam> adam_;
    std::vector<Call> forward_, backward_;
};

std::unique_ptr<Peer> make(Problem const& problem) {
    use_one_thread();
    return std::make_unique<OneDnn>(problem);
}

[[maybe_unused]] bool const added = add_peer(make);

}  // namespace
}  // namespace bench
