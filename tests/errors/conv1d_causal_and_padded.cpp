// error: Conv1d: causal knows its own padding
#include <staticnn/staticnn.hpp>

namespace nn = staticnn;

using Net = nn::Sequential<nn::Input<4, 9>, nn::Conv1d<4, 6, 3, nn::ConvOptions{.padding = 1, .causal = true}>>;

float infer(nn::Model<Net> const& model, nn::Tensor<float, 4, 9> const& x) { return model(x)(5, 0); }
