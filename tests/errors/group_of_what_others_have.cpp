// error: no_parameter_for<
// error: 0.bias
#include <staticnn/staticnn.hpp>

namespace nn = staticnn;

using Net = nn::Sequential<nn::Linear<1, 8>, nn::ReLU, nn::Linear<8, 1>>;

float train(nn::Model<Net>& model, nn::Tensor<float, 99, 1> const& x, nn::Tensor<float, 99, 1> const& y) {
    nn::ParameterGroups const optimizer{nn::SGD{.lr = 0.1}, nn::group<"*.bias">(nn::SGD{.lr = 0.01}),
                                        nn::group<"0.bias">(nn::SGD{.lr = 1})};
    nn::Trainer trainer{model, nn::MSELoss{}, optimizer, nn::capacity<32>};
    trainer.optimizer().group[2].lr = 0.5;
    return trainer.step(x, y);
}
