// error: Tensor: one index for each extent
#include <staticnn/staticnn.hpp>

namespace nn = staticnn;

using Net = nn::Sequential<nn::Linear<1, 4>, nn::Linear<4, 1>>;

float infer(nn::Model<Net> const& model) {
    nn::Tensor<float, 99, 1> x;
    for (int k = 0; k < 99; ++k) x(k) = float(k);
    auto const out = model(x);
    return out(98, 0) + out(97);
}
