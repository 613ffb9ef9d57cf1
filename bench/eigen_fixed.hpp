#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include "eigen.hpp"
#include "problem.hpp"

/// What hand-written Eigen does when all sizes are constants. Where Eigen offers several ways to the same product, the
/// sizes decide, as measured.
namespace eigen_fixed {

using bench::Activation;

/// Up to this depth Eigen computes a product element by element, unrolled and fused with what comes before and after it.
/// Beyond, the same code falls apart, and Eigen's general product takes over.
inline constexpr int lazy_depth = 16;

/// Over a batch that takes a compiler that makes vectors of Eigen's scalar loops.
#if defined(__clang__)
inline constexpr bool lazy_batches = false;
#else
inline constexpr bool lazy_batches = true;
#endif

/// Weights up to this size stay in the first-level cache.
inline constexpr int small_weight = 4096;

/// Whether weights are stored along their rows. One sample wants that for few outputs or a large matrix; a batch only for
/// a small matrix, whose transpose is then the better factor in the backward pass.
template <int Out, int In, int Samples>
inline constexpr bool weight_by_rows = Samples == 1 ? In > lazy_depth && (Out <= lazy_depth || Out * In > small_weight)
                                                    : std::max(In, Out) <= lazy_depth;

/// Eigen wants vectors stored along their length.
template <int Rows, int Columns, bool by_rows>
using Matrix =
    Eigen::Matrix<float, Rows, Columns, (Columns != 1 && (by_rows || Rows == 1)) ? Eigen::RowMajor : Eigen::ColMajor>;

/// Activations: a feature of all samples lies together, so that whatever the number of features is, a vector holds one
/// feature of many samples.
template <int Features, int Samples>
using Values = Matrix<Features, Samples, true>;

/// y = finish(start + a x)
template <class Y>
void multiply(auto const& a, auto const& x, auto const& start, auto const& finish, Y& y) {
    using A = std::remove_cvref_t<decltype(a)>;
    using X = std::remove_cvref_t<decltype(x)>;
    constexpr int depth = A::ColsAtCompileTime;
    constexpr bool one_sample = Y::ColsAtCompileTime == 1;
    constexpr bool large = A::SizeAtCompileTime > small_weight;
    if constexpr (one_sample ? depth <= lazy_depth || (A::IsRowMajor && large) : lazy_batches && depth <= lazy_depth) {
        y.noalias() = finish(start + a.lazyProduct(x));
    } else if constexpr (!one_sample && lazy_batches && !A::IsRowMajor && X::IsRowMajor && depth % lazy_depth == 0) {
        auto const part = [&](int k) {
            return a.template middleCols<lazy_depth>(k).lazyProduct(x.template middleRows<lazy_depth>(k));
        };
        y.noalias() = start + part(0);
        for (int k = lazy_depth; k < depth - lazy_depth; k += lazy_depth) y.noalias() += part(k);
        y.noalias() = finish(y + part(depth - lazy_depth));
    } else {
        y = start;
        y.noalias() += a * x;
        y = finish(y);
    }
}

inline constexpr auto nothing_more = [](auto const& x) { return x; };

/// One array of parameters with all that Adam needs.
template <class Array>
struct Parameter {
    Array value, gradient, mean, square;

    void reset_optimiser() {
        mean.setZero();
        square.setZero();
    }

    /// Three expressions over pieces that stay in the first-level cache meanwhile.
    void update(float step, float root) {
        constexpr int size = Array::SizeAtCompileTime;
        constexpr int piece = 512;
        int k = 0;
        for (; k + piece <= size; k += piece) update_piece<piece>(k, step, root);
        if constexpr (size % piece > 0) update_piece<size % piece>(k, step, root);
    }

private:
    template <int Size>
    void update_piece(int begin, float step, float root) {
        using Piece = Eigen::Map<Eigen::Array<float, Size, 1>>;
        Piece p{value.data() + begin}, g{gradient.data() + begin}, m{mean.data() + begin}, v{square.data() + begin};
        m += (g - m) * 0.1F;
        v += (g.square() - v) * 0.001F;
        p -= m * step / (v.sqrt() * root + 1e-8F);
    }
};

template <int In, int Out, int Samples>
struct Layer {
    Parameter<Matrix<Out, In, weight_by_rows<Out, In, Samples>>> weight;
    Parameter<Matrix<Out, 1, false>> bias;
    Values<Out, Samples> output, output_gradient;
};

template <class Network, int Samples, class = std::make_index_sequence<Network::widths.size() - 1>>
struct Layers;

template <class Network, int Samples, std::size_t... k>
struct Layers<Network, Samples, std::index_sequence<k...>> {
    using type = std::tuple<Layer<int(Network::widths[k]), int(Network::widths[k + 1]), Samples>...>;
};

}  // namespace eigen_fixed

namespace bench {

template <class Network, std::size_t Samples>
class EigenFixedContestant {
public:
    static constexpr char const* name = "Eigen fixed";

