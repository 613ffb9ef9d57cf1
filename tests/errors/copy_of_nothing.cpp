// error: parameters_do_not_match<
// error: from_has<
// error: to_has<
// error: "no more"
#include <staticnn/staticnn.hpp>

namespace nn = staticnn;

using From = nn::Sequential<nn::Linear<3, 7>>;
using To = nn::Sequential<nn::Linear<3, 7>>;

void copy(nn::Model<From> const& from, nn::Model<To>& to) { nn::copy_parameters<"1">(from, to); }
