// error: outputs_do_not_match<
// error: Layer<2>
// error: Linear<8, 3
// error: expects<4>
// error: got<4, 1>
#include <staticnn/staticnn.hpp>

namespace nn = staticnn;

using Net = nn::Sequential<nn::Linear<3, 8>, nn::ReLU, nn::Linear<8, 3>>;

float train(nn::Model<Net>& model, nn::Tensor<float, 4, 3> const& x) {
    nn::Trainer trainer{model, nn::CrossEntropyLoss{}, nn::Adam{.lr = 0.1}};
    nn::Tensor<std::int32_t, 4, 1> y;
    nn::Result<float> const loss = trainer.step(x, y);
    return loss.value() + model(x)(3, 1);
}
