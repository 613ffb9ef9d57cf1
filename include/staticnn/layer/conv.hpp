#pragma once

#include <cstddef>

#include <staticnn/core/generator.hpp>
#include <staticnn/core/pair.hpp>
#include <staticnn/init/kaiming_uniform.hpp>
#include <staticnn/kernel/convolution.hpp>
#include <staticnn/kernel/convolution_gradient.hpp>
#include <staticnn/kernel/convolution_one.hpp>
#include <staticnn/kernel/convolution_step.hpp>
#include <staticnn/meta/layer.hpp>

namespace staticnn {

/// What a convolution may be told, by PyTorch's names: `ConvOptions{.stride = 2, .padding = {0, 1}}`.
struct ConvOptions {
    Pair stride = 1, padding = 0, dilation = 1;
    std::size_t groups = 1;
    bool bias = true;
    bool causal = false;  ///< Conv1d: padded in front alone, so that no output depends on a later input
};

}  // namespace staticnn

namespace staticnn::inline STATICNN_TARGET {

namespace layer {

/// A convolution at its place; W is the weight's shape, PyTorch's.
template <kernel::Convolution C, bool Bias, Shape W>
struct Convolved {
    /// In memory [input of a group][row of the kernel][column][output], then the bias: what is multiplied with the same
    /// inputs lies side by side.
    static constexpr std::size_t bias_offset = C.weights(), storage = C.weights() + (Bias ? C.outputs : 0);
    static constexpr std::size_t multiply_adds = C.weights() * C.output_pixels();

    static constexpr Field weight = [] {
        Field field{.name = "weight", .shape = W, .offset = 0, .stride = {1, C.input_stride()}};
        if (W.rank == 4) field.stride[2] = C.row_stride();
        field.stride[W.rank - 1] = C.outputs;
        return field;
    }();
    static constexpr Field bias{.name = "bias", .shape = {C.outputs}, .offset = bias_offset, .stride = {1}};
    static constexpr auto parameters = [] {
        if constexpr (Bias)
            return Fields{weight, bias};
        else
            return Fields{weight};
    }();

    template <class T>
    static constexpr void initialize(T* p, Generator& generator) {
        constexpr std::size_t fan_in = C.group_inputs() * C.taps();
        init::kaiming_uniform(FieldView(p, weight), fan_in, core::square_root(5.0), generator);
        double const bound = 1 / core::square_root(double(fan_in));
        if constexpr (Bias) init::uniform(FieldView(p, bias), -bound, bound, generator);
    }

    template <std::size_t L, class T, class Put>
    static constexpr void forward(meta::Inference<T> pass, Put put) {
        kernel::convolution<C, Bias, L>(pass.parameters, pass.parameters + bias_offset, pass.x, pass.panels, put);
    }

    template <class T, class Put>
    static constexpr void forward_one(meta::Inference<T> pass, Put put) {
        kernel::convolution_one<C, Bias>(pass.parameters, pass.parameters + bias_offset, pass.x, put);
    }

    template <std::size_t L, class T, class Put>
    static constexpr void backward(meta::Backward<T> pass, Put put) {
        kernel::convolution_back<C, L>(pass.parameters, pass.dy, pass.panels, put);
    }

