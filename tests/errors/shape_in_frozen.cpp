// error: shapes_do_not_match<
// error: Layer<1, 1>
// error: Linear<9, 4
// error: expects<9>
// error: got<8>
#include <staticnn/staticnn.hpp>

namespace nn = staticnn;

using Net = nn::Sequential<nn::Linear<1, 8>, nn::Frozen<nn::Sequential<nn::ReLU, nn::Linear<9, 4>>>>;

float infer(nn::Model<Net> const& model) { return model(nn::Tensor<float, 1>{})(0); }
