// error: shapes_do_not_match<
// error: Layer<0>
// error: Linear<3, 8
// error: expects<3>
// error: got<2>
#include <staticnn/staticnn.hpp>

namespace nn = staticnn;

using Net = nn::Sequential<nn::Linear<3, 8>, nn::ReLU, nn::Linear<8, 2>>;

float infer(nn::Model<Net> const& model, nn::Workspace<Net>& workspace) {
    nn::Tensor<float, 4, 2> x;
    auto const out = model(x, workspace);
    return out(3, 1);
}
