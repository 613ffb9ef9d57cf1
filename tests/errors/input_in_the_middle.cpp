// error: shapes_do_not_match<
// error: Layer<1>
// error: Input<3, 28, 28>
// error: expects<3, 28, 28>
// error: got<8>
#include <staticnn/staticnn.hpp>

namespace nn = staticnn;

using Net = nn::Sequential<nn::Linear<2, 8>, nn::Input<3, 28, 28>, nn::ReLU>;

float infer(nn::Tensor<float, 4, 2> const& x) {
    nn::Model<Net> const model;
    auto const out = model(x);
    return out(3, 2, 27, 27);
}
