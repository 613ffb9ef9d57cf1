#pragma once

#include <cstddef>

#include <staticnn/meta/plan.hpp>

namespace staticnn::inline STATICNN_TARGET::model {

/// Where the buffers of a plan lie, in features: for one sample, or each for so many samples.
template <std::size_t Buffers>
struct Layout {
    std::size_t offset[Buffers]{};
    std::size_t features = 0;  ///< of all buffers together
};

/// For inference: a buffer takes the place of those that nobody reads any more. Each is padded to a multiple of
/// Multiple features.
template <class Plan, std::size_t Multiple>
constexpr auto reusing_layout() {
    Layout<Plan::buffers> layout;
    constexpr auto padded = [](std::size_t b) { return (Plan::features(b) + Multiple - 1) / Multiple * Multiple; };
    for (std::size_t b = 0; b < Plan::buffers; ++b) {
        meta::Buffer const& buffer = Plan::steps.buffer[b];
        std::size_t at = 0;
        for (bool moved = true; moved;) {  // up, until no live buffer is in the way
            moved = false;
            for (std::size_t c = 0; c < b; ++c) {
                bool const live = Plan::steps.buffer[c].last_reader >= buffer.producer;
                bool const overlap = at < layout.offset[c] + padded(c) && layout.offset[c] < at + padded(b);
                if (live && overlap) at = layout.offset[c] + padded(c), moved = true;
            }
        }
        layout.offset[b] = at;
        if (at + padded(b) > layout.features) layout.features = at + padded(b);
    }
    return layout;
}

/// For training: every buffer is kept.
template <class Plan>
constexpr auto keeping_layout() {
    Layout<Plan::buffers> layout;
    for (std::size_t b = 0; b < Plan::buffers; ++b) {
        layout.offset[b] = layout.features;
        layout.features += Plan::features(b);
    }
    return layout;
}

/// The gradients of the buffers, behind the buffers themselves: one with a single reader is overwritten by its own
/// gradient, as nobody needs its value any more.
template <class Plan>
constexpr auto gradient_layout() {
    constexpr auto values = keeping_layout<Plan>();
    Layout<Plan::buffers> layout = values;
    for (std::size_t b = 0; b < Plan::buffers; ++b)
        if (Plan::steps.buffer[b].readers > 1) {
            layout.offset[b] = layout.features;
            layout.features += Plan::features(b);
        }
    return layout;
}

}  // namespace staticnn::inline STATICNN_TARGET::model
