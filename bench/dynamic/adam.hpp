#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "matrix.hpp"
#include "vector.hpp"

namespace dynamic {

/// Adam with PyTorch's formula and defaults, over one array of parameters.
class Adam {
public:
    explicit Adam(std::size_t size, double lr = 1e-3) : lr_{lr}, mean_{size}, square_{size} {}

    void reset() {
        std::fill_n(mean_.data(), mean_.size(), 0.0F);
        std::fill_n(square_.data(), square_.size(), 0.0F);
        power1_ = power2_ = 1;
    }

    /// Both arrays are as long as this optimiser was told, a whole number of vectors.
    void update(float* parameters, float const* gradients) {
        power1_ *= beta1;
        power2_ *= beta2;
        auto const step = static_cast<float>(lr_ / (1 - power1_));
        auto const root = static_cast<float>(1 / std::sqrt(1 - power2_));
        auto const weight1 = static_cast<float>(1 - beta1);
        auto const weight2 = static_cast<float>(1 - beta2);
        auto const epsilon = static_cast<float>(eps);

        float* const mean = mean_.data();
        float* const square = square_.data();
        constexpr std::size_t lanes = register_lanes;
        for (std::size_t k = 0, size = mean_.size(); k < size; k += lanes) {
            auto const g = load<lanes>(gradients + k);
            auto const old_mean = load<lanes>(mean + k);
            auto const old_square = load<lanes>(square + k);
            Vector<lanes> const m = old_mean + (g - old_mean) * weight1;
            Vector<lanes> const s = old_square + (g * g - old_square) * weight2;
            store<lanes>(mean + k, m);
            store<lanes>(square + k, s);
            store<lanes>(parameters + k, load<lanes>(parameters + k) - (m * step) / (square_root(s) * root + epsilon));
        }
    }

private:
    static constexpr double beta1 = 0.9;
    static constexpr double beta2 = 0.999;
    static constexpr double eps = 1e-8;

    double lr_;
    Buffer mean_;
    Buffer square_;
    double power1_ = 1;
    double power2_ = 1;
};

}  // namespace dynamic
