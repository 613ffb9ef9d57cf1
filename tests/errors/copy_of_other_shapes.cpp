// error: parameters_do_not_match<
// error: from_has<
// error: to_has<
// error: "2.weight"
// error: 2, 7>
// error: 4, 7>
#include <staticnn/staticnn.hpp>

namespace nn = staticnn;

using From = nn::Sequential<nn::Linear<3, 7>, nn::ReLU, nn::Linear<7, 2>>;
using To = nn::Sequential<nn::Linear<3, 7>, nn::ReLU, nn::Linear<7, 4>>;

void copy(nn::Model<From> const& from, nn::Model<To>& to) { nn::copy_parameters(from, to); }
