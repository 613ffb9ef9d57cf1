#pragma once

#include <staticnn/staticnn.hpp>

using Net = staticnn::Sequential<staticnn::Linear<1, 8>, staticnn::ReLU, staticnn::Linear<8, 1>>;

void train(staticnn::Model<Net>& model);
