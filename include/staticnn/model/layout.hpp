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
///
/// A step's input and result lie at opposite ends of the memory, as far as there is room: a plain list of layers then
/// needs no more than its two widest neighbours. The network's input takes no room if it is read elsewhere.
template <class Plan, std::size_t Multiple>
constexpr auto reusing_layout(bool with_input = true) {
    Layout<Plan::buffers> layout;
    auto const padded = [with_input](std::size_t b) {
        return b == 0 && !with_input ? 0 : (Plan::features(b) + Multiple - 1) / Multiple * Multiple;
    };
    constexpr auto lives_with = [](std::size_t c, std::size_t b) {  // c before b
        return Plan::steps.buffer[c].last_reader >= Plan::steps.buffer[b].producer || b == c;
    };
    std::size_t least = 0;  // what lives at once
    for (std::size_t b = 0; b < Plan::buffers; ++b) {
        std::size_t sum = 0;
        for (std::size_t c = 0; c <= b; ++c) sum += lives_with(c, b) ? padded(c) : 0;
        least = sum > least ? sum : least;
    }
    // Whether b can lie at `at`; if not, the first buffer that is in the way.
    auto const obstacle = [&](std::size_t b, std::size_t at) {
        std::size_t c = 0;
        while (c < b && !(lives_with(c, b) && at < layout.offset[c] + padded(c) && layout.offset[c] < at + padded(b)))
            ++c;
        return c;
    };
    bool from_the_end = false;
    for (std::size_t b = 0; b < Plan::buffers; ++b, from_the_end = !from_the_end) {
        std::size_t at = 0;
        if (from_the_end) at = least - padded(b);
        if (!from_the_end || obstacle(b, at) < b) {  // up from the beginning
            at = 0;
            for (std::size_t c = obstacle(b, at); c < b; c = obstacle(b, at)) at = layout.offset[c] + padded(c);
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
