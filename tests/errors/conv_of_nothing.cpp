// error: Conv2d: In, Out, Kernel, stride, dilation and groups must be at least 1
#include <staticnn/staticnn.hpp>

namespace nn = staticnn;

using Net = nn::Sequential<nn::Input<4, 9, 9>, nn::Conv2d<4, 6, 3, nn::ConvOptions{.stride = 0}>, nn::ReLU>;

float infer(nn::Model<Net> const& model, nn::Tensor<float, 4, 9, 9> const& x) { return model(x)(5, 0, 0); }
