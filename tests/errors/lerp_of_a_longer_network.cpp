// error: parameters_do_not_match<
// error: "no more"
// error: "2.weight"
#include <staticnn/staticnn.hpp>

namespace nn = staticnn;

using From = nn::Sequential<nn::Linear<3, 7>, nn::BatchNorm1d<7>>;
using To = nn::Sequential<nn::Linear<3, 7>, nn::Frozen<nn::BatchNorm1d<7>>, nn::Linear<7, 1>>;

void copy(nn::Model<From> const& from, nn::Model<To>& to) { nn::lerp(to, from, 0.5); }
