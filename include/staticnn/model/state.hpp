#pragma once

#include <cstddef>

#include <staticnn/meta/step_plan.hpp>

namespace staticnn::inline STATICNN_TARGET {

/// What a network over sequences remembers from step to step while a model runs it: `y = model(x, state)`.
///
/// Shapes   one object for each stream; the model itself stays const and is shared
/// Cost     `sizeof(State<Net>)`: for an LSTM 2 Hidden numbers, for a GRU Hidden; a trivially copyable value
/// Edges    begins as a sequence begins, with zeros; a copy of it continues from where it was taken
/// Rejects  at compile time, a network that has no sequence, or a layer in it that does not say how it goes by steps
template <class Net, class T = float>
class State {
public:
    /// Begins a new sequence.
    constexpr void reset() {
        for (T& number : data_) number = 0;
    }

    constexpr T* data() { return data_; }

private:
    alignas(64) T data_[meta::StepPlan<Net>::totals.all.state + 1]{};
};

}  // namespace staticnn::inline STATICNN_TARGET
