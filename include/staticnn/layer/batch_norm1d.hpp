#pragma once

#include <cstddef>
#include <cstdint>

#include <staticnn/core/elementary.hpp>
#include <staticnn/core/generator.hpp>
#include <staticnn/kernel/column.hpp>
#include <staticnn/meta/layer.hpp>

namespace staticnn::inline STATICNN_TARGET {

/// Normalises each feature over the samples of a batch, then scales and shifts it.
///
///     y = (x - mean) / √(var + 1e-5) · weight + bias
///     dx = weight / √(var + 1e-5) · (dy - mean(dy) - x̂ mean(dy x̂)),  x̂ the normalised x
///
/// In training, mean and var are those of the batch, and running_mean and running_var move by a tenth towards them
/// (towards the unbiased variance); inference uses the running ones.
///
/// Shapes   x [Features]   weight, bias, running_mean, running_var [Features]   num_batches_tracked: one number
/// Cost     inference 2 flop a number; training reads the batch three times forward and three times backward; 2 Features
///          parameters
/// Edges    NaN or infinity in one sample spreads over the feature in the whole batch
/// Rejects  at compile time, an input that is not a vector of Features; training on one sample, and on more samples
///          than the trainer's capacity (of a span, as an Error)
/// Source   torch.nn.BatchNorm1d; Ioffe & Szegedy, Batch Normalization, ICML 2015
/// Differs  eps is 1e-5 and momentum 0.1; options that PyTorch has and this has not: eps, momentum, affine,
///          track_running_stats; no input of [Features, Length]; a batch is never parted, so it is no larger than the
///          trainer's capacity
template <std::size_t Features>
struct BatchNorm1d {
    static constexpr Shape expects(Shape) { return {Features}; }

    template <meta::Time>
    using OneStep = BatchNorm1d;

    template <Shape X>
    struct At {
        static constexpr double eps = 1e-5, momentum = 0.1;

        static constexpr std::size_t storage = 2 * Features, buffer_storage = 2 * Features;
        static constexpr Fields parameters{
            Field{.name = "weight", .shape = {Features}, .offset = 0, .stride = {1}},
            Field{.name = "bias", .shape = {Features}, .offset = Features, .stride = {1}}};
        static constexpr Fields buffers{
            Field{.name = "running_mean", .shape = {Features}, .offset = 0, .stride = {1}},
            Field{.name = "running_var", .shape = {Features}, .offset = Features, .stride = {1}}};
        static constexpr Fields counters{Field{.name = "num_batches_tracked", .shape = {}, .offset = 0, .stride = {}}};

        static constexpr std::size_t batch_memory = 4 * Features;
        static constexpr bool couples_samples = true;
        static constexpr std::size_t minimum_samples = 2;

        template <class T>
        static constexpr void initialize(T* p, Generator&) {
            for (std::size_t f = 0; f < Features; ++f) p[f] = 1;
        }
        template <class T>
        static constexpr void initialize_buffers(T* b) {
            for (std::size_t f = 0; f < Features; ++f) b[Features + f] = 1;
        }

        template <std::size_t L, class T, class Put>
        static constexpr void forward(meta::Inference<T> pass, Put put) {
            for (std::size_t f = 0; f < Features; ++f) {
                T const scale = pass.parameters[f] / core::square_root(pass.buffers[Features + f] + T(eps));
                T const shift = pass.parameters[Features + f] - pass.buffers[f] * scale;
                scale_and_shift<L>(pass.x, f, scale, shift, pass.panels, put);
            }
        }

        template <std::size_t L, class T, class Put>
        static constexpr void train(meta::Training<T> pass, Put put) {
            Memory<T> const memory{pass.batch_memory};
            T const n = T(pass.samples);
            for (std::size_t f = 0; f < Features; ++f) {
                T const mean =
                    kernel::sum_over_samples<Features, L, T>(
                        f, pass.samples, [x = pass.x]<class V>(V, std::size_t at) { return simd::load<V>(x + at); }) /
                    n;
                T const squares = kernel::sum_over_samples<Features, L, T>(
                    f, pass.samples, [x = pass.x, mean]<class V>(V, std::size_t at) {
                        V const distance = simd::load<V>(x + at) - simd::broadcast<V>(mean);
                        return distance * distance;
                    });
                memory.mean()[f] = mean;
                memory.inverse()[f] = 1 / core::square_root(squares / n + T(eps));
                T const scale = pass.parameters[f] * memory.inverse()[f];
                T const shift = pass.parameters[Features + f] - mean * scale;
                scale_and_shift<L>(pass.x, f, scale, shift, pass.panels, put);
                T& running_mean = pass.buffers[f];
                T& running_var = pass.buffers[Features + f];
                running_mean = T(1 - momentum) * running_mean + T(momentum) * mean;
                running_var = T(1 - momentum) * running_var + T(momentum) * (squares / (n - 1));
            }
            ++pass.counters[0];
        }