    template <std::size_t L, class T>
    static constexpr void gradient(meta::Backward<T> pass) {
        kernel::convolution_gradient<C, Bias, L>(pass.x, pass.dy, pass.gradient, pass.samples, pass.add);
    }
};

/// What holds of every convolution: there is something of each, and no size overflows.
constexpr bool has_something(std::size_t in, std::size_t out, Pair kernel, ConvOptions o) {
    return in > 0 && out > 0 && kernel.height > 0 && kernel.width > 0 && o.stride.height > 0 && o.stride.width > 0 &&
           o.dilation.height > 0 && o.dilation.width > 0 && o.groups > 0;
}
constexpr bool divides(std::size_t in, std::size_t out, std::size_t groups) {
    return groups == 0 || (in % groups == 0 && out % groups == 0);
}
constexpr bool is_small(std::size_t in, std::size_t out, Pair kernel, ConvOptions o) {
    constexpr std::size_t most = std::size_t{1} << 24;
    for (std::size_t const n : {in, out, kernel.height, kernel.width, o.stride.height, o.stride.width, o.padding.height,
                                o.padding.width, o.dilation.height, o.dilation.width})
        if (n > most) return false;
    return double(in) * double(out) * double(kernel.height) * double(kernel.width) <= 0x1p40;
}

}  // namespace layer

/// Two-dimensional convolution: each output channel is a weighted sum of a window that slides over all input channels,
/// plus a bias.
///
///     y[o][r][c] = b[o] + Σ x[i][r stride + h dilation - padding][c stride + k dilation - padding] W[o][i][h][k]
///
/// Kernel, stride, padding and dilation are one number, or a pair of height and width: `Conv2d<16, 32, 3>`,
/// `Conv2d<16, 32, Pair{3, 5}, ConvOptions{.stride = {1, 2}, .groups = 2}>`. Channels in different groups know nothing of
/// each other.
///
/// Shapes   x [In, H, W]   weight [Out, In / groups, Kernel]   bias [Out]   y [Out, H', W'],
///          H' = (H + 2 padding - dilation (Kernel - 1) - 1) / stride + 1, rounded down; W' likewise
/// Cost     2 In / groups Kernel² flop for each number of y forward, twice that backward
/// Error    |ŷ - y| ≤ γ Σ|x||W| + |b|, γ = nu / (1 - nu), n = In / groups Kernel² + 1, u = unit roundoff
/// Edges    NaN and infinity spread as the sums say; taps in the padding are left out (one sample alone: multiplied by
///          zero, which shows where a weight is not finite)
/// Rejects  at compile time, an input that is not In planes at least as large as the window without its padding, groups
///          that do not divide In and Out, sizes of zero
/// Source   torch.nn.Conv2d; error: Higham, Accuracy and Stability of Numerical Algorithms (2002), section 3.1
/// Differs  options that PyTorch has and this has not: padding_mode (it pads with zeros), padding by the words valid
///          and same
template <std::size_t In, std::size_t Out, Pair Kernel, ConvOptions Options = ConvOptions{}>
struct Conv2d {
    static constexpr bool holds = layer::has_something(In, Out, Kernel, Options) &&
                                  layer::divides(In, Out, Options.groups) &&
                                  layer::is_small(In, Out, Kernel, Options) && !Options.causal;

    static constexpr kernel::Convolution convolution(Shape x) {
        Pair const stride = Options.stride, padding = Options.padding, dilation = Options.dilation;
        return {.inputs = In,
                .outputs = Out,
                .groups = Options.groups,
                .height = {x[1], Kernel.height, stride.height, padding.height, padding.height, dilation.height},
                .width = {x[2], Kernel.width, stride.width, padding.width, padding.width, dilation.width}};
    }

    static constexpr Shape expects(Shape in) {
        if (!holds) return in.known() ? in : Shape{0, 0, 0};
        if (!in.known()) return {};
        kernel::Convolution const c = convolution(in);
        if (in.rank != 3) return {In, c.height.least(), c.width.least()};
        return {In, in[1] > c.height.least() ? in[1] : c.height.least(),
                in[2] > c.width.least() ? in[2] : c.width.least()};
    }
    static constexpr Shape output(Shape in) {
        if (!holds || !in.known()) return {0, 0, 0};
        kernel::Convolution const c = convolution(in);
        return {Out, c.height.out(), c.width.out()};
    }

    template <Shape X>
    using At =
        layer::Convolved<convolution(X), Options.bias, Shape{Out, In / Options.groups, Kernel.height, Kernel.width}>;

