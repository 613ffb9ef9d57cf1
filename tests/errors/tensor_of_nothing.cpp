// error: Tensor: every extent must be at least 1
#include <staticnn/staticnn.hpp>

namespace nn = staticnn;

using Net = nn::Sequential<nn::Linear<1, 4>, nn::Linear<4, 1>>;

float infer(nn::Model<Net> const& model) {
    nn::Tensor<float, 0, 1> x;
    x[0] = 1;
    x(0, 0) = 2;
    return model(x)(0, 0) + *x.begin() + x.data()[0];
}
