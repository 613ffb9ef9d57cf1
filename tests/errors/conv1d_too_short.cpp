// error: shapes_do_not_match<
// error: Layer<1>
// error: Conv1d<4, 6, 3
// error: expects<4, 9>
// error: got<4, 8>
#include <staticnn/staticnn.hpp>

namespace nn = staticnn;

using Net = nn::Sequential<nn::Input<4, 8>, nn::Conv1d<4, 6, 3, nn::ConvOptions{.dilation = 4}>, nn::GlobalAvgPool>;

float infer(nn::Model<Net> const& model, nn::Tensor<float, 4, 8> const& x) { return model(x)(5); }
