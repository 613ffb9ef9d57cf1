// error: shapes_do_not_match<
// error: Layer<1>
// error: BatchNorm1d<16>
// error: expects<16>
// error: got<8>
#include <staticnn/staticnn.hpp>

namespace nn = staticnn;

using Net = nn::Sequential<nn::Linear<2, 8>, nn::BatchNorm1d<16>, nn::ReLU, nn::Linear<8, 1>>;

float train(nn::Tensor<float, 32, 2> const& x, nn::Tensor<float, 32, 1> const& y) {
    nn::Generator generator{42};
    nn::Model<Net> model{generator};
    nn::Trainer trainer{model, nn::MSELoss{}, nn::Adam{}};
    float const loss = trainer.step(x, y);
    model.for_each_buffer([](std::string_view, auto b) { b[0] = 0; });
    return loss + model(x)(31, 0);
}
