// error: shapes_do_not_match<
// error: expects<3>
// error: got<2>
#include <staticnn/staticnn.hpp>

namespace nn = staticnn;

using Net = nn::Sequential<nn::Input<8, 3>, nn::GRU<3, 4>>;

float run(nn::Model<Net> const& model, nn::Tensor<float, 2> const& x) {
    nn::State<Net> state;
    return model(x, state)[0];
}
