// error: shapes_do_not_match<
// error: Layer<1,
// error: body, 2>
// error: Linear<7, 8
// error: expects<7>
// error: got<16>
#include <staticnn/staticnn.hpp>

namespace nn = staticnn;

using Block = nn::Residual<nn::Sequential<nn::Linear<8, 16>, nn::ReLU, nn::Linear<7, 8>>>;
using Net = nn::Sequential<nn::Linear<2, 8>, Block, nn::Linear<8, 1>>;

float infer(nn::Tensor<float, 5, 2> const& x) {
    nn::Generator generator{42};
    nn::Model<Net> const model{generator};
    auto const out = model(x);
    return out(4, 0);
}
