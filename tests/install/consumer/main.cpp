// Trains a tiny network to double a number; fails if it does not learn.

#include <cstdio>
#include <cstdlib>

#include <staticnn/staticnn.hpp>

namespace nn = staticnn;

using Net = nn::Sequential<nn::Linear<1, 8>, nn::ReLU, nn::Linear<8, 1>>;

int main() {
    nn::Tensor<float, 8, 1> x;
    nn::Tensor<float, 8, 1> y;
    for (std::size_t i = 0; i < 8; ++i) {
        x(i, 0) = static_cast<float>(i) / 8;
        y(i, 0) = 2 * x(i, 0);
    }

    nn::Generator generator{42};
    nn::Model<Net> model{generator};
    nn::Trainer trainer{model, nn::MSELoss{}, nn::Adam{.lr = 0.01}};

    float const before = trainer.step(x, y);
    float after = before;
    for (int i = 0; i < 2000; ++i) after = trainer.step(x, y);

    std::printf("loss %g -> %g\n", before, after);
    return after < before / 1000 ? EXIT_SUCCESS : EXIT_FAILURE;
}
