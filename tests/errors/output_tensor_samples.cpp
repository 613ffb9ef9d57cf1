// error: outputs_do_not_match<
// error: Layer<2>
// error: Linear<8, 2
// error: expects<4, 2>
// error: got<5, 2>
#include <staticnn/staticnn.hpp>

namespace nn = staticnn;

using Net = nn::Sequential<nn::Linear<3, 8>, nn::ReLU, nn::Linear<8, 2>>;

float infer(nn::Model<Net> const& model, nn::Tensor<float, 4, 3> const& x) {
    nn::Tensor<float, 5, 2> out;
    model(x, out);
    return out(4, 1);
}
