// error: deleted
// error: Trainer
#include <staticnn/staticnn.hpp>

namespace nn = staticnn;

using Net = nn::Sequential<nn::Linear<1, 8>, nn::ReLU, nn::Linear<8, 1>>;

float train(nn::Model<Net>& model, nn::Tensor<float, 99, 1> const& x, nn::Tensor<float, 99, 1> const& y) {
    nn::Trainer trainer{model, nn::MSELoss{}, nn::Adam{.lr = 0.1}};
    auto copy = trainer;
    float const loss = copy.step(x, y);
    return loss + trainer.step(x, y);
}
