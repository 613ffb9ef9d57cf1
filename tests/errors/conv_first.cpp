// error: put_an_Input_before<
// error: Layer<0>
// error: Conv2d<3, 8
#include <staticnn/staticnn.hpp>

namespace nn = staticnn;

using Net = nn::Sequential<nn::Conv2d<3, 8, 3>, nn::ReLU>;

float infer(nn::Model<Net> const& model, nn::Tensor<float, 3, 28, 28> const& x) { return model(x)(7, 0, 0); }
