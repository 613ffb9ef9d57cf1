// error: too_few_samples_for<
// error: Layer<1>
// error: BatchNorm1d<8>
// error: at_least<2>
// error: got_samples<1>
#include <staticnn/staticnn.hpp>

namespace nn = staticnn;

using Net = nn::Sequential<nn::Linear<1, 8>, nn::BatchNorm1d<8>, nn::ReLU, nn::Linear<8, 1>>;

float train(nn::Model<Net>& model, nn::Tensor<float, 1, 1> const& x, nn::Tensor<float, 1, 1> const& y) {
    nn::Trainer trainer{model, nn::MSELoss{}, nn::Adam{.lr = 0.1}};
    float const loss = trainer.step(x, y);
    return loss + model(x)(0, 0);
}
