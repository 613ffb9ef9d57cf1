#pragma once

#include <cstddef>
#include <cstdint>
#include <type_traits>

#include <staticnn/core/result.hpp>
#include <staticnn/core/target.hpp>
#include <staticnn/kernel/pack.hpp>
#include <staticnn/meta/loss.hpp>
#include <staticnn/simd/exp.hpp>
#include <staticnn/simd/log1p.hpp>
#include <staticnn/simd/vec.hpp>

namespace staticnn::inline STATICNN_TARGET {

/// What the targets of a CrossEntropyLoss are: std::int32_t, or numbers of the network's type in the shape of its output.
struct ClassNumbers {};
struct ClassProbabilities {};

/// In place of class weights, where every class counts alike.
struct EqualWeights {};

/// Softmax and cross entropy at once: how far the network's outputs, taken as the logarithms of probabilities but for
/// their sum, are from the classes of the targets.
///
///     nn::CrossEntropyLoss{}      nn::CrossEntropyLoss{.label_smoothing = 0.1}
///     nn::CrossEntropyLoss{.weight = nn::Tensor<float, 3>{1, 2, 5}}      nn::CrossEntropyLoss<nn::ClassProbabilities>{}
///
///     p_c = e^y_c / Σ e^y      loss = -Σ_c q_c ln p_c      dy_c = p_c Σ q - q_c
///     q_c = weight_c ((1 - label_smoothing) t_c + label_smoothing / C),  t_c = 1 for the target's class and else 0, or
///     its probability. Reduction::mean divides by the sum of weight_t, or, for probabilities, by the number of targets
///
/// Shapes   y [C, ...], classes first; t [...]: one number for y [C], `Tensor<std::int32_t, N>` for N samples; for
///          probabilities that of y. Alone, outputs are [N, C, ...], or [C] for one sample
/// Cost     one exponential and some 15 operations a value with its gradient, a logarithm and two divisions a target
/// Error    a class's loss is as near to ln(1 + Σ of the others) where that is small as where it is large
/// Edges    targets of `ignore_index` count for nothing and their dy is zero; of nothing else, the mean is NaN. A number
///          that is no class is an Error in `step` and `fit`; alone, it makes all of the loss, and the dy of its sample,
///          NaN. So do NaN and +infinity in y. An output that is e^-69 (e^-667 in double) times as likely as the largest
///          has p = 0
/// Rejects  at compile time, another number of weights than classes, and targets of another shape or type
/// Source   torch.nn.CrossEntropyLoss
/// Differs  class numbers are std::int32_t, of PyTorch int64, and whether targets are numbers or probabilities is part
///          of the type; a number that is no class is an Error where PyTorch throws; the smallest p become zero: see
///          Edges; options that PyTorch has and this has not: reduction none
template <class Targets = ClassNumbers, class Weight = EqualWeights>
struct CrossEntropyLoss {
    Weight weight{};
    std::int32_t ignore_index = -100;  ///< for class numbers only
    Reduction reduction = Reduction::mean;
    double label_smoothing = 0;

    static constexpr bool of_numbers = std::is_same_v<Targets, ClassNumbers>;
    static_assert(of_numbers || std::is_same_v<Targets, ClassProbabilities>,
                  "CrossEntropyLoss: targets are ClassNumbers or ClassProbabilities");

    template <class T>
    using target_type = std::conditional_t<of_numbers, std::int32_t, T>;
    static constexpr Shape target(Shape output) { return of_numbers ? output.without_first() : output; }

    /// An Error if a target is no class and not to be ignored.
    template <Shape Output>
    constexpr Result<void> check(std::int32_t const* t) const
        requires of_numbers
    {
        constexpr std::size_t classes = Of<Output>::classes;
        for (std::size_t d = 0; d < Of<Output>::positions; ++d)
            if (!is_class<classes>(t[d]) && t[d] != ignore_index)
                return Error{What::out_of_range, "y", classes - 1, std::size_t(t[d])};
        return {};
    }

    /// What the targets of a sample weigh.
    template <Shape Output, class T>
    constexpr double count(T const* t) const {
        constexpr std::size_t positions = Of<Output>::positions;
        if constexpr (of_numbers) {
            double sum = 0;
            for (std::size_t d = 0; d < positions; ++d)
                if (t[d] != ignore_index && is_class<Of<Output>::classes>(t[d]))
                    sum += weight_of_class<double>(std::size_t(t[d]));
            return sum;
        } else {
            return double(positions);
        }
    }

    /// What each sample adds to the sum: see meta/loss.hpp.
    template <Shape Output, class V, class T>
    constexpr V losses(meta::OfSamples<T> pass) const {
        V sum{};
        for (std::size_t d = 0; d < Of<Output>::positions; ++d) sum = sum + loss_at<Output, V>(pass, d);
        return sum;
    }

    /// The loss of a whole batch, and dy.
    template <class T, std::size_t... E, class U, std::size_t... F>
    constexpr LossAndGradient<Tensor<T, E...>> operator()(Tensor<T, E...> const& y, Tensor<U, F...> const& t) const {
        using Batch = meta::BatchOfLoss<CrossEntropyLoss, Tensor<T, E...>, Tensor<U, F...>>;
        if constexpr (Batch::fits && Batch::samples > 1 && Batch::output.size() * sizeof(T) <= most_bytes_in_lanes)
            if (!__builtin_is_constant_evaluated()) return in_panels<Batch>(y, t);
        return meta::evaluate_samples(*this, y, t);
    }

private:
    /// Up to how many bytes of outputs a sample may have so that panels of them lie on the stack.
    static constexpr std::size_t most_bytes_in_lanes = 512;

