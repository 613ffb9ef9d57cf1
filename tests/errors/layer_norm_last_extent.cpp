// error: shapes_do_not_match<
// error: Layer<1>
// error: LayerNorm<16>
// error: expects<5, 16>
// error: got<5, 8>
#include <staticnn/staticnn.hpp>

namespace nn = staticnn;

using Net = nn::Sequential<nn::Input<5, 8>, nn::LayerNorm<16>, nn::ReLU, nn::LazyLinear<1>>;

float train(nn::Tensor<float, 99, 5, 8> const& x, nn::Tensor<float, 99, 5, 1> const& y) {
    nn::Generator generator{42};
    nn::Model<Net> model{generator};
    nn::Trainer trainer{model, nn::MSELoss{}, nn::Adam{}};
    return trainer.step(x, y);
}
