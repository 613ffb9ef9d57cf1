// error: put_an_Input_before<
// error: Layer<0>
// error: Flatten
#include <staticnn/staticnn.hpp>

namespace nn = staticnn;

using Net = nn::Sequential<nn::Flatten, nn::ReLU, nn::Linear<12, 4>>;

float infer(nn::Model<Net> const& model, nn::Tensor<float, 5, 12> const& x) { return model(x)(4, 3); }
