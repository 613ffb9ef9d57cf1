// error: pass_a_larger_capacity_for<
// error: at_most<64>
// error: got_samples<99>
#include <staticnn/staticnn.hpp>

namespace nn = staticnn;

using Net = nn::Sequential<nn::Linear<1, 8>, nn::ReLU, nn::Linear<8, 1>>;

float train(nn::Model<Net>& model, nn::Tensor<float, 99, 1> const& x, nn::Tensor<float, 99, 1> const& y) {
    nn::Trainer trainer{model, nn::MSELoss{}, nn::Adam{.lr = 0.1}, nn::capacity<64>};
    auto const& o = trainer.forward(x);
    auto const [loss, dl_do] = nn::MSELoss{}(o, y);
    if (!trainer.backward(dl_do)) return 0;
    trainer.update();
    return loss + o(98, 0);
}
