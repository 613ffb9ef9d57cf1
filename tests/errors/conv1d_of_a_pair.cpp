// error: Conv1d: one number each for stride, padding and dilation, not a pair
#include <staticnn/staticnn.hpp>

namespace nn = staticnn;

using Net = nn::Sequential<nn::Input<4, 9>, nn::Conv1d<4, 6, 3, nn::ConvOptions{.stride = {1, 2}}>>;

float infer(nn::Model<Net> const& model, nn::Tensor<float, 4, 9> const& x) { return model(x)(5, 0); }
