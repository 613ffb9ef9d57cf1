#pragma once

#include <staticnn/core/shape.hpp>
#include <staticnn/core/target.hpp>

namespace staticnn::inline STATICNN_TARGET {

/// A sample's numbers, in their order, as a vector.
///
/// Shapes   x any shape   y [the product of its extents]
/// Cost     none: it leaves no trace in the plan
/// Rejects  at compile time, to stand first, unless an Input stands before it
/// Source   torch.nn.Flatten
/// Differs  options that PyTorch has and this has not: start_dim, end_dim; all extents of a sample become one, as by
///          default
struct Flatten {
    static constexpr Shape output(Shape in) { return {in.size()}; }
};

}  // namespace staticnn::inline STATICNN_TARGET
