// error: pass_a_Generator_for<
// error: Layer<2>
// error: Dropout<
#include <staticnn/staticnn.hpp>

namespace nn = staticnn;

using Net = nn::Sequential<nn::Linear<1, 8>, nn::ReLU, nn::Dropout<0.5>, nn::Linear<8, 1>>;

float train(nn::Model<Net>& model, nn::Tensor<float, 99, 1> const& x, nn::Tensor<float, 99, 1> const& y) {
    nn::Trainer trainer{model, nn::MSELoss{}, nn::Adam{.lr = 0.1}};
    float loss = trainer.step(x, y);
    auto const& o = trainer.forward(x);
    auto const [again, dl_do] = nn::MSELoss{}(o, y);
    if (!trainer.backward(dl_do)) return 0;
    trainer.update();
    return loss + again + model(x)(98, 0);
}
