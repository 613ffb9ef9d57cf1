// error: MaxPool2d: a padding may be half the kernel at most
#include <staticnn/staticnn.hpp>

namespace nn = staticnn;

using Net = nn::Sequential<nn::Input<2, 9, 9>, nn::MaxPool2d<3, nn::PoolOptions{.padding = 2}>, nn::Flatten>;

float infer(nn::Model<Net> const& model, nn::Tensor<float, 5, 2, 9, 9> const& x) { return model(x)(4, 0); }
