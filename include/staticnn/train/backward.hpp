#pragma once

#include <cstddef>

#include <staticnn/kernel/map.hpp>
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

/// Whether step K is an elementwise layer whose gradient is told from its input.
template <class Plan, std::size_t K>
constexpr bool needs_input() {
    if constexpr (Plan::steps.step[K].kind == meta::Kind::map)
        return meta::NeedsInput<typename Plan::template Activation<K>>;
    else
        return false;
}

/// The elementwise layer that made buffer B, if B's gradient is to be led back through it as it is stored.
template <class Plan, std::size_t B>
constexpr auto activation_into() {
    constexpr std::size_t producer = Plan::steps.buffer[B].producer;
    if constexpr (producer == meta::none)
        return meta::Type<meta::NoActivation>{};
    else if constexpr (needs_input<Plan, producer>())
        return meta::Type<meta::NoActivation>{};
    else
        return meta::Type<typename Plan::template Activation<producer>>{};
}
template <class Plan, std::size_t B>
using ActivationInto = typename decltype(activation_into<Plan, B>())::type;

/// Where the gradient of buffer B goes that comes back through reading R.
template <class Plan, std::size_t B, Reading R, std::size_t L, class T>
[[gnu::always_inline]] constexpr auto put_gradient(T* d, T const* y) {
    constexpr bool add = read_later<Plan>(B, R), last = !read_earlier<Plan>(B, R);
    constexpr std::size_t F = Plan::features(B);
    if constexpr (last)
        return model::StoreGradient<F, L, add, ActivationInto<Plan, B>, T>{d, y};
    else
        return model::StoreGradient<F, L, add, meta::NoActivation, T>{d, y};
}

}  // namespace staticnn::inline STATICNN_TARGET::train
