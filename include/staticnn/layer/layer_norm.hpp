#pragma once

#include <cstddef>

#include <staticnn/core/elementary.hpp>
#include <staticnn/core/generator.hpp>
#include <staticnn/kernel/row.hpp>
#include <staticnn/meta/layer.hpp>

namespace staticnn::inline STATICNN_TARGET {

/// Normalises each row of numbers to mean 0 and variance 1, then scales and shifts each feature.
///
///     y = x̂ weight + bias,  x̂ = (x - mean) / √(var + 1e-5),  mean and var over the row, var the biased one
///     dx = (g - mean(g) - x̂ mean(g x̂)) / √(var + 1e-5),  g = dy weight      dweight = Σ dy x̂      dbias = Σ dy
///
/// Shapes   x and y [.., F]   weight, bias [F], 1 and 0 in the beginning
/// Cost     reads a row three times forward, one square root and one division a row; in training two numbers a row are
///          kept until the backward pass, which reads it four times; 2 F parameters
/// Error    x̂ to (F + 10) u of √F, u = unit roundoff, where x is not much smaller in spread than in size
/// Edges    a row of equal numbers makes the bias; NaN or infinity in a row makes it NaN, and no other row
/// Rejects  at compile time, an input whose last extent is not F
/// Source   torch.nn.LayerNorm(F); Ba, Kiros & Hinton, Layer Normalization, arXiv:1607.06450 (2016)
/// Differs  eps is 1e-5; options that PyTorch has and this has not: a normalized_shape of several extents, eps,
///          elementwise_affine
template <std::size_t F>
struct LayerNorm {
    static constexpr Shape expects(Shape in) { return in.with_last(F); }
    static constexpr bool each_last_extent = true;

    template <Shape X>
    struct At {
        static constexpr double eps = 1e-5;
        static constexpr std::size_t rows = X.rows();

        static constexpr std::size_t storage = 2 * F;
        static constexpr Fields parameters{Field{.name = "weight", .shape = {F}, .offset = 0, .stride = {1}},
                                           Field{.name = "bias", .shape = {F}, .offset = F, .stride = {1}}};
        static constexpr std::size_t sample_memory = 2 * rows;

        template <class T>
        static constexpr void initialize(T* p, Generator&) {
            for (std::size_t f = 0; f < F; ++f) p[f] = 1;
        }

        template <std::size_t L, class T, class Put>
        static constexpr void forward(meta::Inference<T> pass, Put put) {
            kernel::in_lanes<T, L>([&]<class V>(V) __attribute__((always_inline)) {
                for (std::size_t p = 0; p < pass.panels * rows; ++p) {
                    Row<T, V> const row{pass.x + p * F * L};
                    normalise(row, Statistics<V>(row), pass.parameters, p, put);
                }
            });
        }

        template <class T, class Put>
        static constexpr void forward_one(meta::Inference<T> pass, Put put) {
            for (std::size_t r = 0; r < rows; ++r) {
                T const* const x = pass.x + r * F;
                T const sum =
                    kernel::sum_of_one<F, T>([x]<class V>(V so_far, std::size_t k) __attribute__((always_inline)) {
                        return so_far + simd::load<V>(x + k);
                    });
                T const mean = simd::rounded(sum * part<T>);
                T const squares = kernel::sum_of_one<F, T>(
                    [x, mean]<class V>(V so_far, std::size_t k) __attribute__((always_inline)) {
                        V const distance = simd::load<V>(x + k) - simd::broadcast<V>(mean);
                        return simd::multiply_add(distance, distance, so_far);
                    });
                T const inverse = 1 / core::square_root(simd::multiply_add(squares, part<T>, T(eps)));
                kernel::cover_features<F, T>([&]<class V>(V, std::size_t k) __attribute__((always_inline)) {
                    V const distance = simd::load<V>(x + k) - simd::broadcast<V>(mean);
                    put(r * F + k,
                        simd::multiply_add(distance * simd::broadcast<V>(inverse), simd::load<V>(pass.parameters + k),
                                           simd::load<V>(pass.parameters + F + k)));
                });
            }
        }

        template <std::size_t L, class T, class Put>
        static constexpr void train(meta::Training<T> pass, Put put) {
            kernel::in_lanes<T, L>([&]<class V>(V) __attribute__((always_inline)) {
                for (std::size_t p = 0; p < pass.panels * rows; ++p) {
                    Row<T, V> const row{pass.x + p * F * L};
                    Statistics<V> const statistics(row);
                    simd::store(pass.sample_memory + p * 2 * L, statistics.mean);
                    simd::store(pass.sample_memory + p * 2 * L + L, statistics.inverse);
                    normalise(row, statistics, pass.parameters, p, put);
                }
            });
        }

        /// A few features at a time, so that a row's statistics are read once for all of them.
        template <std::size_t L, class T>
        static constexpr void gradient(meta::Backward<T> pass) {
            constexpr std::size_t most = F < 4 ? F : 4, rest = F % most;
            kernel::in_lanes<T, L>([&]<class V>(V) __attribute__((always_inline)) {
                for (std::size_t f = 0; f + most <= F; f += most) gradient_of<most, V>(pass, f);
                if constexpr (rest != 0) gradient_of<rest, V>(pass, F - rest);
            });
        }

