// error: shapes_do_not_match<
// error: Layer<2>
// error: GRU<4
// error: expects<8, 4>
// error: got<8, 5>
#include <staticnn/staticnn.hpp>

namespace nn = staticnn;

using Net = nn::Sequential<nn::Input<8, 3>, nn::LSTM<3, 5>, nn::GRU<4, 2>, nn::LastStep>;

float run(nn::Model<Net> const& model, nn::Tensor<float, 8, 3> const& x) { return model(x)[0]; }
