// error: Conv2d: groups must divide In and Out
#include <staticnn/staticnn.hpp>

namespace nn = staticnn;

using Net = nn::Sequential<nn::Input<4, 9, 9>, nn::Conv2d<4, 6, 3, nn::ConvOptions{.groups = 4}>, nn::ReLU>;

float train(nn::Tensor<float, 9, 4, 9, 9> const& x, nn::Tensor<float, 9, 6, 7, 7> const& y) {
    nn::Model<Net> model;
    nn::Trainer trainer{model, nn::MSELoss{}, nn::SGD{}};
    return trainer.step(x, y) + model(x)(8, 5, 0, 0);
}
