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
/// needs no more than its two widest neighbours. The network's input takes no room if it is read elsewhere. Where features
/// are written in whole registers, one that begins at the last row of a sample may reach as far past the end.
template <class Plan, std::size_t Multiple>
constexpr auto reusing_layout(bool with_input = true) {
    Layout<Plan::buffers> layout;
    std::size_t size[Plan::buffers]{}, end[Plan::buffers]{};  // of the place of each
    std::size_t live[Plan::buffers]{}, living = 0;            // those that are still read as b is made
    auto const bury_the_dead = [&](std::size_t b) {
        std::size_t const before = living;
        living = 0;
        for (std::size_t k = 0; k < before; ++k)
            if (Plan::steps.buffer[live[k]].last_reader >= Plan::steps.buffer[b].producer) live[living++] = live[k];
    };

    std::size_t least = 0;  // room for all that live at once
    for (std::size_t b = 0; b < Plan::buffers; ++b) {
        std::size_t const past_the_rows = Plan::steps.buffer[b].shape.rank > 1 ? Multiple - 1 : 0;
        if (b > 0 || with_input) size[b] = (Plan::features(b) + past_the_rows + Multiple - 1) / Multiple * Multiple;
        bury_the_dead(b);
        live[living++] = b;
        std::size_t sum = 0;
        for (std::size_t k = 0; k < living; ++k) sum += size[live[k]];
        least = sum > least ? sum : least;
    }

    living = 0;
    for (std::size_t b = 0; b < Plan::buffers; ++b) {
        bury_the_dead(b);
        std::size_t at = 0, obstacle = 0;
        auto const in_the_way = [&] {  // whether one of the living is, and which
            for (std::size_t k = 0; k < living; ++k) {
                obstacle = live[k];
                if (at < end[obstacle] && layout.offset[obstacle] < at + size[b]) return true;
            }
            return false;
        };
        if (b % 2 == 1) at = least - size[b];
        if (in_the_way())  // up from the beginning, until none is
            for (at = 0; in_the_way();) at = end[obstacle];
        layout.offset[b] = at;
        end[b] = at + size[b];
        live[living++] = b;
        if (end[b] > layout.features) layout.features = end[b];
    }
    return layout;
}

/// The buffers of a single sample, which is read where it lies.
template <class Plan>
inline constexpr auto one_sample_layout = reusing_layout<Plan, 16>(false);

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
