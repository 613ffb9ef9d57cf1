#pragma once

#include <cstddef>
#include <utility>

#include <staticnn/meta/plan.hpp>

namespace staticnn::inline STATICNN_TARGET {

/// A network of layers one after another.
///
///     y = layer_n( ... layer_1(layer_0(x)))
///
/// Shapes   inferred through the list; `Net::input` and `Net::output` are those of one sample
/// Cost     nothing by itself: a list of types; `Net::parameter_count` parameters
/// Rejects  at compile time, a layer that cannot take what comes: one error that names position, layer and both shapes
/// Source   torch.nn.Sequential
/// Differs  layers have numbers and no names of their own; shapes fit, or it does not compile
template <class... Layers>
struct Sequential {
    template <class Position>
    using Expansion =
        typename meta::ExpandSequence<Position, std::make_integer_sequence<int, sizeof...(Layers)>, Layers...>::type;

    static constexpr std::size_t parameter_count = meta::Plan<Sequential>::parameter_count;
    static constexpr Shape input = meta::Plan<Sequential>::input;
    static constexpr Shape output = meta::Plan<Sequential>::output;
};

}  // namespace staticnn::inline STATICNN_TARGET
