// error: put_an_Input_before<
// error: Layer<0>
// error: LazyLinear<8
#include <staticnn/staticnn.hpp>

namespace nn = staticnn;

using Net = nn::Sequential<nn::LazyLinear<8>, nn::ReLU, nn::LazyLinear<1>>;

float train(nn::Tensor<float, 99, 3> const& x, nn::Tensor<float, 99, 1> const& y) {
    nn::Generator generator{42};
    nn::Model<Net> model{generator};
    nn::Trainer trainer{model, nn::MSELoss{}, nn::Adam{}};
    float const loss = trainer.step(x, y);
    nn::Tensor<float, 99, 1> const out = model(x);
    return loss + out(98, 0);
}
