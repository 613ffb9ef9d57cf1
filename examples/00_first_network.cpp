// The smallest whole program: declare a network, train it on y = x², use it. README quotes it.

//! [readme]
#include <cstdio>

#include <staticnn/staticnn.hpp>
namespace nn = staticnn;

using Net = nn::Sequential<nn::Linear<1, 8>, nn::ReLU, nn::Linear<8, 8>, nn::ReLU, nn::Linear<8, 1>>;
static_assert(Net::parameter_count == 97);

int main() {
    nn::Generator generator{42};  // the same numbers as torch.manual_seed(42)
    nn::Model<Net> model{generator};
    nn::Tensor<float, 99, 1> x, y;
    for (int i = 0; i < 99; ++i) x(i, 0) = float(i + 1), y(i, 0) = x(i, 0) * x(i, 0);

    nn::Trainer trainer{model, nn::MSELoss{}, nn::Adam{.lr = 0.1}};
    float loss = 0;
    for (int epoch = 0; epoch < 100'000; ++epoch) loss = trainer.step(x, y);

    nn::Tensor<float, 1> const answer = model(nn::Tensor<float, 1>{50.0F});
    std::printf("loss %.0f, and 50² is about %.0f\n", double(loss), double(answer[0]));
}
//! [readme]