    /// What meta::evaluate_samples finds, bit for bit, with samples in lanes.
    template <class Batch, class Output, class Target>
    constexpr LossAndGradient<Output> in_panels(Output const& y, Target const& t) const {
        using T = typename Output::value_type;
        constexpr std::size_t L = simd::lanes<T>, outputs = Batch::output.size(), targets = Batch::target.size();
        T const scale = meta::weight_of<T, Batch::output>(*this, Batch::samples,
                                                          [&t](std::size_t s) { return t.data() + s * targets; });
        LossAndGradient<Output> result{};
        alignas(64) T of_y[outputs * L], of_t[targets * L], dy[outputs * L], losses_of[L];
        for (std::size_t s = 0; s < Batch::samples; s += L) {
            std::size_t const here = Batch::samples - s < L ? Batch::samples - s : L;
            kernel::pack<L, outputs>(kernel::Samples<T>{y.data(), nullptr, s}, here, of_y);
            kernel::pack<L, targets>(kernel::Samples{t.data(), nullptr, s}, here, of_t);
            meta::OfSamples<T> const panel{of_y, of_t, dy, L, scale};
            simd::store(losses_of, losses<Batch::output, simd::Vec<T, L>>(panel));
            for (std::size_t l = 0; l < here; ++l) result.loss += losses_of[l];
            kernel::unpack<L, outputs>(dy, result.gradient.data() + s * outputs, here);
        }
        result.loss *= scale;
        return result;
    }

    static constexpr bool weighted = !std::is_same_v<Weight, EqualWeights>;

    template <Shape Output>
    struct Of {
        static constexpr std::size_t classes = Output[0], positions = Output.without_first().size();
        static constexpr bool has_weights = [] {
            if constexpr (weighted)
                return Weight::size() == classes;
            else
                return true;
        }();
        static_assert(has_weights, "CrossEntropyLoss: as many weights as the network's output has classes");
    };

    template <std::size_t Classes>
    static constexpr bool is_class(std::int32_t t) {
        return t >= 0 && std::size_t(t) < Classes;
    }

    template <class T>
    constexpr T weight_of_class([[maybe_unused]] std::size_t c) const {
        if constexpr (weighted)
            return T(weight[c]);
        else
            return T(1);
    }

    /// Position d of the extents after the classes.
    template <Shape Output, class V, class T>
    constexpr V loss_at(meta::OfSamples<T> pass, std::size_t d) const {
        constexpr std::size_t classes = Of<Output>::classes, positions = Of<Output>::positions;
        constexpr auto number = [](T v) { return simd::broadcast<V>(v); };
        auto const at = [pass, d](std::size_t c) { return (c * positions + d) * pass.stride; };
        auto const y = [pass, at](std::size_t c) { return simd::load<V>(pass.y + at(c)); };

        // q of class c; t, for class numbers, lies where the first class's probability would.
        V const t = simd::load<V>(pass.target + at(0)), one = number(1), zero{};
        T const share = T(label_smoothing / double(classes)), rest = T(1 - label_smoothing);
        auto const q = [&](std::size_t c) {
            T const w = weight_of_class<T>(c);
            if constexpr (of_numbers)
                return t == T(c) ? number(simd::rounded(w * (rest + share))) : number(simd::rounded(w * share));
            else
                return simd::rounded(
                    w * simd::multiply_add(simd::load<V>(pass.target + at(c)), number(rest), number(share)));
        };

        V most = y(0);
        for (std::size_t c = 1; c < classes; ++c) most = y(c) > most ? y(c) : most;

        // e^z, z = y - most, is 1 for the largest; the sum of the others is kept apart, since it may be small beside 1.
        V others{}, largest = number(-1), all_q = unless_unknown<V, classes>(t), q_z{};
        for (std::size_t c = 0; c < classes; ++c) {
            V const z = y(c) - most, e = simd::exp_or_zero(z), q_c = q(c);
            simd::store(pass.dl_do + at(c), e);
            others = others + (e == 1 ? zero : e);
            largest = largest + (e == 1 ? one : zero);
            all_q = all_q + q_c;
            // A class that is not the target's may well be impossible: zero times infinity must not come of it.
            q_z = simd::multiply_add(q_c, of_numbers ? V(q_c == 0 ? zero : z) : z, q_z);
        }
        others = others + largest;

        V const factor = all_q * pass.weight / (1 + others);
        for (std::size_t c = 0; c < classes; ++c) {
            V const e = simd::load<V>(pass.dl_do + at(c)), q_c = q(c);
            // p Σq - q; for the largest, whose p may be near 1, as (p - 1) Σq + (Σq - q)
            V const less = simd::multiply_add(e, factor, simd::rounded(-q_c * pass.weight));
            V const of_largest = simd::multiply_add(-others, factor, simd::rounded((all_q - q_c) * pass.weight));
            simd::store(pass.dl_do + at(c), unless_ignored(t, e == 1 ? of_largest : less));
        }
        return unless_ignored(t, simd::multiply_add(all_q, simd::log1p(others), -q_z));
    }

    /// v, or zero where a class number says so.
    template <class V>
    constexpr V unless_ignored([[maybe_unused]] V t, V v) const {
        if constexpr (of_numbers)
            return t == simd::Scalar<V>(ignore_index) ? V{} : v;
        else
            return v;
    }

    /// Zero, or NaN where a class number is none.
    template <class V, std::size_t Classes>
    constexpr V unless_unknown([[maybe_unused]] V t) const {
        using T = simd::Scalar<V>;
        V const zero{};
        if constexpr (of_numbers) {
            V const nan = simd::broadcast<V>(T(__builtin_nan("")));
            return t == T(ignore_index) ? zero : t < 0 ? nan : t < T(Classes) ? zero : nan;
        } else {
            return zero;
        }
    }
};

}  // namespace staticnn::inline STATICNN_TARGET
