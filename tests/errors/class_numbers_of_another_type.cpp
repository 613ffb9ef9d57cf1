// error: scalars_do_not_match<
// error: Linear<8, 3
// error: expects_scalar<int>
// error: got_scalar<float>
#include <staticnn/staticnn.hpp>

namespace nn = staticnn;

using Net = nn::Sequential<nn::Linear<3, 8>, nn::ReLU, nn::Linear<8, 3>>;

double train(nn::Model<Net>& model, nn::Tensor<float, 4, 3> const& x) {
    nn::Trainer trainer{model, nn::CrossEntropyLoss{}, nn::Adam{.lr = 0.1}};
    nn::Tensor<float, 4> y;
    nn::Result<double> const loss = nn::fit(trainer, x, y, {.epochs = 10, .batch_size = 2});
    return loss.value();
}
