// error: shapes_do_not_match<
// error: Layer<1>
// error: Conv2d<3, 8
// error: expects<3, 28, 28>
// error: got<1, 28, 28>
#include <staticnn/staticnn.hpp>

namespace nn = staticnn;

using Net = nn::Sequential<nn::Input<1, 28, 28>, nn::Conv2d<3, 8, 3>>;

float infer(nn::Model<Net> const& model, nn::Tensor<float, 1, 28, 28> const& x) { return model(x)(7, 0, 0); }
