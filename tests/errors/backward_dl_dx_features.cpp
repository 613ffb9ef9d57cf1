// error: shapes_do_not_match<
// error: Layer<0>
// error: Linear<3, 8
// error: expects<3>
// error: got<2>
#include <staticnn/staticnn.hpp>

namespace nn = staticnn;

using Net = nn::Sequential<nn::Linear<3, 8>, nn::ReLU, nn::Linear<8, 2>>;

float train(nn::Model<Net>& model, nn::Tensor<float, 4, 3> const& x, nn::Tensor<float, 4, 2> const& y) {
    nn::Trainer trainer{model, nn::MSELoss{}, nn::Adam{.lr = 0.1}};
    auto const& o = trainer.forward(x);
    auto const [loss, dl_do] = nn::MSELoss{}(o, y);
    nn::Tensor<float, 4, 2> dl_dx;
    if (nn::Result<void> const r = trainer.backward(dl_do, dl_dx); !r) return float(r.error().got);
    trainer.update();
    return loss + dl_dx(3, 1);
}
