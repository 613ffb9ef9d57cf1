// error: takes_model_loss_optimizer_capacity_Generator_the_first_and_last_not_temporary_or_const
#include <staticnn/staticnn.hpp>

namespace nn = staticnn;

using Net = nn::Sequential<nn::Linear<1, 8>, nn::ReLU, nn::Linear<8, 1>>;

float train(nn::Model<Net> const& model, nn::Tensor<float, 99, 1> const& x, nn::Tensor<float, 99, 1> const& y) {
    nn::Trainer trainer{model, nn::MSELoss{}, nn::Adam{.lr = 0.1}, nn::capacity<32>};
    float const loss = trainer.step(x, y);
    trainer.optimizer().lr = 0.01;
    return loss + model(x)(98, 0);
}
