#include <staticnn/staticnn.hpp>

namespace nn = staticnn;

using Net = nn::Sequential<nn::Linear<2, 8>, nn::ReLU, nn::Linear<8, 4>>;

nn::Model<Net> model;
