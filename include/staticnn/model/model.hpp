#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <type_traits>

#include <staticnn/core/generator.hpp>
#include <staticnn/core/result.hpp>
#include <staticnn/core/tensor.hpp>
#include <staticnn/kernel/pack.hpp>
#include <staticnn/meta/plan.hpp>
#include <staticnn/model/batch.hpp>
#include <staticnn/model/fields.hpp>
#include <staticnn/model/infer.hpp>
#include <staticnn/model/layout.hpp>
#include <staticnn/model/state.hpp>
#include <staticnn/model/workspace.hpp>

namespace staticnn::inline STATICNN_TARGET {

/// A network with its numbers: parameters that are trained, and buffers that are kept.
///
///     out = model(x)
///
/// Shapes   x [samples][Net::input], or one sample [Net::input]; out the same with Net::output
/// Cost     a trivially copyable value of a fixed size; no heap; at most 64 KiB of stack while it runs
/// Edges    it always infers; a const model may be used by many threads at once. Model<Net>{} has zero parameters and
///          PyTorch's first buffers. One sample or few are summed in another order than larger batches: the last digits
///          may differ
/// Rejects  at compile time, a Tensor of a wrong shape, and a network too wide for the stack without a Workspace;
///          a span of a wrong size as an Error, with nothing written
template <class Net, class T = float>
class Model {
    static_assert(std::is_same_v<T, float> || std::is_same_v<T, double>, "Model: numbers are float or double");

public:
    using Network = Net;
    using Scalar = T;
    using Plan = meta::Plan<Net>;

    static constexpr std::size_t parameter_count = Plan::parameter_count;

    /// Zero parameters, and buffers as PyTorch's begin.
    constexpr Model() {
        Plan::for_each_layer([this](auto k, auto) {
            using Placed = typename Plan::template PlacedOf<k()>;
            if constexpr (requires { Placed::initialize_buffers(buffers_); })
                Placed::initialize_buffers(buffers_ + Plan::totals.place[k()].buffers);
        });
    }

    /// Each layer's own random first parameters: PyTorch's, for the same seed.
    constexpr explicit Model(Generator& generator) : Model() {
        Plan::for_each_layer([this, &generator](auto k, auto) {
            using Placed = typename Plan::template PlacedOf<k()>;
            if constexpr (requires { Placed::initialize(parameters_, generator); })
                Placed::initialize(parameters_ + Plan::totals.place[k()].parameters, generator);
        });
    }

    /// One sample, or a batch whose size is known at compile time.
    template <class U, std::size_t... E>
    constexpr auto operator()(Tensor<U, E...> const& x) const noexcept {
        OutputFor<Tensor<U, E...>> out;
        (*this)(x, out);
        return out;
    }

    /// The same into a place, which may be x itself.
    template <class U, std::size_t... E, class V, std::size_t... F>
    constexpr void operator()(Tensor<U, E...> const& x, Tensor<V, F...>& out) const noexcept {
        using Batch = model::Match<Plan, T, Tensor<U, E...>, Tensor<V, F...>>;
        if constexpr (Batch::fits)
            infer_tensor<Batch::samples>(x.data(), out.data());
        else
            meta::report(Batch::error);
    }

    /// Any number of samples, known at run time: x holds their inputs, out takes their outputs, or is x itself.
    [[nodiscard]] constexpr Result<void> operator()(std::span<T const> x, std::span<T> out) const noexcept {
        Result<void> const checked = check(x, out);
        if (checked) infer(x.data(), out.data(), x.size() / inputs);
        return checked;
    }

