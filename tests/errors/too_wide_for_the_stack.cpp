// error: pass_a_Workspace_for<
// error: Linear<8192, 8192
// error: at_most_bytes<65536>
#include <staticnn/staticnn.hpp>

namespace nn = staticnn;

using Net = nn::Sequential<nn::Linear<1, 8192>, nn::ReLU, nn::Linear<8192, 8192>, nn::Linear<8192, 1>>;

float infer(nn::Model<Net> const& model, nn::Tensor<float, 99, 1> const& x, std::span<float> memory) {
    nn::Tensor<float, 99, 1> out = model(x);
    model(x, out);
    if (!model(std::span<float const>(memory), memory)) return 0;
    return out(98, 0) + model(nn::Tensor<float, 1>{})(0);
}
