#pragma once

#include <cstddef>

#include <staticnn/core/pair.hpp>
#include <staticnn/core/shape.hpp>
#include <staticnn/kernel/max_pool.hpp>
#include <staticnn/meta/layer.hpp>

namespace staticnn {

/// What a pooling may be told, by PyTorch's names; a stride of 0 is that of the kernel.
struct PoolOptions {
    Pair stride = 0, padding = 0;
};

}  // namespace staticnn

namespace staticnn::inline STATICNN_TARGET {

/// The largest number of each window of each channel; windows lie side by side, unless a stride says otherwise.
///
///     y[c][i][j] = max x[c][i stride + h - padding][j stride + k - padding]
///     dx: each window's dy goes to its first largest number
///
/// Kernel, stride and padding are one number, or a pair of height and width: `MaxPool2d<2>`,
/// `MaxPool2d<Pair{1, 3}, PoolOptions{.stride = 2, .padding = {0, 1}}>`.
///
/// Shapes   x [C, H, W]   y [C, H', W'], H' = (H + 2 padding - Kernel) / stride + 1, rounded down; W' likewise
/// Cost     a comparison for each number of each window; training keeps which one was taken, a number for each of y
/// Error    none
/// Edges    NaN is larger than all numbers, and the last NaN of a window gets the gradient; what lies in the padding is
///          never taken; gradients of windows that overlap add up
/// Rejects  at compile time, an input that is not planes at least as large as the window without its padding, a padding
///          of more than half the kernel, sizes of zero
/// Source   torch.nn.MaxPool2d
/// Differs  options that PyTorch has and this has not: dilation, return_indices, ceil_mode
template <Pair Kernel, PoolOptions Options = PoolOptions{}>
struct MaxPool2d {
    static constexpr Pair stride{Options.stride.height > 0 ? Options.stride.height : Kernel.height,
                                 Options.stride.width > 0 ? Options.stride.width : Kernel.width};
    static constexpr bool has_something = Kernel.height > 0 && Kernel.width > 0;
    static constexpr bool padding_fits =
        Options.padding.height <= Kernel.height / 2 && Options.padding.width <= Kernel.width / 2;
    static constexpr std::size_t most = std::size_t{1} << 24;
    static constexpr bool is_small =
        Kernel.height <= most && Kernel.width <= most && stride.height <= most && stride.width <= most;
    static constexpr bool holds = has_something && padding_fits && is_small;

    static constexpr kernel::Pool pool(Shape x) {
        Pair const padding = Options.padding;
        return {.channels = x[0],
                .height = {x[1], Kernel.height, stride.height, padding.height, padding.height},
                .width = {x[2], Kernel.width, stride.width, padding.width, padding.width}};
    }

    static constexpr Shape expects(Shape in) {
        if (!holds) return in.known() ? in : Shape{0, 0, 0};
        if (!in.known()) return {};
        kernel::Pool const p = pool(in);
        if (in.rank != 3) return {in[0], p.height.least(), p.width.least()};
        return {in[0], in[1] > p.height.least() ? in[1] : p.height.least(),
                in[2] > p.width.least() ? in[2] : p.width.least()};
    }
    static constexpr Shape output(Shape in) {
        if (!holds || !in.known()) return {0, 0, 0};
        kernel::Pool const p = pool(in);
        return {in[0], p.height.out(), p.width.out()};
    }

    template <Shape X>
    struct At {
        static constexpr kernel::Pool here = pool(X);
        static constexpr std::size_t sample_memory = here.outputs();  ///< the number of the tap that was taken
        static constexpr std::size_t multiply_adds = here.outputs() * here.height.kernel * here.width.kernel;

        template <std::size_t L, class T, class Put>
        static constexpr void forward(meta::Inference<T> pass, Put put) {
            kernel::max_pool<here, false, L, T>(pass.x, nullptr, pass.panels, put);
        }

        template <class T, class Put>
        static constexpr void forward_one(meta::Inference<T> pass, Put put) {
            kernel::max_pool_one<here>(pass.x, put);
        }

        template <std::size_t L, class T, class Put>
        static constexpr void train(meta::Training<T> pass, Put put) {
            kernel::max_pool<here, true, L, T>(pass.x, pass.sample_memory, pass.panels, put);
        }

        template <std::size_t L, class T, class Put>
        static constexpr void backward(meta::Backward<T> pass, Put put) {
            kernel::max_pool_back<here, L>(pass.dy, pass.sample_memory, pass.panels, put);
        }
    };

    // Last: clang leaves out what follows an assertion that fails.
    static_assert(has_something, "MaxPool2d: Kernel must be at least 1");
    static_assert(padding_fits, "MaxPool2d: a padding may be half the kernel at most");
    static_assert(is_small, "MaxPool2d: a size is too large, or negative");
};

}  // namespace staticnn::inline STATICNN_TARGET
