// error: has_no_sequence<
// error: Linear<1
#include <staticnn/staticnn.hpp>

namespace nn = staticnn;

using Net = nn::Sequential<nn::Linear<1, 4>, nn::ReLU, nn::Linear<4, 1>>;

float run(nn::Model<Net> const& model, nn::Tensor<float, 1> const& x) {
    nn::State<Net> state;
    return model(x, state)[0];
}