    explicit EigenFixedContestant(Problem const& problem)
        : parameters_{problem.parameters},
          x_{problem.x.data()},
          y_{problem.y.data()} {
        reset();
    }

    void reset() {
        float const* next = parameters_.data();
        auto const start = [&](auto& parameter) {
            auto& value = parameter.value;
            using Array = std::remove_reference_t<decltype(value)>;
            constexpr int rows = Array::RowsAtCompileTime, columns = Array::ColsAtCompileTime;
            value = Eigen::Map<eigen_fixed::Matrix<rows, columns, true> const>{next};
            next += value.size();
            parameter.reset_optimiser();
        };
        for_each_layer([&](auto& layer) { start(layer.weight), start(layer.bias); });
        power1_ = power2_ = 1;
    }

    void forward() {
        run();
        output_ = last().output;
    }

    void feed_back() { x_(0, 0) = output_(0, 0); }

    float step() {
        run();
        auto& difference = last().output_gradient;
        difference = last().output - y_;
        constexpr float count = Samples * Network::widths.back();
        float const loss = difference.squaredNorm() / count;
        difference *= 2 / count;
        run_back<layers - 1>();

        power1_ *= 0.9;
        power2_ *= 0.999;
        auto const step = float(1e-3 / (1 - power1_));
        auto const root = float(1 / std::sqrt(1 - power2_));
        for_each_layer([&](auto& layer) { layer.weight.update(step, root), layer.bias.update(step, root); });
        return loss;
    }

    float output(std::size_t sample, std::size_t feature) const {
        return output_(Eigen::Index(feature), Eigen::Index(sample));
    }

private:
    static constexpr int inputs = Network::widths.front(), outputs = Network::widths.back(), samples = Samples;
    static constexpr int lazy_depth = eigen_fixed::lazy_depth;
    static constexpr std::size_t layers = Network::widths.size() - 1;

    /// Samples come and go one after another: for Eigen, one sample a column.
    template <int Features>
    using Columns = eigen_fixed::Matrix<Features, samples, false>;

    /// A wide input is left as it is, for the general product copies its operands anyway.
    static constexpr bool reorders_input = inputs <= lazy_depth;

    auto& last() { return std::get<layers - 1>(layers_); }

    void for_each_layer(auto const& visit) {
        std::apply([&](auto&... layer) { (visit(layer), ...); }, layers_);
    }

    template <std::size_t k>
    auto const& input_of() const {
        if constexpr (k > 0)
            return std::get<k - 1>(layers_).output;
        else if constexpr (reorders_input)
            return rows_;
        else
            return x_;
    }

    template <std::size_t k = 0>
    void run() {
        if constexpr (k == 0 && reorders_input) rows_ = x_;
        auto& layer = std::get<k>(layers_);
        // With a bias for each row of a batch Eigen has no vectorised tanh.
        constexpr bool activates = k + 1 < layers;
        constexpr bool fused = activates && (Network::activation == Activation::relu || samples == 1);
        auto const finish = [](auto const& sum) {
            if constexpr (fused)
                return activated<Network::activation>(sum);
            else
                return sum;
        };
        auto const multiply = [&](auto const& start) {
            eigen_fixed::multiply(layer.weight.value, input_of<k>(), start, finish, layer.output);
        };
        if constexpr (samples == 1)
            multiply(layer.bias.value);
        else
            multiply(layer.bias.value.template replicate<1, samples>());
        if constexpr (activates && !fused) layer.output = activated<Network::activation>(layer.output);
        if constexpr (k + 1 < layers) run<k + 1>();
    }

    template <std::size_t k>
    void run_back() {
        auto& layer = std::get<k>(layers_);
        auto const& gradient = layer.output_gradient;
        layer.bias.gradient = gradient.rowwise().sum();
        if constexpr (eigen_fixed::lazy_batches && k > 0 && Network::widths[k] > lazy_depth &&
                      Network::widths[k + 1] <= lazy_depth)
            layer.weight.gradient.noalias() = gradient.lazyProduct(input_of<k>().transpose());
        else
            layer.weight.gradient.noalias() = gradient * input_of<k>().transpose();
        if constexpr (k > 0) {
            auto& before = std::get<k - 1>(layers_);
            auto& to = before.output_gradient;
            eigen_fixed::multiply(layer.weight.value.transpose(), gradient, to.Zero(), eigen_fixed::nothing_more, to);
            deactivate<Network::activation>(before.output, to);
            run_back<k - 1>();
        }
    }

    std::vector<float> parameters_;
    Columns<inputs> x_;
    Columns<outputs> y_;
    eigen_fixed::Values<inputs, samples> rows_;
    typename eigen_fixed::Layers<Network, samples>::type layers_;
    Columns<outputs> output_;
    double power1_ = 1;
    double power2_ = 1;
};

}  // namespace bench
