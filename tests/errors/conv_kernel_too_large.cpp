// error: shapes_do_not_match<
// error: Layer<2>
// error: Conv2d<8, 4
// error: expects<8, 5, 6>
// error: got<8, 4, 6>
#include <staticnn/staticnn.hpp>

namespace nn = staticnn;

using Net = nn::Sequential<nn::Input<1, 6, 8>, nn::Conv2d<1, 8, 3>,
                           nn::Conv2d<8, 4, nn::Pair{7, 5}, nn::ConvOptions{.padding = 1}>, nn::ReLU, nn::Flatten>;

float train(nn::Tensor<float, 9, 1, 6, 8> const& x, nn::Tensor<float, 9, 16> const& y) {
    nn::Generator generator{42};
    nn::Model<Net> model{generator};
    nn::Trainer trainer{model, nn::MSELoss{}, nn::SGD{}};
    float const loss = trainer.step(x, y);
    return loss + model(x)(8, 3);
}
