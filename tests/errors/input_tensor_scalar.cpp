// error: scalars_do_not_match<
// error: Layer<0>
// error: Linear<3, 8
// error: expects_scalar<float>
// error: got_scalar<double>
#include <staticnn/staticnn.hpp>

namespace nn = staticnn;

using Net = nn::Sequential<nn::Linear<3, 8>, nn::ReLU, nn::Linear<8, 2>>;

double infer(nn::Model<Net> const& model) {
    nn::Tensor<double, 4, 3> x;
    nn::Tensor<double, 4, 2> const out = model(x);
    return out(3, 1);
}
