// error: no_parameter_for<
// error: *.bais
// error: AdamW
#include <staticnn/staticnn.hpp>

namespace nn = staticnn;

using Net = nn::Sequential<nn::Linear<1, 8>, nn::ReLU, nn::Linear<8, 1>>;

float train(nn::Model<Net>& model, nn::Tensor<float, 99, 1> const& x, nn::Tensor<float, 99, 1> const& y) {
    nn::ParameterGroups const optimizer{nn::AdamW{.lr = 0.1}, nn::group<"0.*">(nn::AdamW{.lr = 0.01}),
                                        nn::group<"*.bais">(nn::AdamW{.weight_decay = 0})};
    nn::Trainer trainer{model, nn::MSELoss{}, optimizer};
    return trainer.step(x, y);
}
