// error: shapes_do_not_match<
// error: Layer<2>
// error: Linear<9, 4
// error: expects<9>
// error: got<8>
#include <staticnn/staticnn.hpp>

namespace nn = staticnn;

using Net = nn::Sequential<nn::Linear<1, 8>, nn::ReLU, nn::Linear<9, 4>>;

float train_and_infer(nn::Tensor<float, 16, 1> const& x, nn::Tensor<float, 16, 4> const& y) {
    nn::Generator generator{42};
    nn::Model<Net> model{generator};
    nn::Trainer trainer{model, nn::MSELoss{}, nn::Adam{.lr = 0.1}};
    float const loss = trainer.step(x, y);
    trainer.optimizer().lr = 0.01;
    auto const out = model(x);
    return loss + out(3, 1) + out.data()[0];
}