    /// The same three with memory that is not on the stack.
    template <class U, std::size_t... E>
    constexpr auto operator()(Tensor<U, E...> const& x, Workspace<Net, T>& workspace) const noexcept {
        OutputFor<Tensor<U, E...>> out;
        (*this)(x, out, workspace);
        return out;
    }
    template <class U, std::size_t... E, class V, std::size_t... F>
    constexpr void operator()(Tensor<U, E...> const& x, Tensor<V, F...>& out,
                              Workspace<Net, T>& workspace) const noexcept {
        using Batch = model::Match<Plan, T, Tensor<U, E...>, Tensor<V, F...>>;
        if constexpr (Batch::fits)
            infer(x.data(), out.data(), Batch::samples, workspace);
        else
            meta::report(Batch::error);
    }
    [[nodiscard]] constexpr Result<void> operator()(std::span<T const> x, std::span<T> out,
                                                    Workspace<Net, T>& workspace) const noexcept {
        Result<void> const checked = check(x, out);
        if (checked) infer(x.data(), out.data(), x.size() / inputs, workspace);
        return checked;
    }

    /// One step of a sequence, which goes on from `state`: the next to what was given with it before. The outputs are,
    /// bit for bit, those of the same steps in one sample.
    template <class U, std::size_t... E>
    constexpr auto operator()(Tensor<U, E...> const& x, State<Net, T>& state) const noexcept {
        model::OutputFor<meta::StepPlan<Net>, Tensor<U, E...>> out;
        (*this)(x, out, state);
        return out;
    }
    template <class U, std::size_t... E, class V, std::size_t... F>
    constexpr void operator()(Tensor<U, E...> const& x, Tensor<V, F...>& out, State<Net, T>& state) const noexcept {
        using StepPlan = meta::StepPlan<Net>;
        using Batch = model::Match<StepPlan, T, Tensor<U, E...>, Tensor<V, F...>>;
        static_assert(!Batch::fits || Tensor<U, E...>::shape() == StepPlan::input, "State: one step at a time");
        if constexpr (Batch::fits)
            infer_one<StepPlan>(x.data(), out.data(), state.data());
        else
            meta::report(Batch::error);
    }

    /// Any number of steps, one after another: x [steps][inputs of a step], out [steps][outputs of a step], or x itself.
    [[nodiscard]] constexpr Result<void> operator()(std::span<T const> x, std::span<T> out,
                                                    State<Net, T>& state) const noexcept {
        using StepPlan = meta::StepPlan<Net>;
        Result<void> const checked = check<StepPlan>(x, out);
        if (checked)
            for (std::size_t t = 0; t < x.size() / StepPlan::input.size(); ++t)
                infer_one<StepPlan>(x.data() + t * StepPlan::input.size(), out.data() + t * StepPlan::output.size(),
                                    state.data());
        return checked;
    }

    /// Calls f("0.weight", view), ... for each parameter, in PyTorch's order. See FieldView.
    template <class F>
    constexpr void for_each_parameter(F f) {
        model::for_each_parameter<Plan>(parameters_, f);
    }
    template <class F>
    constexpr void for_each_parameter(F f) const {
        model::for_each_parameter<Plan>(parameters_, f);
    }

    /// The same for buffers: running_mean, running_var, num_batches_tracked (an integer).
    template <class F>
    constexpr void for_each_buffer(F f) {
        model::for_each_buffer<Plan, false>(numbers(), f);
    }
    template <class F>
    constexpr void for_each_buffer(F f) const {
        model::for_each_buffer<Plan, false>(numbers(), f);
    }

    /// Parameters and buffers, in the order of PyTorch's state_dict.
    template <class F>
    constexpr void for_each_state(F f) {
        model::for_each_buffer<Plan, true>(numbers(), f);
    }
    template <class F>
    constexpr void for_each_state(F f) const {
        model::for_each_buffer<Plan, true>(numbers(), f);
    }

    /// The flat arrays as they are stored, for those who train the model.
    constexpr model::Numbers<T> numbers() { return {parameters_, buffers_, counters_}; }
    constexpr model::Numbers<T const> numbers() const { return {parameters_, buffers_, counters_}; }

private:
    static constexpr std::size_t inputs = Plan::input.size(), outputs = Plan::output.size();
    using Rows = model::Rows<Plan, T>;
    /// Steps are functions of plain arguments, one after the other. Of a closure's members, which are memory, an
    /// optimiser would ask at each step whether one before has changed them: a square in the depth of the network.
    /// See also Plan::calls.
    using AllSteps = std::make_index_sequence<Plan::size>;

