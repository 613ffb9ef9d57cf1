#pragma once

#include <cstddef>
#include <type_traits>

#include <staticnn/kernel/map.hpp>
#include <staticnn/kernel/pack.hpp>
#include <staticnn/meta/plan.hpp>
#include <staticnn/model/layout.hpp>
#include <staticnn/model/put.hpp>

/// How gradients find their way back through a plan: which reader of a buffer writes its gradient first, which last.
namespace staticnn::inline STATICNN_TARGET::train {

/// One reading of a buffer: by step K, as its other input if Other.
struct Reading {
    std::size_t step;
    bool other;
};

/// Whether buffer b is read by `reading`, or elsewhere later (going forwards), or earlier. Backwards, a step leads the
/// gradient to `in` first and then to `other`.
template <class Plan>
constexpr bool read_later(std::size_t b, Reading reading) {
    for (std::size_t k = reading.step + 1; k < Plan::size; ++k)
        if (Plan::steps.step[k].in == b || Plan::steps.step[k].other == b) return true;
    return reading.other && Plan::steps.step[reading.step].in == b;
}
template <class Plan>
constexpr bool read_earlier(std::size_t b, Reading reading) {
    for (std::size_t k = 0; k < reading.step; ++k)
        if (Plan::steps.step[k].in == b || Plan::steps.step[k].other == b) return true;
    return !reading.other && Plan::steps.step[reading.step].other == b;
}

/// Whether a step is an elementwise layer whose gradient is told from its input.
template <class Work>
inline constexpr bool needs_input = Work::kind == meta::Kind::map && meta::NeedsInput<typename Work::Activation>;

/// The elementwise layer that made buffer B, if B's gradient is to be led back through it as it is stored.
template <class Plan, std::size_t Producer>
struct ActivationOf {
    using Work = typename Plan::template WorkOf<Producer>;
    using type = std::conditional_t<needs_input<Work>, meta::NoActivation, typename Work::Activation>;
};
template <class Plan>
struct ActivationOf<Plan, meta::none> {
    using type = meta::NoActivation;
};
template <class Plan, std::size_t B>
using ActivationInto = typename ActivationOf<Plan, Plan::steps.buffer[B].producer>::type;

/// Where a gradient goes that is not wanted.
template <class T>
struct Nowhere {
    T* d;
    T const* y;
};

/// Where the gradient of buffer B goes that comes back through reading R.
template <class Plan, std::size_t B, Reading R, std::size_t L, class T>
struct Put {
    static constexpr bool add = read_later<Plan>(B, R), last = !read_earlier<Plan>(B, R);
    using type = model::StoreGradient<Plan::features(B), L, add,
                                      std::conditional_t<last, ActivationInto<Plan, B>, meta::NoActivation>, T>;
};
template <class Plan, Reading R, std::size_t L, class T>
struct Put<Plan, meta::none, R, L, T> {
    using type = Nowhere<T>;
};

/// A step as the way back sees it: what it does, whether its parameters are trained, whether it reads samples as the user
/// holds them, and where the gradients of what it reads go.
template <class W, bool Trains, bool FromSamples, class ToIn, class ToOther>
struct Back {
    using Work = W;
    using In = ToIn;
    using Other = ToOther;
    static constexpr bool trains = Trains, from_samples = FromSamples;
};

/// The gradient of a step's parameters, and of what it reads, each where it is wanted: into d (d_other), from the values y
/// (y_other) that lie there. `samples` are what the first step read.
template <class Way, std::size_t L, class T>
[[gnu::always_inline]] constexpr void backward(meta::Backward<T> const& pass,
                                               [[maybe_unused]] kernel::Samples<T> samples, T* d, T const* y,
                                               [[maybe_unused]] T* d_other, [[maybe_unused]] T const* y_other) {
    using Work = typename Way::Work;
    constexpr bool in = !std::is_same_v<typename Way::In, Nowhere<T>>;
    constexpr bool other = !std::is_same_v<typename Way::Other, Nowhere<T>>;
    constexpr std::size_t F = Work::inputs;
    [[maybe_unused]] typename Way::In const to_in{d, y};
    if constexpr (Work::kind == meta::Kind::layer) {
        using Placed = typename Work::Placed;
        if constexpr (requires { Placed::template prepare_backward<L>(pass); })
            Placed::template prepare_backward<L>(pass);
        if constexpr (Way::trains) {
            if constexpr (Way::from_samples)
                Placed::template gradient_from_samples<L>(pass, samples);
            else
                Placed::template gradient<L>(pass);
        }
        if constexpr (in) Placed::template backward<L>(pass, to_in);
    } else if constexpr (needs_input<Work>) {
        if constexpr (in)
            kernel::map2<F, L>(pass.x, pass.dy, pass.panels, to_in, model::GradientOf<typename Work::Activation>{});
    } else {
        if constexpr (in) kernel::map<F, L>(pass.dy, pass.panels, to_in);
        if constexpr (other) kernel::map<F, L>(pass.dy, pass.panels, typename Way::Other{d_other, y_other});
    }
}

}  // namespace staticnn::inline STATICNN_TARGET::train
