// error: MaxPool2d: Kernel must be at least 1
#include <staticnn/staticnn.hpp>

namespace nn = staticnn;

using Net = nn::Sequential<nn::Input<2, 9, 9>, nn::MaxPool2d<nn::Pair{2, 0}>, nn::Flatten>;

float infer(nn::Model<Net> const& model, nn::Tensor<float, 5, 2, 9, 9> const& x) { return model(x)(4, 0); }
