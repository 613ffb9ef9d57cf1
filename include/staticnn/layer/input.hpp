#pragma once

#include <cstddef>

#include <staticnn/core/shape.hpp>
#include <staticnn/core/target.hpp>
#include <staticnn/meta/errors.hpp>
#include <staticnn/meta/layer.hpp>

namespace staticnn::inline STATICNN_TARGET {

/// States the shape of a sample, where the first layer does not fix it.
///
/// Shapes   `Input<28 * 28>`: features; `Input<3, 28, 28>`: channels, height, width
/// Cost     none: it leaves no trace in the plan
/// Rejects  at compile time, anything but that shape, when it does not stand first
/// Source   not in PyTorch, where shapes come with the first batch
/// Differs  needed only where the first layer fits several shapes
template <std::size_t... Extents>
struct Input {
    static constexpr Shape expects(Shape) { return {Extents...}; }

    template <meta::Time T>
    using OneStep = meta::Spelled<Input, meta::one_step(Shape{Extents...}, T)>;

    // Last: clang leaves out what follows an assertion that fails.
    static_assert(sizeof...(Extents) >= 1 && sizeof...(Extents) < Shape::max_rank && ((Extents > 0) && ...),
                  "Input: one to four extents, each at least 1");
};

}  // namespace staticnn::inline STATICNN_TARGET
