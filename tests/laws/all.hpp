#pragma once

#include "laws/backward_is_the_derivative.hpp"
#include "laws/batch_equals_singles.hpp"
#include "laws/chunks_do_not_matter.hpp"
#include "laws/constant_evaluation_equals_run_time.hpp"
#include "laws/nan_and_infinity.hpp"
#include "laws/padding_stays_zero.hpp"
#include "laws/same_twice.hpp"

/// The laws that every network obeys, whatever its layers: `laws::all<Net>()`. The derivative is taken in double.
/// Constant evaluation is asked for apart, of small networks, since compilers bound how long it may take.
namespace laws {

/// The laws of inference.
template <class Net, class T = float>
void inference(Range range = {}) {
    batch_equals_singles<Net, T>(range);
    nan_and_infinity<Net, T>(range);
}

/// The laws of training.
template <class Net, class T = float>
void training(Range range = {}) {
    if constexpr (!couples_samples<Net>) chunks_do_not_matter<Net, T>(range);
    gradients_are_finite<Net, T>(range);
    padding_stays_zero<Net, T>(range);
    same_twice<Net, T>(range);
}

template <class Net, class T = float>
void all(Range range = {}) {
    backward_is_the_derivative<Net>(range);
    inference<Net, T>(range);
    training<Net, T>(range);
}

}  // namespace laws
