// error: parameters_do_not_match<
// error: "0.bias"
// error: "2.weight"
#include <staticnn/staticnn.hpp>

namespace nn = staticnn;

using From = nn::Sequential<nn::Linear<3, 7>, nn::ReLU, nn::Linear<7, 2>>;
using To = nn::Sequential<nn::Linear<3, 7, false>, nn::ReLU, nn::Linear<7, 2>>;

void copy(nn::Model<From> const& from, nn::Model<To>& to) { nn::copy_state(from, to); }
