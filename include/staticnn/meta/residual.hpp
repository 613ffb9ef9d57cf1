#pragma once

#include <staticnn/meta/topology.hpp>

namespace staticnn::inline STATICNN_TARGET {

struct Identity;

/// A block that adds its input to what it makes of it.
///
///     y = body(x) + shortcut(x)
///
/// Shapes   body(x) and shortcut(x) alike; without a shortcut both as x
/// Cost     one addition for each feature, and whatever body and shortcut cost
/// Rejects  at compile time, a body and a shortcut whose results differ in shape
/// Source   not in PyTorch, where it is a module of one's own; He et al., Deep Residual Learning for Image Recognition,
///          CVPR 2016
/// Differs  parameters are named as those of a module that has `body` and `shortcut`
template <class Body, class Shortcut = Identity>
struct Residual {
    template <class Position>
    using Expansion = meta::Concatenation<meta::List<meta::Fork>,                                            //
                                          meta::Expanded<Body, meta::Inside<Position, Part::body>>,          //
                                          meta::List<meta::Swap>,                                            //
                                          meta::Expanded<Shortcut, meta::Inside<Position, Part::shortcut>>,  //
                                          meta::List<meta::Join<Residual, Position>>>;
};

}  // namespace staticnn::inline STATICNN_TARGET
