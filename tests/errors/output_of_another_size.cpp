// error: is_not_a_layer<
// error: Layer<1>
// error: Half
#include <staticnn/staticnn.hpp>

namespace nn = staticnn;

/// It only states shapes, and so cannot leave numbers out.
struct Half {
    static constexpr nn::Shape output(nn::Shape in) { return {in[0] / 2}; }
};

using Net = nn::Sequential<nn::Linear<3, 4>, Half, nn::Linear<2, 1>>;

float infer(nn::Model<Net> const& model, nn::Tensor<float, 5, 3> const& x) { return model(x)(4, 0); }