    alignas(64) T parameters_[Plan::totals.all.parameters == 0 ? 16 : Plan::totals.all.parameters]{};
    T buffers_[Plan::totals.all.buffers + 1]{};
    std::int64_t counters_[Plan::totals.all.counters + 1]{};

    template <class X>
    using OutputFor = model::OutputFor<Plan, X>;

    /// `samples` samples at x, a row of panels at a time, through the buffers in `memory`.
    template <std::size_t Panels, std::size_t... K>
    [[gnu::noinline]] constexpr void infer_rows(std::index_sequence<K...>, T const* x, T* out, std::size_t samples,
                                                T* memory) const noexcept {
        constexpr std::size_t L = Rows::lanes, row = Panels * L;
        for (std::size_t first = 0; first < samples; first += row) {
            std::size_t const count = samples - first < row ? samples - first : row;
            kernel::Samples<T> const batch{x, nullptr, first};
            if constexpr (!Rows::from_samples)
                kernel::pack<L, inputs>(batch, count, memory + Rows::layout.offset[0] * row);
            (infer_step<typename Plan::template WorkOf<K>, Rows::template reads_samples<K>>(K, row, batch, count,
                                                                                            memory),
             ...);
            kernel::unpack<L, outputs>(memory + Rows::layout.offset[Plan::result] * row, out + first * outputs, count);
        }
    }

    template <class Work, bool FromSamples>
    [[gnu::noinline]] constexpr void infer_step_apart(std::size_t k, std::size_t row, kernel::Samples<T> batch,
                                                      std::size_t count, T* memory) const noexcept {
        infer_step<Work, FromSamples, false>(k, row, batch, count, memory);
    }

    template <class Work, bool FromSamples, bool Calls = Plan::calls>
    [[gnu::always_inline]] constexpr void infer_step(std::size_t k, std::size_t row, kernel::Samples<T> batch,
                                                     std::size_t count, T* memory) const noexcept {
        if constexpr (Calls) {
            infer_step_apart<Work, FromSamples>(k, row, batch, count, memory);
        } else {
            constexpr std::size_t L = Rows::lanes;
            meta::Step const& step = Plan::steps.step[k];
            T* const y = memory + Rows::layout.offset[step.out] * row;
            if constexpr (FromSamples) {
                model::infer_samples<Work, L>(numbers(), Plan::totals.place[k], batch, count, y);
            } else {
                T const* const other =
                    step.other == meta::none ? nullptr : memory + Rows::layout.offset[step.other] * row;
                model::infer<Work, L>(numbers(), Plan::totals.place[k], memory + Rows::layout.offset[step.in] * row,
                                      other, y, kernel::round_up(count, L) / L, memory + Rows::layout.features * row);
            }
        }
    }

    /// One sample of plan P, with features in lanes: P is Plan, or the plan of one step, which goes on from `state`. On the
    /// stack, ...
    template <class P>
    constexpr void infer_one(T const* x, T* out, T* state) const noexcept {
        constexpr std::size_t features = model::one_sample_layout<P>.features;
        alignas(64) T memory[features == 0 ? 1 : features];
        infer_one<P>(std::make_index_sequence<P::size>{}, x, out, state, memory);
    }

    /// ... or elsewhere.
    template <class P, std::size_t... K>
    [[gnu::always_inline]] constexpr void infer_one(std::index_sequence<K...>, T const* x, T* out,
                                                    [[maybe_unused]] T* state, T* memory) const noexcept {
        (infer_one_step<P, typename P::template WorkOf<K>>(K, x, memory, state), ...);
        T const* const result = P::result == 0 ? x : memory + model::one_sample_layout<P>.offset[P::result];
        for (std::size_t o = 0; o < P::output.size(); ++o) out[o] = result[o];
    }

