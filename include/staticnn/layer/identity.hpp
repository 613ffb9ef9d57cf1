#pragma once

#include <staticnn/core/shape.hpp>
#include <staticnn/core/target.hpp>
#include <staticnn/meta/layer.hpp>

namespace staticnn::inline STATICNN_TARGET {

/// Passes everything on as it is.
///
///     y = x
///
/// Shapes   x and y alike, any shape
/// Cost     none: it leaves no trace in the plan
/// Source   torch.nn.Identity
/// Differs  nothing
struct Identity {
    static constexpr Shape expects(Shape in) { return in; }

    template <meta::Time>
    using OneStep = Identity;
};

}  // namespace staticnn::inline STATICNN_TARGET
