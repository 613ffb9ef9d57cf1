// error: PReLU: at least one slope
#include <staticnn/staticnn.hpp>

namespace nn = staticnn;

using Net = nn::Sequential<nn::Linear<1, 4>, nn::PReLU<0>, nn::Linear<4, 1>>;

float infer(nn::Tensor<float, 99, 1> const& x) {
    nn::Generator generator{42};
    nn::Model<Net> model{generator};
    nn::Trainer trainer{model, nn::MSELoss{}, nn::Adam{.lr = 0.1}};
    float const loss = trainer.step(x, x);
    return loss + model(x)(98, 0);
}
