// error: put_an_Input_before<
// error: Layer<>
// error: Sequential<>
#include <staticnn/staticnn.hpp>

namespace nn = staticnn;

using Net = nn::Sequential<>;

float infer(nn::Tensor<float, 4, 3> const& x) {
    nn::Generator generator{42};
    nn::Model<Net> model{generator};
    auto const out = model(x);
    return out(3, 2) + float(Net::parameter_count);
}
