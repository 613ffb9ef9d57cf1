// error: shapes_do_not_match<
// error: Layer<1>
// error: Residual<
// error: body_makes<16>
// error: shortcut_makes<8>
#include <staticnn/staticnn.hpp>

namespace nn = staticnn;

using Net = nn::Sequential<nn::Linear<2, 8>, nn::Residual<nn::Linear<8, 16>>, nn::Linear<16, 1>>;

float train(nn::Tensor<float, 5, 2> const& x, nn::Tensor<float, 5, 1> const& y) {
    nn::Generator generator{42};
    nn::Model<Net> model{generator};
    nn::Trainer trainer{model, nn::MSELoss{}, nn::Adam{}};
    float const loss = trainer.step(x, y);
    return loss + model(x)(4, 0);
}
