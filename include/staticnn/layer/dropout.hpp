#pragma once

#include <cstddef>
#include <cstdint>

#include <staticnn/core/random_bits.hpp>
#include <staticnn/kernel/map.hpp>
#include <staticnn/meta/layer.hpp>

namespace staticnn::inline STATICNN_TARGET {

/// While training, sets each number to zero with probability P and scales up the others; infers as the identity.
///
///     y = x m,  m = 0 with probability P, else 1 / (1 - P)      dx = dy m
///
/// Shapes   x and y alike, any shape
/// Cost     in training about twenty integer operations a number, which is kept until the backward pass
/// Edges    the mask depends on the Generator, the step and the sample, not on lanes or chunks; infinity times a zero
///          of the mask is NaN; P = 1 makes zeros
/// Rejects  at compile time, a P outside [0, 1], and a trainer without a Generator
/// Source   torch.nn.Dropout; Srivastava et al., Dropout: a simple way to prevent neural networks from overfitting,
///          JMLR 15 (2014)
/// Differs  which numbers become zero: they are not those that PyTorch takes after the same seed. P is part of the type
template <double P = 0.5>
struct Dropout {
    template <meta::Time>
    using OneStep = Dropout;

    template <Shape X>
    struct At {
        static constexpr std::size_t features = X.size();
        static constexpr std::size_t sample_memory = features;
        static constexpr bool draws = true;

        /// Kept where 32 random bits are at least this.
        static constexpr auto threshold = std::uint64_t(P * 0x1p32);

        template <std::size_t L, class T, class Put>
        static constexpr void forward(meta::Inference<T> pass, Put put) {
            kernel::map<features, L>(pass.x, pass.panels, put);
        }

        template <std::size_t L, class T, class Put>
        static constexpr void train(meta::Training<T> pass, Put put) {
            constexpr T scale = P < 1 ? T(1 / (1 - P)) : T(0);
            for (std::size_t p = 0; p < pass.panels; ++p)
                for (std::size_t f = 0; f < features; ++f) {
                    T* const mask = pass.sample_memory + (p * features + f) * L;
                    auto const sample = std::uint32_t(pass.first_sample + p * L);
                    for (std::uint32_t l = 0; l < L; ++l)
                        mask[l] = core::random_bits(pass.key, sample + l, std::uint32_t(f)) >= threshold ? scale : T(0);
                }
            times_mask<L>(pass.x, pass.sample_memory, pass.panels, put);
        }

        template <std::size_t L, class T, class Put>
        static constexpr void backward(meta::Backward<T> pass, Put put) {
            times_mask<L>(pass.dy, pass.sample_memory, pass.panels, put);
        }

    private:
        template <std::size_t L, class T, class Put>
        static constexpr void times_mask(T const* x, T const* mask, std::size_t panels, Put put) {
            kernel::map2<features, L>(x, mask, panels, put, [](auto a, auto m) { return a * m; });
        }
    };

    // Last: clang leaves out what follows an assertion that fails.
    static_assert(P >= 0 && P <= 1, "Dropout: P is a probability, from 0 to 1");
};

}  // namespace staticnn::inline STATICNN_TARGET
