// error: takes_model_loss_optimizer_capacity_Generator_the_first_and_last_not_temporary_or_const
#include <staticnn/staticnn.hpp>

namespace nn = staticnn;

using Net = nn::Sequential<nn::Linear<1, 8>, nn::Dropout<>, nn::Linear<8, 1>>;

float train(nn::Model<Net>& model, nn::Tensor<float, 99, 1> const& x, nn::Tensor<float, 99, 1> const& y) {
    nn::Trainer trainer{model, nn::MSELoss{}, nn::Adam{.lr = 0.1}, nn::capacity<64>, nn::Generator{42}};
    float const loss = trainer.step(x, y);
    double const mean = nn::fit(trainer, x, y, {.epochs = 10, .shuffle = true});
    return loss + float(mean) + model(x)(98, 0);
}
