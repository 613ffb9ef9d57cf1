#pragma once

#include <cstddef>

#include <staticnn/kernel/softmax.hpp>
#include <staticnn/meta/layer.hpp>
#include <staticnn/simd/log.hpp>

namespace staticnn::inline STATICNN_TARGET {

/// The logarithms of what Softmax makes, which do not end where a probability is too small for a number.
///
///     y = x - max x - ln Σ e^(x - max x)      dx = dy - e^y Σ dy
///
/// Shapes   x and y alike, any shape; a row is the last extent
/// Cost     an exponential and about four operations a number, one logarithm a row; in training e^y is kept until the
///          backward pass, which takes two operations a number
/// Error    (F + 8 + 2 (max x - x)) u, absolute, in a row of F numbers, u = unit roundoff
/// Edges    stable for numbers of any size; NaN, infinity, or minus infinity in all places makes a row of NaN; minus
///          infinity elsewhere stays what it is
/// Source   torch.nn.LogSoftmax(dim=-1)
/// Differs  options that PyTorch has and this has not: dim; it is the last extent
struct LogSoftmax {
    static constexpr bool each_last_extent = true;

    template <Shape X>
    struct At {
        static constexpr std::size_t features = X.last(), rows = X.rows();
        static constexpr std::size_t sample_memory = X.size();

        template <std::size_t L, class T, class Put>
        static constexpr void forward(meta::Inference<T> pass, Put put) {
            logarithms<L>(pass.x, static_cast<T*>(nullptr), pass.panels, put);
        }

        template <class T, class Put>
        static constexpr void forward_one(meta::Inference<T> pass, Put put) {
            for (std::size_t r = 0; r < rows; ++r) {
                T const* const x = pass.x + r * features;
                auto const row = kernel::exponentials_of_one<features>(x, static_cast<T*>(nullptr));
                T const log_sum = simd::log(row.sum);
                kernel::cover_features<features, T>([&]<class V>(V, std::size_t k) __attribute__((always_inline)) {
                    put(r * features + k,
                        simd::load<V>(x + k) - simd::broadcast<V>(row.largest) - simd::broadcast<V>(log_sum));
                });
            }
        }

        template <std::size_t L, class T, class Put>
        static constexpr void train(meta::Training<T> pass, Put put) {
            logarithms<L>(pass.x, pass.sample_memory, pass.panels, put);
        }

        template <std::size_t L, class T, class Put>
        static constexpr void backward(meta::Backward<T> pass, Put put) {
            kernel::in_lanes<T, L>([&]<class V>(V) __attribute__((always_inline)) {
                for (std::size_t p = 0; p < pass.panels * rows; ++p) {
                    T const* const softmax = pass.sample_memory + p * features * L;
                    T const* const dy = pass.dy + p * features * L;
                    V const sum =
                        kernel::sum_features<features, V>([&](V so_far, std::size_t f) __attribute__((always_inline)) {
                            return so_far + simd::load<V>(dy + f * L);
                        });
                    V const minus_sum = V{} - sum;
                    for (std::size_t f = 0; f < features; ++f) {
                        V const dx =
                            simd::multiply_add(simd::load<V>(softmax + f * L), minus_sum, simd::load<V>(dy + f * L));
                        put(0, p * features + f, kernel::real_samples_only(dx, p / rows, pass.samples));
                    }
                }
            });
        }

    private:
        /// y to `put`, and what Softmax makes to `softmax`, unless that is null.
        template <std::size_t L, class T, class Put>
        [[gnu::always_inline]] static constexpr void logarithms(T const* x, T* softmax, std::size_t panels, Put put) {
            kernel::in_lanes<T, L>([&]<class V>(V) __attribute__((always_inline)) {
                for (std::size_t p = 0; p < panels * rows; ++p) {
                    std::size_t const at = p * features * L;
                    T* const e = softmax == nullptr ? nullptr : softmax + at;
                    auto const row = kernel::exponentials<features, V>(x + at, e);
                    V const log_sum = simd::log(row.sum), inverse = simd::broadcast<V>(1) / row.sum;
                    for (std::size_t f = 0; f < features; ++f) {
                        if (e != nullptr) simd::store(e + f * L, simd::load<V>(e + f * L) * inverse);
                        put(0, p * features + f, simd::load<V>(x + at + f * L) - row.largest - log_sum);
                    }
                }
            });
        }
    };
};

}  // namespace staticnn::inline STATICNN_TARGET
