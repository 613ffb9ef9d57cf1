// error: LeakyReLU: NegativeSlope is a finite float
#include <staticnn/staticnn.hpp>

namespace nn = staticnn;

using Net = nn::Sequential<nn::Linear<1, 4>, nn::LeakyReLU<__builtin_inf()>, nn::Linear<4, 1>>;

float train(nn::Tensor<float, 99, 1> const& x, nn::Tensor<float, 99, 1> const& y) {
    nn::Generator generator{42};
    nn::Model<Net> model{generator};
    nn::Trainer trainer{model, nn::MSELoss{}, nn::Adam{.lr = 0.1}};
    float const loss = trainer.step(x, y);
    return loss + model(x)(98, 0);
}
