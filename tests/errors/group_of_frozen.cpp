// error: no_parameter_for<
// error: 0.*
#include <staticnn/staticnn.hpp>

namespace nn = staticnn;

using Net = nn::Sequential<nn::Frozen<nn::Linear<1, 8>>, nn::ReLU, nn::Linear<8, 1>>;

float train(nn::Model<Net>& model, nn::Tensor<float, 99, 1> const& x, nn::Tensor<float, 99, 1> const& y) {
    nn::Trainer trainer{model, nn::MSELoss{},
                        nn::ParameterGroups{nn::SGD{.lr = 0.1}, nn::group<"0.*">(nn::SGD{.lr = 0.01})}};
    return trainer.step(x, y);
}
