// error: pass_a_larger_capacity_for<
// error: Layer<1>
// error: BatchNorm1d<8>
// error: at_most<64>
// error: got_samples<99>
#include <staticnn/staticnn.hpp>

namespace nn = staticnn;

using Net = nn::Sequential<nn::Linear<1, 8>, nn::BatchNorm1d<8>, nn::ReLU, nn::Linear<8, 1>>;

float train(nn::Model<Net>& model, nn::Tensor<float, 99, 1> const& x, nn::Tensor<float, 99, 1> const& y) {
    nn::Trainer trainer{model, nn::MSELoss{}, nn::Adam{.lr = 0.1}, nn::capacity<64>};
    float const loss = trainer.step(x, y);
    return loss + model(x)(98, 0);
}
