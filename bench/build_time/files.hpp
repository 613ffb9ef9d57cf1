#pragma once

#include <cstddef>
#include <string>
#include <vector>

/// The files that are compiled.
namespace build_time {

/// Linear layers of these widths, with ReLU between.
inline std::string layers_of(std::vector<int> const& widths) {
    std::string layers;
    for (std::size_t k = 1; k < widths.size(); ++k) {
        if (k > 1) layers += ", nn::ReLU, ";
        layers += "nn::Linear<" + std::to_string(widths[k - 1]) + ", " + std::to_string(widths[k]) + ">";
    }
    return layers;
}

/// A file that declares a network, runs it on one sample and on a batch, and trains it: functions of their own, whose
/// arguments a compiler cannot know.
inline std::string network_source(std::vector<int> const& widths) {
    std::string text = R"(#include <staticnn/staticnn.hpp>
namespace nn = staticnn;

using Net = nn::Sequential<LAYERS>;
using Model = nn::Model<Net>;
using Inputs = nn::Tensor<float, 256, Net::input[0]>;
using Outputs = nn::Tensor<float, 256, Net::output[0]>;

nn::Tensor<float, Net::output[0]> infer(Model const& model, nn::Tensor<float, Net::input[0]> const& x) {
    return model(x);
}

void infer(Model const& model, Inputs const& x, Outputs& y) { model(x, y); }

float train(Model& model, Inputs const& x, Outputs const& y, int steps) {
    nn::Trainer trainer{model, nn::MSELoss{}, nn::Adam{}};
    float loss = 0;
    for (int step = 0; step < steps; ++step) loss = trainer.step(x, y);
    return loss;
}
)";
    std::string const placeholder = "LAYERS";
    return text.replace(text.find(placeholder), placeholder.size(), layers_of(widths));
}

namespace name {

inline std::string const policy = "16-64-64-8";
inline std::string const eigen = "16-64-64-8 with Eigen fixed";
inline std::string const motley = "20 layers of different shapes";
inline std::string deep(std::size_t layers) { return std::to_string(layers) + " layers"; }

}  // namespace name

struct File {
    std::string name;
    std::string text;
};

/// Those whose times are compared stand near each other.
inline std::vector<File> files() {
    std::vector<int> different;  // 5 to 6, 6 to 7, ..., 24 to 25: no two layers of one shape
    for (int width = 5; width <= 25; ++width) different.push_back(width);

    std::vector<File> all{{"empty, with <iostream>", "#include <iostream>\n"},
                          {"empty, with staticnn.hpp", "#include <staticnn/staticnn.hpp>\n"}};
    for (std::size_t layers : {5, 20, 50, 100})
        all.push_back({name::deep(layers), network_source(std::vector<int>(layers + 1, 8))});
    all.push_back({name::motley, network_source(different)});
    all.push_back({name::policy, network_source({16, 64, 64, 8})});
#ifdef STATICNN_HAVE_EIGEN
    all.push_back({name::eigen, "#include \"" STATICNN_BUILD_TIME_FOLDER "/eigen_fixed.cpp\"\n"});
#endif
    return all;
}

}  // namespace build_time
