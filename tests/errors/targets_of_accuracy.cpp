// error: targets_do_not_match<
// error: accuracy_of
// error: expects<4>
// error: got<4, 1>
#include <staticnn/staticnn.hpp>

namespace nn = staticnn;

double part(nn::Tensor<float, 4, 3> const& outputs) { return nn::accuracy(outputs, nn::Tensor<std::int32_t, 4, 1>{}); }
