// error: ParameterGroups: put ClipGradNorm around the groups
#include <staticnn/staticnn.hpp>

namespace nn = staticnn;

double clip() {
    nn::ClipGradNorm const clipped{.max_norm = 1, .optimizer = nn::SGD{.lr = 0.1}};
    nn::ParameterGroups const optimizer{clipped, nn::group<"*.bias">(clipped)};
    return optimizer.group[0].max_norm;
}
