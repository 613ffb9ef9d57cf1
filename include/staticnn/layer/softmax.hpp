#pragma once

#include <cstddef>

#include <staticnn/kernel/softmax.hpp>
#include <staticnn/meta/layer.hpp>

namespace staticnn::inline STATICNN_TARGET {

/// Makes probabilities of each row of numbers: positive, with a sum of 1.
///
///     y = e^(x - max x) / Σ e^(x - max x)      dx = y (dy - Σ y dy)
///
/// Shapes   x and y alike, any shape; a row is the last extent
/// Cost     an exponential and about three operations a number, one division a row; in training y is kept until the
///          backward pass, which takes four operations a number
/// Error    (F + 8 + max x - x) u of the exact value, in a row of F numbers, u = unit roundoff
/// Edges    stable for numbers of any size; 0 where e^(x - max x) is below 1e-35 (1e-300 in double), so that nothing is
///          subnormal; NaN, infinity, or minus infinity in all places makes a row of NaN; minus infinity elsewhere 0
/// Source   torch.nn.Softmax(dim=-1)
/// Differs  options that PyTorch has and this has not: dim; it is the last extent. 0 where PyTorch makes subnormal
///          numbers
struct Softmax {
    static constexpr bool each_last_extent = true;

    template <Shape X>
    struct At {
        static constexpr std::size_t features = X.last(), rows = X.rows();
        static constexpr std::size_t sample_memory = X.size();

        template <std::size_t L, class T, class Put>
        static constexpr void forward(meta::Inference<T> pass, Put put) {
            kernel::in_lanes<T, L>([&]<class V>(V) __attribute__((always_inline)) {
                // A wide row is not kept: that costs its exponentials once more.
                constexpr bool kept = features * L * sizeof(T) <= most_bytes;
                alignas(64) T e[kept ? features * L : 1];
                for (std::size_t p = 0; p < pass.panels * rows; ++p) {
                    T const* const x = pass.x + p * features * L;
                    auto const row = kernel::exponentials<features, V>(x, kept ? e : nullptr);
                    V const inverse = simd::broadcast<V>(1) / row.sum;
                    for (std::size_t f = 0; f < features; ++f) {
                        V const one = kept ? simd::load<V>(e + f * L)
                                           : kernel::exp_below_zero(simd::load<V>(x + f * L) - row.largest);
                        put(0, p * features + f, simd::rounded(one * inverse));
                    }
                }
            });
        }

        template <class T, class Put>
        static constexpr void forward_one(meta::Inference<T> pass, Put put) {
            alignas(64) T e[features];
            for (std::size_t r = 0; r < rows; ++r) {
                auto const row = kernel::exponentials_of_one<features>(pass.x + r * features, e);
                T const inverse = 1 / row.sum;
                kernel::cover_features<features, T>([&]<class V>(V, std::size_t k) __attribute__((always_inline)) {
                    put(r * features + k, simd::rounded(simd::load<V>(e + k) * simd::broadcast<V>(inverse)));
                });
            }
        }

        template <std::size_t L, class T, class Put>
        static constexpr void train(meta::Training<T> pass, Put put) {
            kernel::in_lanes<T, L>([&]<class V>(V) __attribute__((always_inline)) {
                for (std::size_t p = 0; p < pass.panels * rows; ++p) {
                    T* const y = pass.sample_memory + p * features * L;
                    auto const row = kernel::exponentials<features, V>(pass.x + p * features * L, y);
                    V const inverse = simd::broadcast<V>(1) / row.sum;
                    for (std::size_t f = 0; f < features; ++f) {
                        V const one = simd::rounded(simd::load<V>(y + f * L) * inverse);
                        simd::store(y + f * L, one);
                        put(0, p * features + f, one);
                    }
                }
            });
        }

        template <std::size_t L, class T, class Put>
        static constexpr void backward(meta::Backward<T> pass, Put put) {
            kernel::in_lanes<T, L>([&]<class V>(V) __attribute__((always_inline)) {
                for (std::size_t p = 0; p < pass.panels * rows; ++p) {
                    T const* const y = pass.sample_memory + p * features * L;
                    T const* const dy = pass.dy + p * features * L;
                    V const dot =
                        kernel::sum_features<features, V>([&](V sum, std::size_t f) __attribute__((always_inline)) {
                            return simd::multiply_add(simd::load<V>(y + f * L), simd::load<V>(dy + f * L), sum);
                        });
                    for (std::size_t f = 0; f < features; ++f) {
                        V const dx = simd::rounded(simd::load<V>(y + f * L) * (simd::load<V>(dy + f * L) - dot));
                        put(0, p * features + f, kernel::real_samples_only(dx, p / rows, pass.samples));
                    }
                }
            });
        }

    private:
        static constexpr std::size_t most_bytes = 16 * 1024;  // of exponentials on the stack
    };
};

}  // namespace staticnn::inline STATICNN_TARGET
