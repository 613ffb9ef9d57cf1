#pragma once

#include <cstddef>
#include <span>
#include <string>

namespace bench {

/// What is timed.
enum class Work {
    latency,       // forward, where the next input waits for the last output
    back_to_back,  // forward, where it does not
    training,      // forward, mean squared error, backward, Adam
    special,       // what a contestant of one table alone can do
};

/// The least that a work asks of any machine, nothing counted that an implementation adds: no padding, no activation,
/// no optimiser.
struct Cost {
    double flops = 0;         // a multiply-add is two
    double weight_bytes = 0;  // parameters to read for one sample; more samples share them, and then they count nothing
    double cycles = 0;        // of the clock, where nothing else is asked
};

inline Cost forward_cost(std::span<std::size_t const> widths, std::size_t samples) {
    Cost cost;
    for (std::size_t k = 1; k < widths.size(); ++k) {
        cost.flops += 2.0 * double(widths[k - 1] * widths[k] * samples);
        if (samples == 1) cost.weight_bytes += double((widths[k - 1] + 1) * widths[k] * sizeof(float));
    }
    return cost;
}

/// Forward, the gradient of the weights, and that of the inputs, which the first layer does not need.
inline Cost training_cost(std::span<std::size_t const> widths, std::size_t samples) {
    double const first = 2.0 * double(widths[0] * widths[1] * samples);
    return {.flops = 3 * forward_cost(widths, samples).flops - first, .weight_bytes = 0};
}

}  // namespace bench
