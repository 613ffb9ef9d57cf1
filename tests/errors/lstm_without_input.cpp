// error: put_an_Input_before<
// error: Layer<0>
// error: LSTM<3
#include <staticnn/staticnn.hpp>

namespace nn = staticnn;

using Net = nn::Sequential<nn::LSTM<3, 5>, nn::LastStep, nn::Linear<5, 1>>;

float run(nn::Model<Net> const& model, nn::Tensor<float, 8, 3> const& x) { return model(x)[0]; }
