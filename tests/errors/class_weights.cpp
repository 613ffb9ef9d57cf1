// error: CrossEntropyLoss: as many weights as the network's output has classes
#include <staticnn/staticnn.hpp>

namespace nn = staticnn;

using Net = nn::Sequential<nn::Linear<3, 8>, nn::ReLU, nn::Linear<8, 3>>;

float train(nn::Model<Net>& model, nn::Tensor<float, 4, 3> const& x, nn::Tensor<std::int32_t, 4> const& y) {
    nn::Trainer trainer{model, nn::CrossEntropyLoss{.weight = nn::Tensor<float, 4>{1, 2, 3, 4}}, nn::Adam{.lr = 0.1}};
    nn::Result<float> const loss = trainer.step(x, y);
    return loss.value();
}
