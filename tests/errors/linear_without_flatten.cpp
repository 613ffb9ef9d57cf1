// error: shapes_do_not_match<
// error: Layer<2>
// error: Linear<12, 4
// error: expects<3, 12>
// error: got<3, 4>
#include <staticnn/staticnn.hpp>

namespace nn = staticnn;

using Net = nn::Sequential<nn::Input<3, 4>, nn::ReLU, nn::Linear<12, 4>>;

float train(nn::Tensor<float, 5, 3, 4> const& x, nn::Tensor<float, 5, 4> const& y) {
    nn::Model<Net> model;
    nn::Trainer trainer{model, nn::MSELoss{}, nn::SGD{}};
    return trainer.step(x, y) + model(x)[0];
}
