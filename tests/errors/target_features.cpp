// error: outputs_do_not_match<
// error: Layer<2>
// error: Linear<8, 2
// error: expects<4, 2>
// error: got<4, 1>
#include <staticnn/staticnn.hpp>

namespace nn = staticnn;

using Net = nn::Sequential<nn::Linear<3, 8>, nn::ReLU, nn::Linear<8, 2>>;

float train(nn::Model<Net>& model, nn::Tensor<float, 4, 3> const& x) {
    nn::Trainer trainer{model, nn::MSELoss{}, nn::Adam{.lr = 0.1}};
    nn::Tensor<float, 4, 1> y;
    float loss = 0;
    for (int epoch = 0; epoch < 100; ++epoch) loss = trainer.step(x, y);
    return loss + model(x)(3, 1);
}
