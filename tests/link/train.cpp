#include "net.hpp"

namespace nn = staticnn;

void train(nn::Model<Net>& model) {
    nn::Tensor<float, 4, 1> x{};
    nn::Tensor<float, 4, 1> y{};
    nn::Trainer trainer{model, nn::MSELoss{}, nn::SGD{.lr = 0.1}};
    trainer.step(x, y);
}
