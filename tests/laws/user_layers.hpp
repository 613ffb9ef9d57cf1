#pragma once

#include <cmath>
#include <cstddef>
#include <type_traits>

#include <staticnn/staticnn.hpp>

/// Layers that a user of the library might write, with no edit of it.
namespace user {

namespace nn = staticnn;

/// y = x³: elementwise, and its gradient cannot be told from the result.
struct Cube {
    static constexpr bool gradient_needs_input = true;

    template <class V>
    static constexpr V value(V x) {
        return x * x * x;
    }
    template <class V>
    static constexpr V gradient(V x, V dy) {
        V const d = x * x * dy;
        return d + d + d;
    }
};

/// y = ln x: what a panel holds past its last sample must not be a zero.
struct Log {
    static constexpr bool gradient_needs_input = true;

    template <class V>
    static constexpr V value(V x) {
        if constexpr (std::is_arithmetic_v<V>) {
            return std::log(x);
        } else {
            for (std::size_t l = 0; l < nn::simd::lane_count<V>; ++l) x[l] = std::log(x[l]);
            return x;
        }
    }
    template <class V>
    static constexpr V gradient(V x, V dy) {
        return dy / x;
    }
};

/// y = scale x: one parameter a feature.
template <std::size_t Features>
struct Scale {
    static constexpr nn::Shape expects(nn::Shape) { return {Features}; }

    template <nn::Shape X>
    struct At {
        static constexpr std::size_t storage = Features;
        static constexpr nn::Fields parameters{
            nn::Field{.name = "scale", .shape = {Features}, .offset = 0, .stride = {1}}};

        template <class T>
        static constexpr void initialize(T* p, nn::Generator&) {
            for (std::size_t f = 0; f < Features; ++f) p[f] = 1;
        }

        template <std::size_t L, class T, class Put>
        static constexpr void forward(nn::meta::Inference<T> pass, Put put) {
            times_scale<L>(pass.x, pass.parameters, pass.panels, put);
        }

        template <std::size_t L, class T>
        static constexpr void gradient(nn::meta::Backward<T> pass) {
            for (std::size_t f = 0; f < Features; ++f) {
                T const sum =
                    nn::kernel::sum_over_samples<Features, L, T>(f, pass.samples, [&]<class V>(V, std::size_t at) {
                        return nn::simd::load<V>(pass.x + at) * nn::simd::load<V>(pass.dy + at);
                    });
                pass.gradient[f] = pass.add ? pass.gradient[f] + sum : sum;
            }
        }

        template <std::size_t L, class T, class Put>
        static constexpr void backward(nn::meta::Backward<T> pass, Put put) {
            times_scale<L>(pass.dy, pass.parameters, pass.panels, put);
        }

    private:
        template <std::size_t L, class T, class Put>
        static constexpr void times_scale(T const* x, T const* scale, std::size_t panels, Put put) {
            nn::kernel::in_lanes<T, L>([&]<class V>(V) {
                for (std::size_t p = 0; p < panels; ++p)
                    for (std::size_t f = 0; f < Features; ++f)
                        put(p, f, nn::simd::load<V>(x + (p * Features + f) * L) * nn::simd::broadcast<V>(scale[f]));
            });
        }
    };
};

}  // namespace user
