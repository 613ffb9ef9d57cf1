// error: LayerNorm: F must be at least 1
#include <staticnn/staticnn.hpp>

namespace nn = staticnn;

using Net = nn::Sequential<nn::LayerNorm<0>, nn::ReLU, nn::Linear<4, 1>>;

float infer(nn::Tensor<float, 99, 4> const& x, nn::Tensor<float, 99, 1> const& y) {
    nn::Generator generator{42};
    nn::Model<Net> model{generator};
    nn::Trainer trainer{model, nn::MSELoss{}, nn::Adam{.lr = 0.1}};
    return trainer.step(x, y);
}
