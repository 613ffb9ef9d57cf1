// error: Linear: In and Out must be at least 1
#include <staticnn/staticnn.hpp>

namespace nn = staticnn;

using Net = nn::Sequential<nn::Linear<0, 4>, nn::ReLU, nn::Linear<4, 1>>;

float infer(nn::Tensor<float, 99, 1> const& x) {
    nn::Generator generator{42};
    nn::Model<Net> model{generator};
    nn::Trainer trainer{model, nn::MSELoss{}, nn::Adam{.lr = 0.1}};
    float const loss = trainer.step(x, x);
    auto const out = model(x);
    return loss + out(98, 0);
}
