#pragma once

#include <staticnn/meta/topology.hpp>

namespace staticnn::inline STATICNN_TARGET {

/// A layer, or a whole block of them, whose parameters are not trained.
///
///     y = layer(x)
///
/// Shapes   those of the layer; its parameters keep their names, as if it stood there alone
/// Cost     forward the layer's own; backward what the layers before it need for their gradients, or nothing where none
///          of them is trained. No gradient and no optimiser's memory for its parameters, and no work for them
/// Edges    parameters are initialised, listed and copied as all others, but have no gradient: weight decay, norms and
///          groups of an optimiser do not see them. It behaves as in training otherwise: Dropout draws, and BatchNorm1d
///          normalises by the batch and moves its running_mean and running_var
/// Source   `parameter.requires_grad = False`, for all parameters of a torch.nn.Module
/// Differs  whole layers, not single parameters; and it is part of the type, so that nothing is thawed while training,
///          but by copy_parameters to a network without Frozen
template <class L>
struct Frozen {
    template <class Position>
    using Expansion =
        meta::Concatenation<meta::List<meta::Freeze>, meta::Expanded<L, Position>, meta::List<meta::Thaw>>;
};

}  // namespace staticnn::inline STATICNN_TARGET
