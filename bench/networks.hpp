#pragma once

#include <array>
#include <cstddef>
#include <string>

#include <staticnn/staticnn.hpp>

namespace bench {

namespace nn = staticnn;

/// What stands between the linear layers.
enum class Activation { relu, tanh };

/// Each network as a type and as numbers, and the number of samples it trains on in one step.
struct Tiny {
    using Net = nn::Sequential<nn::Linear<1, 8>, nn::ReLU, nn::Linear<8, 8>, nn::ReLU, nn::Linear<8, 1>>;
    static constexpr std::array<std::size_t, 4> widths{1, 8, 8, 1};
    static constexpr Activation activation = Activation::relu;
    static constexpr std::size_t training_samples = 99;
};

struct Policy {
    using Net = nn::Sequential<nn::Linear<16, 64>, nn::ReLU, nn::Linear<64, 64>, nn::ReLU, nn::Linear<64, 8>>;
    static constexpr std::array<std::size_t, 4> widths{16, 64, 64, 8};
    static constexpr Activation activation = Activation::relu;
    static constexpr std::size_t training_samples = 256;
};

struct PolicyTanh {
    using Net = nn::Sequential<nn::Linear<16, 64>, nn::Tanh, nn::Linear<64, 64>, nn::Tanh, nn::Linear<64, 8>>;
    static constexpr std::array<std::size_t, 4> widths{16, 64, 64, 8};
    static constexpr Activation activation = Activation::tanh;
    static constexpr std::size_t training_samples = 256;
};

struct Wide {
    using Net = nn::Sequential<nn::Linear<64, 256>, nn::ReLU, nn::Linear<256, 256>, nn::ReLU, nn::Linear<256, 16>>;
    static constexpr std::array<std::size_t, 4> widths{64, 256, 256, 16};
    static constexpr Activation activation = Activation::relu;
    static constexpr std::size_t training_samples = 256;
};

struct Digits {
    using Net = nn::Sequential<nn::Linear<784, 128>, nn::ReLU, nn::Linear<128, 10>>;
    static constexpr std::array<std::size_t, 3> widths{784, 128, 10};
    static constexpr Activation activation = Activation::relu;
    static constexpr std::size_t training_samples = 64;
};

/// "16-64-64-8", and " tanh" where that stands between its layers.
template <class Network>
std::string name_of() {
    std::string name;
    for (std::size_t width : Network::widths) {
        if (!name.empty()) name += '-';
        name += std::to_string(width);
    }
    return Network::activation == Activation::tanh ? name + " tanh" : name;
}

}  // namespace bench