    template <class P, class Work>
    [[gnu::noinline]] constexpr void infer_one_step_apart(std::size_t k, T const* x, T* memory,
                                                          T* state) const noexcept {
        infer_one_step<P, Work, false>(k, x, memory, state);
    }

    template <class P, class Work, bool Calls = P::calls>
    [[gnu::always_inline]] constexpr void infer_one_step(std::size_t k, T const* x, T* memory,
                                                         T* state) const noexcept {
        if constexpr (Calls) {
            infer_one_step_apart<P, Work>(k, x, memory, state);
        } else {
            constexpr auto const& layout = model::one_sample_layout<P>;
            meta::Step const& step = P::steps.step[k];
            T const* const in = step.in == 0 ? x : memory + layout.offset[step.in];
            T const* other = nullptr;
            if (step.other != meta::none) other = step.other == 0 ? x : memory + layout.offset[step.other];
            model::infer_one<Work>(numbers(), P::totals.place[k], in, other, memory + layout.offset[step.out], state);
        }
    }

    /// The result may take the place of the samples: each is read before its own is written.
    constexpr void infer_one_by_one(T const* x, T* out, std::size_t samples) const noexcept {
        for (std::size_t s = 0; s < samples; ++s) infer_one<Plan>(x + s * inputs, out + s * outputs, nullptr);
    }
    [[gnu::noinline]] constexpr void infer_one_by_one(T const* x, T* out, std::size_t samples,
                                                      T* memory) const noexcept {
        for (std::size_t s = 0; s < samples; ++s)
            infer_one<Plan>(AllSteps{}, x + s * inputs, out + s * outputs, nullptr, memory);
    }

    constexpr void infer(T const* x, T* out, std::size_t samples) const noexcept {
        if constexpr (!Plan::holds) {
            return;  // has been reported
        } else if constexpr (Rows::on_stack == 0) {
            meta::report(meta::Type<meta::pass_a_Workspace_for<Net, meta::at_most_bytes<Rows::stack_bytes>,
                                                               meta::needs_bytes<Rows::panel_bytes>>>{});
        } else if (samples < Rows::fewest) {
            infer_one_by_one(x, out, samples);
        } else {
            alignas(64) T memory[Rows::on_stack * Rows::numbers * Rows::lanes];
            infer_rows<Rows::on_stack>(AllSteps{}, x, out, samples, memory);
        }
    }

    /// A single sample at no more than its own cost.
    template <std::size_t Samples>
    [[gnu::always_inline]] constexpr void infer_tensor(T const* x, T* out) const noexcept {
        if constexpr (Samples == 1 && Plan::holds && Rows::one_on_stack)
            infer_one<Plan>(x, out, nullptr);
        else
            infer(x, out, Samples);
    }

    constexpr void infer(T const* x, T* out, std::size_t samples, Workspace<Net, T>& workspace) const noexcept {
        if (samples < Rows::fewest)
            infer_one_by_one(x, out, samples, workspace.data());
        else
            infer_rows<Rows::wanted>(AllSteps{}, x, out, samples, workspace.data());
    }

    template <class P = Plan>
    static constexpr Result<void> check(std::span<T const> x, std::span<T> out) noexcept {
        constexpr std::size_t in = P::input.size();
        std::size_t const expected = x.size() / in * P::output.size();
        if (x.size() % in != 0) return Error{What::not_whole_samples, "x", in, x.size()};
        if (out.size() != expected) return Error{What::wrong_size, "out", expected, out.size()};
        bool const same = x.data() == out.data() && x.size() == out.size();
        if (!same && model::overlap(x, out)) return Error{What::partial_overlap, "out", 0, out.size()};
        return {};
    }
};

}  // namespace staticnn::inline STATICNN_TARGET
