// error: shapes_do_not_match<
// error: Layer<1>
// error: MaxPool2d<
// error: expects<2, 3, 9>
// error: got<2, 2, 9>
#include <staticnn/staticnn.hpp>

namespace nn = staticnn;

using Net = nn::Sequential<nn::Input<2, 2, 9>, nn::MaxPool2d<3>, nn::Flatten, nn::Linear<6, 1>>;

float infer(nn::Model<Net> const& model, nn::Tensor<float, 5, 2, 2, 9> const& x) { return model(x)(4, 0); }
