// error: shapes_do_not_match<
// error: Layer<1, 1>
// error: Linear<6, 4
// error: expects<6>
// error: got<5>
#include <staticnn/staticnn.hpp>

namespace nn = staticnn;

using Tail = nn::Sequential<nn::ReLU, nn::Linear<6, 4>>;
using Net = nn::Sequential<nn::Linear<3, 5>, Tail>;

float infer(nn::Tensor<float, 3> const& x) {
    nn::Model<Net> const model;
    nn::Tensor<float, 4> out;
    model(x, out);
    return out(3);
}
