// error: parameters_do_not_match<
// error: "weight"
// error: "no more"
#include <staticnn/staticnn.hpp>

namespace nn = staticnn;

using From = nn::Sequential<nn::Linear<3, 7>>;
using To = nn::Sequential<nn::Input<3>, nn::ReLU, nn::Linear<3, 7>>;

void copy(nn::Model<From> const& from, nn::Model<To>& to) { nn::copy_parameters<"0", "1">(from, to); }
