// error: outputs_do_not_match<
// error: Layer<2>
// error: Linear<8, 2
// error: expects<4, 2>
// error: got<4, 1>
#include <staticnn/staticnn.hpp>

namespace nn = staticnn;

using Net = nn::Sequential<nn::Linear<3, 8>, nn::ReLU, nn::Linear<8, 2>>;

double train(nn::Model<Net>& model, nn::Tensor<float, 4, 3> const& x) {
    nn::Trainer trainer{model, nn::MSELoss{}, nn::Adam{.lr = 0.1}};
    nn::Tensor<float, 4, 1> y;
    double last = 0;
    double const loss = nn::fit(trainer, x, y, {.epochs = 10, .batch_size = 2, .shuffle = false},
                                [&last](nn::Epoch const& e) { last = e.loss; });
    return loss + last;
}
