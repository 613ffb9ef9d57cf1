#pragma once

#include <cstddef>

#include <staticnn/core/generator.hpp>
#include <staticnn/init/kaiming_uniform.hpp>
#include <staticnn/kernel/affine.hpp>
#include <staticnn/kernel/affine_one.hpp>
#include <staticnn/kernel/affine_samples.hpp>
#include <staticnn/kernel/outer.hpp>
#include <staticnn/meta/layer.hpp>

namespace staticnn::inline STATICNN_TARGET {

/// Fully connected layer: each output is a weighted sum of all inputs, plus a bias.
///
///     y = x Wᵀ + b      dx = dy W      dW = dyᵀ x      db = Σ dy
///
/// Shapes   x [.., In]   weight [Out, In]   bias [Out]   y [.., Out]: each row of a sample by itself, by the same weights
/// Cost     2 In Out flop a row forward, 4 In Out backward; Out (In + Bias) parameters
/// Error    |ŷ - y| ≤ γ (|x||W|ᵀ + |b|), γ = nu / (1 - nu), n = In + 1, u = unit roundoff
/// Edges    NaN and infinity spread as the sums say
/// Rejects  at compile time, an input whose last extent is not In
/// Source   torch.nn.Linear; error: Higham, Accuracy and Stability of Numerical Algorithms (2002), section 3.1
/// Differs  nothing
template <std::size_t In, std::size_t Out, bool Bias = true>
struct Linear {
    static constexpr Shape expects(Shape in) { return in.with_last(In); }
    static constexpr Shape output(Shape in) { return in.with_last(Out); }
    static constexpr bool each_last_extent = true;

    template <Shape X>
    struct At {
        /// How many rows of In features a sample has.
        static constexpr std::size_t rows = X.rows();

        /// In memory [in][out], in rows padded with zeros; the bias is one more row. See docs/design.md.
        static constexpr std::size_t pitch = kernel::padded(Out);
        static constexpr kernel::Matrix matrix{.inputs = In, .outputs = Out, .input_stride = pitch, .output_stride = 1};
        static constexpr std::size_t bias_offset = In * pitch;
        /// A last register of 16 lanes may reach 8 numbers past a row of 24, 40, ...
        static constexpr std::size_t storage = (In + Bias) * pitch + (pitch > 16 && pitch % 16 != 0 ? 8 : 0);
        static constexpr std::size_t multiply_adds = rows * storage;
        static constexpr std::size_t scratch = rows * kernel::outer_scratch(matrix);

        static constexpr Field weight{.name = "weight", .shape = {Out, In}, .offset = 0, .stride = {1, pitch}};
        static constexpr Field bias{.name = "bias", .shape = {Out}, .offset = bias_offset, .stride = {1}};
        static constexpr auto parameters = [] {
            if constexpr (Bias)
                return Fields{weight, bias};
            else
                return Fields{weight};
        }();

        template <class T>
        static constexpr void initialize(T* p, Generator& generator) {
            init::kaiming_uniform(FieldView(p, weight), In, core::square_root(5.0), generator);
            double const bound = 1 / core::square_root(double(In));
            if constexpr (Bias) init::uniform(FieldView(p, bias), -bound, bound, generator);
        }

        template <std::size_t L, class T, class Put>
        static constexpr void forward(meta::Inference<T> pass, Put put) {
            kernel::affine<matrix, Bias, L>(pass.parameters, pass.parameters + bias_offset, pass.x, pass.panels * rows,
                                            kernel::put_rows<rows, Out>(put));
        }

        template <class T, class Put>
        static constexpr void forward_one(meta::Inference<T> pass, Put put) {
            T const* const bias_row = pass.parameters + bias_offset;
            if constexpr (rows == 1)
                kernel::affine_one<matrix, Bias>(pass.parameters, bias_row, pass.x, put);
            else  // in this order: what reaches past the end of a row is written over by the next
                for (std::size_t row = 0; row < rows; ++row)
                    kernel::affine_one<matrix, Bias>(pass.parameters, bias_row, pass.x + row * In,
                                                     kernel::PutRow<Put>{put, row * Out});
        }

        template <std::size_t L>
        static constexpr bool reads_samples = rows == 1 && kernel::reads_samples<matrix, L>;

        template <std::size_t L, class T, class Put>
        static constexpr void from_samples(meta::Inference<T> pass, kernel::Samples<T> samples, std::size_t count,
                                           Put put) {
            kernel::affine_samples<matrix, Bias, L>(pass.parameters, pass.parameters + bias_offset, samples, count,
                                                    put);
        }

        template <std::size_t L, class T, class Put>
        static constexpr void backward(meta::Backward<T> pass, Put put) {
            kernel::affine<matrix.transposed(), false, L>(pass.parameters, pass.parameters, pass.dy, pass.panels * rows,
                                                          kernel::put_rows<rows, In>(put));
        }

        template <std::size_t L, class T>
        static constexpr void gradient(meta::Backward<T> pass) {
            kernel::outer<matrix, Bias, L, rows>(pass.x, pass.dy, pass.gradient, pass.scratch, pass.samples, pass.add);
        }

        template <std::size_t L, class T>
        static constexpr void gradient_from_samples(meta::Backward<T> pass, kernel::Samples<T> samples) {
            kernel::outer_samples<matrix, Bias, L>(samples, pass.dy, pass.gradient, pass.scratch, pass.samples,
                                                   pass.add);
        }
    };

    // Last: clang leaves out what follows an assertion that fails.
    static_assert(In > 0 && Out > 0, "Linear: In and Out must be at least 1");
};

/// A Linear whose number of inputs is what comes.
///
/// Shapes   as Linear, with In the last extent of x
/// Cost     as Linear
/// Rejects  at compile time, to stand first, unless an Input stands before it
/// Source   torch.nn.LazyLinear
/// Differs  the number of inputs is known at compile time, so no first batch is needed: parameters are initialised with
///          the model's
template <std::size_t Out, bool Bias = true>
struct LazyLinear {
    static constexpr Shape expects(Shape in) { return in; }
    static constexpr Shape output(Shape in) { return in.with_last(Out); }
    static constexpr bool each_last_extent = true;

    template <Shape X>
    using At = typename Linear<X.last(), Out, Bias>::template At<X>;
};

}  // namespace staticnn::inline STATICNN_TARGET