    // Last: clang leaves out what follows an assertion that fails.
    static_assert(layer::has_something(In, Out, Kernel, Options),
                  "Conv2d: In, Out, Kernel, stride, dilation and groups must be at least 1");
    static_assert(layer::divides(In, Out, Options.groups), "Conv2d: groups must divide In and Out");
    static_assert(layer::is_small(In, Out, Kernel, Options), "Conv2d: a size is too large, or negative");
    static_assert(!Options.causal, "Conv2d: causal is for Conv1d");
};

/// One-dimensional convolution, over sequences.
///
///     y[o][t] = b[o] + Σ x[i][t stride + k dilation - padding] W[o][i][k]
///
/// With `causal`, all padding, (Kernel - 1) dilation, lies in front: y is as long as x (at a stride of 1), and no y[t]
/// depends on an x after t. A State then runs it step by step, at a stride of 1: x_t [In], y_t [Out].
///
/// Shapes   x [In, Length]   weight [Out, In / groups, Kernel]   bias [Out]   y [Out, Length'],
///          Length' = (Length + 2 padding - dilation (Kernel - 1) - 1) / stride + 1, rounded down
/// Cost     2 In / groups Kernel flop for each number of y forward, twice that backward
/// Error    as Conv2d
/// Edges    as Conv2d
/// Rejects  as Conv2d; and pairs of numbers, and a padding beside `causal`
/// Source   torch.nn.Conv1d; causal: van den Oord et al., WaveNet, arXiv:1609.03499 (2016)
/// Differs  `causal` is not PyTorch's, and replaces a pad in front by hand; else as Conv2d
template <std::size_t In, std::size_t Out, std::size_t Kernel, ConvOptions Options = ConvOptions{}>
struct Conv1d {
    static constexpr bool is_of_one_number = Options.stride.height == Options.stride.width &&
                                             Options.padding.height == Options.padding.width &&
                                             Options.dilation.height == Options.dilation.width;
    static constexpr bool holds =
        layer::has_something(In, Out, Kernel, Options) && layer::divides(In, Out, Options.groups) &&
        layer::is_small(In, Out, Kernel, Options) && is_of_one_number && !(Options.causal && Options.padding.width > 0);

    static constexpr kernel::Convolution convolution(Shape x) {
        std::size_t const dilation = Options.dilation.width, padding = Options.padding.width;
        return {.inputs = In,
                .outputs = Out,
                .groups = Options.groups,
                .height = {1, 1},
                .width = {x[1], Kernel, Options.stride.width, Options.causal ? (Kernel - 1) * dilation : padding,
                          padding, dilation}};
    }

    static constexpr Shape expects(Shape in) {
        if (!holds) return in.known() ? in : Shape{0, 0};
        if (!in.known()) return {};
        std::size_t const least = convolution(in).width.least();
        return {In, in.rank == 2 && in[1] > least ? in[1] : least};
    }
    static constexpr Shape output(Shape in) {
        if (!holds || !in.known()) return {0, 0};
        return {Out, convolution(in).width.out()};
    }

    template <Shape X>
    using At = layer::Convolved<convolution(X), Options.bias, Shape{Out, In / Options.groups, Kernel}>;

    static constexpr meta::Time time = meta::Time::last;

    /// One step at a time, where it is causal: what it reads of the past is its state.
    struct Step {
        static constexpr Shape expects(Shape) { return {In}; }
        static constexpr Shape output(Shape) { return {Out}; }

        template <Shape>
        struct At : Conv1d::At<Shape{In, 1}> {
            static constexpr kernel::Convolution one = convolution({In, 1});
            static constexpr std::size_t state = kernel::remembered<one>;

            template <class T, class Put>
            static constexpr void step(meta::Inference<T> pass, T* kept, Put put) {
                kernel::convolution_step<one, Options.bias>(pass.parameters, pass.parameters + At::bias_offset, pass.x,
                                                            kept, put);
            }
        };
    };
    template <meta::Time>
        requires(Options.causal && Options.stride.width == 1)
    using OneStep = Step;

    // Last: clang leaves out what follows an assertion that fails.
    static_assert(layer::has_something(In, Out, Kernel, Options),
                  "Conv1d: In, Out, Kernel, stride, dilation and groups must be at least 1");
    static_assert(layer::divides(In, Out, Options.groups), "Conv1d: groups must divide In and Out");
    static_assert(layer::is_small(In, Out, Kernel, Options), "Conv1d: a size is too large, or negative");
    static_assert(is_of_one_number, "Conv1d: one number each for stride, padding and dilation, not a pair");
    static_assert(!(Options.causal && Options.padding.width > 0), "Conv1d: causal knows its own padding");
};

}  // namespace staticnn::inline STATICNN_TARGET
