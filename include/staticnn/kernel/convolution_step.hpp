#pragma once

#include <cstddef>

#include <staticnn/kernel/convolution.hpp>
#include <staticnn/kernel/pieces.hpp>

/// A causal convolution of a sequence, one step at a time.
namespace staticnn::inline STATICNN_TARGET::kernel {

/// How many steps before the last one are still read.
template <Convolution C>
inline constexpr std::size_t remembered_steps = (C.width.kernel - 1) * C.width.dilation;

/// How many numbers are kept from step to step: the inputs of those steps, in a ring, and where it begins.
template <Convolution C>
inline constexpr std::size_t remembered = remembered_steps<C> == 0 ? 0 : remembered_steps<C> * C.inputs + 1;

/// The inputs of one step of the past, from the last, 0, on.
template <Convolution C, class T>
[[gnu::always_inline]] constexpr T const* step_of_the_past(T const* x, T const* ring, std::size_t begin,
                                                           std::size_t steps_ago) {
    constexpr std::size_t steps = remembered_steps<C>;
    if (steps_ago == 0) return x;
    std::size_t const at = begin + steps - steps_ago;
    return ring + (at < steps ? at : at - steps) * C.inputs;
}

/// One output of each channel, handed to `put(first channel, lanes)`: the same sums in the same order as one sample's.
///
/// Shapes   x [C.inputs]; state [remembered<C>], at first zeros; y [C.outputs]
/// Cost     2 C.weights() flop
template <Convolution C, bool Bias, class T, class Put>
constexpr void convolution_step(T const* weight, T const* bias, T const* x, T* state, Put const& put) {
    constexpr std::size_t steps = remembered_steps<C>, out = C.group_outputs();
    T* const ring = state + 1;
    std::size_t begin = 0;
    if constexpr (steps > 0) begin = static_cast<std::size_t>(state[0]);
    for (std::size_t group = 0; group < C.groups; ++group)
        in_pieces<T, out>([&]<class V>(V, std::size_t first) __attribute__((always_inline)) {
            std::size_t const to = group * out + first;
            V sum{};
            if constexpr (Bias) sum = simd::load<V>(bias + to);
            for (std::size_t i = 0; i < C.group_inputs(); ++i)
                for (std::size_t k = 0; k < C.width.kernel; ++k) {
                    T const* const input =
                        step_of_the_past<C>(x, ring, begin, (C.width.kernel - 1 - k) * C.width.dilation);
                    V const w = simd::load<V>(weight + i * C.input_stride() + k * C.outputs + to);
                    sum = simd::multiply_add(w, simd::broadcast<V>(input[group * C.group_inputs() + i]), sum);
                }
            put(to, sum);
        });
    if constexpr (steps > 0) {
        for (std::size_t i = 0; i < C.inputs; ++i) ring[begin * C.inputs + i] = x[i];
        state[0] = static_cast<T>(begin + 1 < steps ? begin + 1 : 0);
    }
}

}  // namespace staticnn::inline STATICNN_TARGET::kernel
