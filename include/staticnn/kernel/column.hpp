#pragma once

#include <cstddef>

#include <staticnn/kernel/matrix.hpp>

/// One feature over all samples of a batch: a column of panels, for layers that couple the samples.
namespace staticnn::inline STATICNN_TARGET::kernel {

/// Σ f(s) over the samples of feature `feature`: f is given the offset of a register, and sums only real samples.
template <std::size_t F, std::size_t L, class T, class Function>
[[gnu::always_inline]] constexpr T sum_over_samples(std::size_t feature, std::size_t samples, Function f) {
    T total = 0;
    in_lanes<T, L>([&]<class V>(V) __attribute__((always_inline)) {
        V sum{};
        std::size_t const whole = samples / L, rest = samples % L;
        for (std::size_t p = 0; p < whole; ++p) sum = sum + f(V{}, (p * F + feature) * L);
        total = simd::sum(sum);
        // The last panel may also hold copies, which do not count.
        if (rest > 0) total += simd::sum(simd::first_lanes(f(V{}, (whole * F + feature) * L), rest));
    });
    return total;
}

}  // namespace staticnn::inline STATICNN_TARGET::kernel
