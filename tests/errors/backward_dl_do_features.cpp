// error: outputs_do_not_match<
// error: Layer<2>
// error: Linear<8, 2
// error: expects<2>
// error: got<3>
#include <staticnn/staticnn.hpp>

namespace nn = staticnn;

using Net = nn::Sequential<nn::Linear<3, 8>, nn::ReLU, nn::Linear<8, 2>>;

float train(nn::Model<Net>& model, nn::Tensor<float, 4, 3> const& x) {
    nn::Trainer trainer{model, nn::MSELoss{}, nn::Adam{.lr = 0.1}};
    auto const& o = trainer.forward(x);
    nn::Tensor<float, 4, 3> dl_do;
    dl_do(3, 2) = 1;
    if (nn::Result<void> const r = trainer.backward(dl_do); !r) return float(r.error().got);
    trainer.update();
    return o(3, 1);
}
