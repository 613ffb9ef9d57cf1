// error: assign
#include <staticnn/staticnn.hpp>

namespace nn = staticnn;

using Net = nn::Sequential<nn::Linear<1, 4>, nn::Linear<4, 1>>;

// With `auto p`, clang adds a second error: the lambda that holds the first cannot be called.
float clear(nn::Model<Net> const& model, nn::Tensor<float, 99, 1> const& x) {
    float sum = 0;
    model.for_each_parameter([&sum](std::string_view, nn::FieldView<float const> p) {
        sum += p[0];
        p[0] = 0;
    });
    return sum + model(x)(98, 0);
}
