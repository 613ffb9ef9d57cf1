// error: shapes_do_not_match<
// error: Layer<1>
// error: Linear<5, 4
// error: expects<5>
// error: got<3>
#include <staticnn/staticnn.hpp>

namespace nn = staticnn;

using Net = nn::Sequential<nn::Linear<1, 3>, nn::Linear<5, 4>>;

// Everything that can be asked of a network that does not hold together.
float use_it_all(nn::Model<Net>& model, nn::Tensor<float, 16, 1> const& x, std::span<float> memory) {
    nn::Generator generator{42};
    nn::Workspace<Net> workspace;
    nn::Trainer trainer{model, nn::MSELoss{}, nn::SGD{}, nn::capacity<64>, generator};
    auto const& o = trainer.forward(x);
    auto [loss, dl_do] = nn::MSELoss{}(o, o);
    nn::Tensor<float, 16, 1> dl_dx;
    if (!trainer.backward(dl_do, dl_dx)) return 0;
    trainer.update();
    trainer.zero_grad();
    trainer.for_each_gradient([](std::string_view, auto g) { g[0] = 0; });
    model.for_each_parameter([](std::string_view, auto p) { p[0] = 0; });
    model.for_each_buffer([](std::string_view, auto b) { b[0] = 0; });
    nn::fit(trainer, x, o, {.epochs = 10, .batch_size = 4, .shuffle = true}, [](nn::Epoch const&) {});
    if (!trainer.step(std::span<float const>(memory), std::span<float const>(memory))) return 1;
    if (!model(std::span<float const>(memory), memory)) return 2;
    if (!model(std::span<float const>(memory), memory, workspace)) return 3;
    return loss + model(x)(0, 3) + model(x, workspace)(0, 3) + float(Net::input[0] + Net::output[0]);
}
