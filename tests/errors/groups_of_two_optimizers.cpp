// error: ParameterGroups: all groups have optimisers of one type
#include <staticnn/staticnn.hpp>

namespace nn = staticnn;

double two() {
    nn::ParameterGroups const optimizer{nn::AdamW{.lr = 0.1}, nn::group<"*.bias">(nn::SGD{.lr = 0.01})};
    return optimizer.group[0].lr;
}