        template <std::size_t L, class T>
        static constexpr void prepare_backward(meta::Backward<T> pass) {
            Memory<T> const memory{pass.batch_memory};
            for (std::size_t f = 0; f < Features; ++f) {
                T const mean = memory.mean()[f], inverse = memory.inverse()[f];
                T const sum = kernel::sum_over_samples<Features, L, T>(
                    f, pass.samples, [dy = pass.dy]<class V>(V, std::size_t at) { return simd::load<V>(dy + at); });
                T const dot = kernel::sum_over_samples<Features, L, T>(
                    f, pass.samples, [x = pass.x, dy = pass.dy, mean, inverse]<class V>(V, std::size_t at) {
                        V const normalised =
                            (simd::load<V>(x + at) - simd::broadcast<V>(mean)) * simd::broadcast<V>(inverse);
                        return simd::load<V>(dy + at) * normalised;
                    });
                memory.sum()[f] = sum;
                memory.dot()[f] = dot;
            }
        }

        template <std::size_t L, class T>
        static constexpr void gradient(meta::Backward<T> pass) {
            Memory<T> const memory{pass.batch_memory};
            for (std::size_t f = 0; f < Features; ++f) {
                T& dweight = pass.gradient[f];
                T& dbias = pass.gradient[Features + f];
                dweight = pass.add ? dweight + memory.dot()[f] : memory.dot()[f];
                dbias = pass.add ? dbias + memory.sum()[f] : memory.sum()[f];
            }
        }

        template <std::size_t L, class T, class Put>
        static constexpr void backward(meta::Backward<T> pass, Put put) {
            Memory<T> const memory{pass.batch_memory};
            T const n = T(pass.samples);
            kernel::in_lanes<T, L>([&]<class V>(V) {
                for (std::size_t p = 0; p < pass.panels; ++p)
                    for (std::size_t f = 0; f < Features; ++f) {
                        std::size_t const at = (p * Features + f) * L;
                        V const inverse = simd::broadcast<V>(memory.inverse()[f]);
                        V const normalised =
                            (simd::load<V>(pass.x + at) - simd::broadcast<V>(memory.mean()[f])) * inverse;
                        V const centred = simd::load<V>(pass.dy + at) - simd::broadcast<V>(memory.sum()[f] / n) -
                                          normalised * simd::broadcast<V>(memory.dot()[f] / n);
                        V const dx = centred * inverse * simd::broadcast<V>(pass.parameters[f]);
                        put(p, f, kernel::real_samples_only(dx, p, pass.samples));
                    }
            });
        }

    private:
        /// What the forward pass leaves for the backward pass, and `prepare_backward` for the two that follow.
        template <class T>
        struct Memory {
            T* first;
            constexpr T* mean() const { return first; }
            constexpr T* inverse() const { return first + Features; }  ///< 1 / √(var + eps)
            constexpr T* sum() const { return first + 2 * Features; }  ///< Σ dy
            constexpr T* dot() const { return first + 3 * Features; }  ///< Σ dy x̂
        };

        /// One feature of all panels.
        template <std::size_t L, class T, class Put>
        static constexpr void scale_and_shift(T const* x, std::size_t f, T scale, T shift, std::size_t panels,
                                              Put put) {
            kernel::in_lanes<T, L>([&]<class V>(V) {
                for (std::size_t p = 0; p < panels; ++p)
                    put(p, f,
                        simd::multiply_add(simd::load<V>(x + (p * Features + f) * L), simd::broadcast<V>(scale),
                                           simd::broadcast<V>(shift)));
            });
        }
    };

    // Last: clang leaves out what follows an assertion that fails.
    static_assert(Features > 0, "BatchNorm1d: Features must be at least 1");
};

}  // namespace staticnn::inline STATICNN_TARGET
