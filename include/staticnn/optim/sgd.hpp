#pragma once

#include <cstddef>

#include <staticnn/kernel/matrix.hpp>
#include <staticnn/simd/vec.hpp>

namespace staticnn::inline STATICNN_TARGET {

/// Stochastic gradient descent, with momentum and weight decay.
///
///     g ← g + weight_decay p      b ← momentum b + (1 - dampening) g  (in the first step b ← g)
///     p ← p - lr (b, or g + momentum b with nesterov, or g without momentum)
///
/// Cost     one more number for each parameter; 2 to 6 flop a parameter
/// Edges    |b| below 1e-35 (double: 1e-300) becomes zero, so that dead units do not slow the machine down
/// Source   torch.optim.SGD; Sutskever et al., On the importance of initialization and momentum, ICML 2013
/// Differs  lr has a default, 1e-3, where PyTorch 1.13 wants one; small b become zero: see Edges; nesterov without
///          momentum, or with dampening, is not rejected; momentum that is turned on later begins with (1 - dampening)
///          g, not g; options that PyTorch has and this has not: maximize
struct SGD {
    double lr = 1e-3;
    double momentum = 0;
    double dampening = 0;
    bool nesterov = false;
    double weight_decay = 0;

    /// What lives from step to step: for all parameters alike, and for N parameters in storage.
    struct Progress {
        bool started = false;
    };
    template <class T, std::size_t N>
    struct State : Progress {
        alignas(64) T velocity[N]{};
    };

    /// What is the same for all parameters in one step.
    template <class T>
    struct Step {
        bool first;
    };

    template <class T>
    constexpr Step<T> begin(Progress& progress) const {
        Step<T> const now{.first = !progress.started};
        progress.started = true;
        return now;
    }

    template <class V, class T, std::size_t N>
    [[gnu::always_inline]] constexpr void update(Step<T> now, T* parameters, V g, State<T, N>& state,
                                                 std::size_t k) const {
        auto const times = [](V v, double factor, V plus) __attribute__((always_inline)) {
            return simd::multiply_add(v, simd::broadcast<V>(T(factor)), plus);
        };
        V const p = simd::load<V>(parameters + k);
        if (weight_decay != 0) g = times(p, weight_decay, g);
        if (momentum != 0) {
            if constexpr (kernel::come_from_afar<T>(N)) kernel::prefetch_ahead(state.velocity + k);
            V b = g;
            if (!now.first)
                b = times(simd::load<V>(state.velocity + k), momentum, g * simd::broadcast<V>(T(1 - dampening)));
            b = simd::without_tiny(b);
            simd::store(state.velocity + k, b);
            g = nesterov ? times(b, momentum, g) : b;
        }
        simd::store(parameters + k, times(g, -lr, p));
    }
};

}  // namespace staticnn::inline STATICNN_TARGET
