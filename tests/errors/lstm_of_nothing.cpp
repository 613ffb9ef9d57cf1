// error: LSTM: In and Hidden must be at least 1
#include <staticnn/staticnn.hpp>

namespace nn = staticnn;

using Net = nn::Sequential<nn::Input<8, 3>, nn::LSTM<3, 0>, nn::LastStep>;

float train(nn::Tensor<float, 9, 8, 3> const& x, nn::Tensor<float, 9, 1> const&) {
    nn::Model<Net> model;
    return model(x)[0];
}
