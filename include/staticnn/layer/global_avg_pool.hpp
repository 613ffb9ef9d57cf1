#pragma once

#include <cstddef>

#include <staticnn/core/shape.hpp>
#include <staticnn/kernel/matrix.hpp>
#include <staticnn/kernel/plane.hpp>
#include <staticnn/meta/layer.hpp>

namespace staticnn::inline STATICNN_TARGET {

/// The mean of each channel, over all its pixels or times.
///
///     y[c] = Σ x[c][...] / n      dx[c][...] = dy[c] / n      n = the number of pixels of a channel
///
/// Shapes   x [C, H, W] or [C, Length], or any other extents after the first   y [C]
/// Cost     an addition a number; backward a store
/// Error    |ŷ - y| ≤ γ Σ|x| / n, γ = nu / (1 - nu), u = unit roundoff
/// Edges    NaN and infinity spread over their channel as the sum says
/// Rejects  at compile time, a vector; to stand first, unless an Input stands before it
/// Source   torch.nn.AdaptiveAvgPool2d(1) and torch.nn.AdaptiveAvgPool1d(1)
/// Differs  its name; what is left of the averaged extents, each 1, is dropped: y is [C], not [C, 1, 1]; no other
///          output size than 1
struct GlobalAvgPool {
    static constexpr Shape expects(Shape in) { return in.rank == 1 ? Shape{in[0], 1} : in; }
    static constexpr Shape output(Shape in) { return {in[0]}; }

    template <Shape X>
    struct At {
        static constexpr std::size_t channels = X[0], pixels = X.size() / X[0];
        static constexpr std::size_t multiply_adds = X.size();

        template <std::size_t L, class T, class Put>
        static constexpr void forward(meta::Inference<T> pass, Put put) {
            kernel::in_lanes<T, L>([&]<class V>(V) {
                for (std::size_t p = 0; p < pass.panels; ++p)
                    for (std::size_t c = 0; c < channels; ++c) {
                        V const sum = kernel::sum_of_plane<pixels, V>(pass.x + (p * channels + c) * pixels * L);
                        put(p, c, sum / simd::broadcast<V>(T(pixels)));
                    }
            });
        }

        /// Pixels lie in lanes; what does not fill a register comes last.
        template <class T, class Put>
        static constexpr void forward_one(meta::Inference<T> pass, Put put) {
            constexpr std::size_t L = simd::lanes<T>, whole = pixels / L;
            kernel::in_lanes<T, L>([&]<class V>(V) {
                for (std::size_t c = 0; c < channels; ++c) {
                    T const* const from = pass.x + c * pixels;
                    T sum = simd::sum(kernel::sum_of_plane<whole, V>(from));
                    for (std::size_t k = whole * L; k < pixels; ++k) sum += from[k];
                    put(c, sum / T(pixels));
                }
            });
        }

        template <std::size_t L, class T, class Put>
        static constexpr void backward(meta::Backward<T> pass, Put put) {
            kernel::in_lanes<T, L>([&]<class V>(V) {
                for (std::size_t p = 0; p < pass.panels; ++p)
                    for (std::size_t c = 0; c < channels; ++c) {
                        V const dx = simd::load<V>(pass.dy + (p * channels + c) * L) / simd::broadcast<V>(T(pixels));
                        for (std::size_t k = 0; k < pixels; ++k) put(p, c * pixels + k, dx);
                    }
            });
        }
    };
};

}  // namespace staticnn::inline STATICNN_TARGET
