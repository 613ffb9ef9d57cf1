// One function that uses the whole public interface; headers.clean looks at what its object needs.

#include <span>
#include <string_view>

#include <staticnn/staticnn.hpp>

namespace nn = staticnn;

namespace {

// Every layer that takes vectors, in one type.
using Gelus = nn::Sequential<nn::GELU<>, nn::GELU<nn::Approximate::tanh>>;
using Body = nn::Sequential<nn::Linear<8, 8>, nn::Tanh, nn::LeakyReLU<>, Gelus, nn::PReLU<>, nn::LayerNorm<8>,
                            nn::Softmax, nn::LogSoftmax, nn::Linear<8, 8>, nn::Sigmoid>;
using Net = nn::Sequential<nn::Input<4>, nn::LazyLinear<8>, nn::BatchNorm1d<8>, nn::ReLU, nn::Residual<Body>,
                           nn::Dropout<0.1>, nn::Identity, nn::Frozen<nn::Linear<8, 8>>, nn::Linear<8, 2, false>>;
using Plain = nn::Sequential<nn::Linear<4, 8>, nn::ReLU, nn::Linear<8, 2>>;

// Those that take planes or sequences.
using Planes = nn::Sequential<nn::Input<1, 4, 4>, nn::Conv2d<1, 2, 3, nn::ConvOptions{.padding = 1}>, nn::ReLU,
                              nn::MaxPool2d<2>, nn::Flatten, nn::Linear<8, 2>>;
using Sequences =
    nn::Sequential<nn::Input<4, 4>, nn::Conv1d<4, 2, 3, nn::ConvOptions{.causal = true}>, nn::GlobalAvgPool>;

using Steps = nn::Sequential<nn::Input<4, 3>, nn::LSTM<3, 4>, nn::GRU<4, 2>, nn::LastStep>;

template <class T>
T sum_of(auto const& entry) {
    T sum = 0;
    for (std::size_t k = 0; k < entry.size(); ++k) sum += static_cast<T>(entry[k]);
    return sum;
}

template <class T>
T infers(nn::Model<Net, T>& model, nn::Tensor<T, 16, 4> const& x) {
    nn::Tensor<T, 16, 2> out = model(x);
    model(x, out);
    nn::Tensor<T, 2> const one = model(nn::Tensor<T, 4>{});

    nn::Result<void> const result = model(std::span<T const>(x.data(), x.size()), std::span<T>(out.data(), out.size()));
    T sum = one(0) + out(0, 1);
    if (!result) sum += static_cast<T>(result.error().got);

    model.for_each_parameter([&](std::string_view, auto p) { sum += sum_of<T>(p); });
    model.for_each_buffer([&](std::string_view, auto b) { sum += sum_of<T>(b); });
    model.for_each_state([&](std::string_view, auto s) { sum += sum_of<T>(s); });
    return sum;
}

template <class T, class Optimizer>
T trains(Optimizer optimizer, nn::Tensor<T, 16, 4> const& x, nn::Tensor<T, 16, 2> const& y) {
    nn::Generator generator{42};
    nn::Model<Net, T> model{generator};
    nn::Trainer trainer{model, nn::MSELoss{}, optimizer, nn::capacity<32>, generator};

    T loss = trainer.step(x, y);
    nn::fit(trainer, x, y, {.epochs = 2, .batch_size = 8, .shuffle = true},
            [&](nn::Epoch const& e) { loss += static_cast<T>(e.loss); });
    nn::fit(trainer, x, y, {.epochs = 2, .batch_size = 8}, nn::StepLR{.step_size = 1});
    nn::fit(trainer, x, y, {.epochs = 2, .batch_size = 8}, nn::CosineAnnealingLR{.T_max = 2});
    nn::Scheduler scheduler{trainer.optimizer(), nn::StepLR{.step_size = 1}};
    nn::fit(trainer, x, y, {.epochs = 2, .batch_size = 8}, scheduler);
    scheduler.step();
    return loss + infers(model, x);
}

template <class T>
T trains_in_pieces(nn::Tensor<T, 16, 4> const& x, nn::Tensor<T, 16, 2> const& y) {
    nn::Generator generator{1};
    nn::Model<Plain, T> model{generator};
    nn::Trainer trainer{model, nn::MSELoss{}, nn::SGD{.lr = 0.1, .momentum = 0.9}};

    auto const& out = trainer.forward(x);
    auto [loss, gradient] = nn::MSELoss{}(out, y);
    nn::Tensor<T, 16, 4> input_gradient;
    trainer.zero_grad();
    trainer.backward(gradient);
    trainer.backward(gradient, input_gradient);
    trainer.clip_grad_norm(1);
    trainer.update();
    trainer.optimizer().lr = 0.01;

    nn::Model<Plain, T> target{generator};
    nn::copy_parameters(model, target);
    nn::copy_state<"0">(model, target);
    nn::lerp(target, model, 0.005);

    T sum = loss + target(x)(0, 0) + input_gradient(0, 0) + trainer.step(x, y);
    trainer.for_each_gradient([&](std::string_view, auto g) { sum += sum_of<T>(g); });
    auto const result = trainer.step(std::span<T const>(x.data(), x.size()), std::span<T const>(y.data(), y.size()));
    return result ? sum + result.value() : sum;
}

template <class T, class OfPlanes, class X>
T trains_planes(X const& x) {
    nn::Generator generator{1};
    nn::Model<OfPlanes, T> model{generator};
    nn::Trainer trainer{model, nn::MSELoss{}, nn::SGD{.lr = 1e-3}};
    T const loss = trainer.step(x, nn::Tensor<T, 16, 2>{});
    return loss + model(x)(15, 1);
}

template <class T>
T classifies(nn::Tensor<T, 16, 4> const& x) {
    nn::Generator generator{1};
    nn::Model<Plain, T> model{generator};
    nn::Trainer trainer{model, nn::CrossEntropyLoss{.label_smoothing = 0.1}, nn::SGD{.lr = 0.1}};
    nn::Tensor<std::int32_t, 16> const classes{};
    nn::Result<T> const loss = trainer.step(x, classes);
    nn::Result<double> const last = nn::fit(trainer, x, classes, {.epochs = 2});
    T sum = nn::CrossEntropyLoss<nn::ClassProbabilities>{}(model(x), nn::Tensor<T, 16, 2>{}).loss;
    sum += nn::BCEWithLogitsLoss{.pos_weight = 2}(model(x), nn::Tensor<T, 16, 2>{}).loss;
    sum += static_cast<T>(nn::accuracy(model(x), classes));
    if (loss && last) sum += loss.value() + static_cast<T>(last.value());
    return sum;
}

template <class T>
T uses() {
    nn::Tensor<T, 16, 4> const x{};
    nn::Tensor<T, 16, 2> const y{};
    return trains<T>(nn::Adam{.lr = 1e-3, .amsgrad = true}, x, y) + trains<T>(nn::AdamW{.lr = 1e-3}, x, y) +
           trains<T>(nn::ParameterGroups{nn::AdamW{}, nn::group<"*.bias">(nn::AdamW{.weight_decay = 0})}, x, y) +
           trains<T>(nn::ClipGradNorm{.max_norm = 1, .optimizer = nn::AdamW{}}, x, y) +
           trains<T>(nn::SGD{.lr = 1e-3}, x, y) + trains_in_pieces<T>(x, y) + classifies<T>(x) +
           trains_planes<T, Planes>(nn::Tensor<T, 16, 1, 4, 4>{}) +
           trains_planes<T, Sequences>(nn::Tensor<T, 16, 4, 4>{}) + trains_planes<T, Steps>(nn::Tensor<T, 16, 4, 3>{});
}

}  // namespace

double uses_everything();
double uses_everything() { return static_cast<double>(uses<float>()) + uses<double>(); }
