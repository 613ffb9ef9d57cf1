// error: cannot_run_step_by_step<
// error: Layer<1>
// error: Conv1d<1, 4, 3
#include <staticnn/staticnn.hpp>

namespace nn = staticnn;

// Not causal: its output depends on what has not yet come.
using Net = nn::Sequential<nn::Input<1, 8>, nn::Conv1d<1, 4, 3, nn::ConvOptions{.padding = 1}>>;

float run(nn::Model<Net> const& model, nn::Tensor<float, 1> const& x) {
    nn::State<Net> state;
    return model(x, state)[0];
}
