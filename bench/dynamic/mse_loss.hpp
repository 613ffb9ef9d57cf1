#pragma once

#include <cstddef>

#include "matrix.hpp"
#include "vector.hpp"

namespace dynamic {

/// The mean of the squared differences, and its gradient.
struct MSELoss {
    float operator()(ConstRows output, ConstRows target, Rows gradient, std::size_t samples,
                     std::size_t features) const {
        for (std::size_t n = 0; n < samples; ++n)
            for (std::size_t f = 0; f < features; ++f) gradient[n][f] = output[n][f] - target[n][f];

        // The padding holds zeros, so the differences are one array. Four short sums side by side.
        auto const count = static_cast<float>(samples * features);
        std::size_t const size = samples * gradient.stride;
        Vector<4> sum[4]{};
        std::size_t k = 0;
        for (; k + 16 <= size; k += 16)
            for (std::size_t part = 0; part < 4; ++part) {
                auto const difference = load<4>(gradient.data + k + part * 4);
                sum[part] += difference * difference;
                store<4>(gradient.data + k + part * 4, difference * (2 / count));
            }
        for (; k < size; k += 4) {
            auto const difference = load<4>(gradient.data + k);
            sum[0] += difference * difference;
            store<4>(gradient.data + k, difference * (2 / count));
        }
        auto const total = (sum[0] + sum[1]) + (sum[2] + sum[3]);
        return (total[0] + total[1] + total[2] + total[3]) / count;
    }
};

}  // namespace dynamic
