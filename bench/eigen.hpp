#pragma once

// Eigen's checks are not what is measured, whatever the build says about assert.
#define EIGEN_NO_DEBUG

// The largest array of fixed size that Eigen lets be declared. None of ours lies on the stack.
#define EIGEN_STACK_ALLOCATION_LIMIT (1 << 20)

#include <Eigen/Core>

#include "networks.hpp"

namespace bench {

/// What follows a linear layer, as an expression: Eigen then computes both in one loop.
template <Activation activation>
auto activated(auto const& x) {
    if constexpr (activation == Activation::relu)
        return x.cwiseMax(0.0F);
    else
        return x.array().tanh().matrix();
}

/// Takes the gradient of y = activated(x) to that of x, in place.
template <Activation activation>
void deactivate(auto const& y, auto& gradient) {
    if constexpr (activation == Activation::relu)
        gradient = (y.array() > 0).select(gradient, 0.0F);
    else
        gradient.array() *= 1 - y.array().square();
}

}  // namespace bench
