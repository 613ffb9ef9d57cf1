// error: is_not_a_layer<
// error: Layer<1>
// error: NoGradient
// An elementwise layer whose gradient was forgotten: it would do nothing.

#include <staticnn/staticnn.hpp>

namespace nn = staticnn;

struct NoGradient {
    template <class V>
    static constexpr V value(V x) {
        return x * x;
    }
};

int main() {
    nn::Model<nn::Sequential<nn::Linear<1, 4>, NoGradient, nn::Linear<4, 2>>> model;
    auto const out = model(nn::Tensor<float, 3, 1>{});
    return int(out(0, 1));
}
