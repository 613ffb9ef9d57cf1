// error: pass_a_Generator_to_shuffle
#include <staticnn/staticnn.hpp>

namespace nn = staticnn;

using Net = nn::Sequential<nn::Linear<1, 8>, nn::ReLU, nn::Linear<8, 1>>;

double train(nn::Model<Net>& model, nn::Tensor<float, 99, 1> const& x, nn::Tensor<float, 99, 1> const& y) {
    nn::Trainer trainer{model, nn::MSELoss{}, nn::Adam{.lr = 0.1}};
    double last = 0;
    double const loss = nn::fit(trainer, x, y, {.epochs = 100, .batch_size = 33, .shuffle = true},
                                [&last](nn::Epoch const& e) { last = e.loss; });
    return loss + last;
}
