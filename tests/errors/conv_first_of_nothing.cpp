// error: Conv1d: In, Out, Kernel, stride, dilation and groups must be at least 1
#include <staticnn/staticnn.hpp>

namespace nn = staticnn;

using Net = nn::Sequential<nn::Conv1d<4, 6, 0>, nn::ReLU>;

float infer(nn::Model<Net> const& model, nn::Tensor<float, 4, 9> const& x) { return model(x)(5, 0); }
