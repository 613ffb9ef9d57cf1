// error: targets_do_not_match<
// error: CrossEntropyLoss<
// error: expects<4, 2>
// error: got<4, 3>
#include <staticnn/staticnn.hpp>

namespace nn = staticnn;

float evaluate(nn::Tensor<float, 4, 3, 2> const& outputs) {
    auto const [loss, gradient] = nn::CrossEntropyLoss{}(outputs, nn::Tensor<std::int32_t, 4, 3>{});
    return loss + gradient[0];
}