        template <std::size_t L, class T, class Put>
        static constexpr void backward(meta::Backward<T> pass, Put put) {
            kernel::in_lanes<T, L>([&]<class V>(V) __attribute__((always_inline)) {
                for (std::size_t p = 0; p < pass.panels * rows; ++p) {
                    Row<T, V> const x{pass.x + p * F * L}, dy{pass.dy + p * F * L};
                    Statistics<V> const statistics(pass.sample_memory + p * 2 * L);
                    auto const g = [&](std::size_t f) __attribute__((always_inline)) {
                        return simd::rounded(dy(f) * simd::broadcast<V>(pass.parameters[f]));
                    };
                    V const sum = kernel::sum_features<F, V>(
                        [&](V so_far, std::size_t f) __attribute__((always_inline)) { return so_far + g(f); });
                    V const dot =
                        kernel::sum_features<F, V>([&](V so_far, std::size_t f) __attribute__((always_inline)) {
                            return simd::multiply_add(g(f), statistics.normalised(x(f)), so_far);
                        });
                    V const mean_g = simd::rounded(sum * simd::broadcast<V>(part<T>));
                    V const minus_mean_dot = simd::rounded(dot * simd::broadcast<V>(-part<T>));
                    for (std::size_t f = 0; f < F; ++f) {
                        V const centred =
                            simd::multiply_add(statistics.normalised(x(f)), minus_mean_dot, g(f) - mean_g);
                        V const dx = simd::rounded(centred * statistics.inverse);
                        put(0, p * F + f, kernel::real_samples_only(dx, p / rows, pass.samples));
                    }
                }
            });
        }

    private:
        template <class T>
        static constexpr T part = T(1) / T(F);

        /// A row of a panel.
        template <class T, class V>
        struct Row {
            T const* first;

            [[gnu::always_inline]] constexpr V operator()(std::size_t f) const {
                return simd::load<V>(first + f * simd::lane_count<V>);
            }
        };

        /// Mean and 1 / √(var + eps) of a row.
        template <class V>
        struct Statistics {
            using T = simd::Scalar<V>;
            V mean, inverse;

            [[gnu::always_inline]] constexpr explicit Statistics(Row<T, V> row) {
                V const sum = kernel::sum_features<F, V>(
                    [row](V so_far, std::size_t f) __attribute__((always_inline)) { return so_far + row(f); });
                mean = simd::rounded(sum * simd::broadcast<V>(part<T>));
                V const squares =
                    kernel::sum_features<F, V>([row, this](V so_far, std::size_t f) __attribute__((always_inline)) {
                        V const distance = row(f) - mean;
                        return simd::multiply_add(distance, distance, so_far);
                    });
                V const variance = simd::multiply_add(squares, simd::broadcast<V>(part<T>), simd::broadcast<V>(T(eps)));
                inverse = simd::broadcast<V>(1) / simd::square_root(variance);
            }
            /// Those that `train` has left.
            [[gnu::always_inline]] constexpr explicit Statistics(T const* kept)
                : mean(simd::load<V>(kept)),
                  inverse(simd::load<V>(kept + simd::lane_count<V>)) {}

            [[gnu::always_inline]] constexpr V normalised(V x) const { return simd::rounded((x - mean) * inverse); }
        };

        template <class T, class V, class Put>
        [[gnu::always_inline]] static constexpr void normalise(Row<T, V> row, Statistics<V> const& statistics,
                                                               T const* scales, std::size_t p, Put put) {
            for (std::size_t f = 0; f < F; ++f)
                put(0, p * F + f,
                    simd::multiply_add(statistics.normalised(row(f)), simd::broadcast<V>(scales[f]),
                                       simd::broadcast<V>(scales[F + f])));
        }

        /// The gradients of N features from `first` on.
        template <std::size_t N, class V, class T>
        [[gnu::always_inline]] static constexpr void gradient_of(meta::Backward<T> const& pass, std::size_t first) {
            constexpr std::size_t L = simd::lane_count<V>;
            V dot[N], sum[N];
            for (std::size_t n = 0; n < N; ++n) dot[n] = sum[n] = V{};
            for (std::size_t p = 0; p < pass.panels * rows; ++p) {
                Row<T, V> const x{pass.x + p * F * L}, dy{pass.dy + p * F * L};
                Statistics<V> const statistics(pass.sample_memory + p * 2 * L);
                for (std::size_t n = 0; n < N; ++n) {
                    // Of copies of an infinite sample x̂ is NaN.
                    V const normalised =
                        kernel::real_samples_only(statistics.normalised(x(first + n)), p / rows, pass.samples);
                    dot[n] = simd::multiply_add(normalised, dy(first + n), dot[n]);
                    sum[n] = sum[n] + dy(first + n);
                }
            }
            for (std::size_t n = 0; n < N; ++n) {
                T& dweight = pass.gradient[first + n];
                T& dbias = pass.gradient[F + first + n];
                dweight = pass.add ? dweight + simd::sum(dot[n]) : simd::sum(dot[n]);
                dbias = pass.add ? dbias + simd::sum(sum[n]) : simd::sum(sum[n]);
            }
        }
    };

    // Last: clang leaves out what follows an assertion that fails.
    static_assert(F > 0, "LayerNorm: F must be at least 1");
};

}  // namespace staticnn::inline STATICNN_TARGET
