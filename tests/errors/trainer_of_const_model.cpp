// error: needs_a_model_and_a_Generator_that_are_neither_temporary_nor_const
#include <staticnn/staticnn.hpp>

namespace nn = staticnn;

using Net = nn::Sequential<nn::Linear<1, 8>, nn::ReLU, nn::Linear<8, 1>>;

float train(nn::Model<Net> const& model, nn::Tensor<float, 99, 1> const& x, nn::Tensor<float, 99, 1> const& y) {
    nn::Trainer trainer{model, nn::MSELoss{}, nn::Adam{.lr = 0.1}, nn::capacity<32>};
    float const loss = trainer.step(x, y);
    trainer.optimizer().lr = 0.01;
    return loss + model(x)(98, 0);
}
