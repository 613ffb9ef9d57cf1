// error: shapes_do_not_match<
// error: Layer<1,
// error: shortcut
// error: Linear<9, 16
// error: expects<9>
// error: got<8>
#include <staticnn/staticnn.hpp>

namespace nn = staticnn;

using Block = nn::Residual<nn::Linear<8, 16>, nn::Linear<9, 16>>;
using Net = nn::Sequential<nn::Linear<2, 8>, Block, nn::Linear<16, 1>>;

float train(nn::Tensor<float, 5, 2> const& x, nn::Tensor<float, 5, 1> const& y) {
    nn::Generator generator{42};
    nn::Model<Net> model{generator};
    nn::Trainer trainer{model, nn::MSELoss{}, nn::Adam{}};
    float loss = 0;
    for (int epoch = 0; epoch < 100; ++epoch) loss = trainer.step(x, y);
    return loss + model(x)(4, 0);
}
