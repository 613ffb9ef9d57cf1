// error: shapes_do_not_match<
// error: Layer<1>
// error: GlobalAvgPool
// error: expects<8, 1>
// error: got<8>
#include <staticnn/staticnn.hpp>

namespace nn = staticnn;

using Net = nn::Sequential<nn::Linear<2, 8>, nn::GlobalAvgPool, nn::Linear<8, 1>>;

float infer(nn::Model<Net> const& model, nn::Tensor<float, 5, 2> const& x) { return model(x)(4, 0); }
