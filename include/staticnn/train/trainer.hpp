#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <type_traits>
#include <utility>

#include <staticnn/core/generator.hpp>
#include <staticnn/core/random_bits.hpp>
#include <staticnn/core/result.hpp>
#include <staticnn/core/tensor.hpp>
#include <staticnn/kernel/column.hpp>
#include <staticnn/kernel/norm.hpp>
#include <staticnn/kernel/pack.hpp>
#include <staticnn/kernel/update.hpp>
#include <staticnn/meta/loss.hpp>
#include <staticnn/meta/optimizer.hpp>
#include <staticnn/model/batch.hpp>
#include <staticnn/model/fields.hpp>
#include <staticnn/model/infer.hpp>
#include <staticnn/model/model.hpp>
#include <staticnn/train/backward.hpp>
#include <staticnn/train/capacity.hpp>
#include <staticnn/train/pieces.hpp>

namespace staticnn::inline STATICNN_TARGET {

namespace train {

/// A plan as a loss sees it: what matches an input is not the network's output, but the loss's target.
template <class Plan, class Loss>
struct TargetPlan : Plan {
    static constexpr Shape output = Loss::target(Plan::output);
    template <class T>
    using OutputScalar = typename Loss::template target_type<T>;
};

}  // namespace train

/// Stands where a trainer has no Generator.
struct NoGenerator {};

/// Stands in the error of a trainer whose model or Generator would be gone, or may not change.
struct takes_model_loss_optimizer_capacity_Generator_the_first_and_last_not_temporary_or_const;
template <class>
inline constexpr bool may_follow_the_optimizer = false;
template <>
inline constexpr bool may_follow_the_optimizer<Generator> = true;
template <std::size_t Samples>
inline constexpr bool may_follow_the_optimizer<Capacity<Samples>> = true;

/// Trains a model: gradients, the optimiser's memory and the activations of Capacity samples, all in one value.
///
///     trainer.step(x, y)      zero_grad, forward, loss, backward, update; the loss before the update
///     trainer.forward(x), loss(o, y), trainer.backward(dl_do), trainer.update(), trainer.zero_grad()      in pieces
///     trainer.clip_grad_norm(max_norm)      between the pieces, before update
///
/// Shapes   x [samples][Net::input]   y [samples][Net::output]; `step` takes any number of samples, in chunks; pieces,
///          and networks that couple samples, at most Capacity
/// Cost     `sizeof(trainer)`, known to a static_assert; no heap
/// Edges    refers to its model, which must outlive it; a step that fails changes nothing. With a loss that cannot take
///          every target, as class numbers, a step on Tensors gives a Result, too
/// Rejects  at compile time, a model that does not live, Tensors of wrong shapes, too many samples in a Tensor, and a
///          network that draws random numbers without a Generator
template <class Net, class T, class Loss, class Optimizer, std::size_t CapacityWanted, class Source>
class Trainer {
public:
    using Scalar = T;
    using Plan = meta::Plan<Net>;
    using TargetPlan = train::TargetPlan<Plan, Loss>;
    using Target = typename TargetPlan::template OutputScalar<T>;

    static constexpr bool has_generator = !std::is_same_v<Source, NoGenerator>;
    static constexpr bool couples_samples = Plan::totals.couples_samples;
    static constexpr std::size_t minimum_samples = Plan::totals.minimum_samples;
    static constexpr bool checks_targets = meta::ChecksTargets<Loss, Plan::output, Target>;

    /// What a step on Tensors returns: a plain number where nothing can fail.
    using StepResult = std::conditional_t<checks_targets, Result<T>, T>;

    /// How many samples' activations it holds: what was asked for, rounded up to whole panels.
    static constexpr std::size_t capacity = kernel::round_up(CapacityWanted, simd::lanes<T>);

    constexpr Trainer(Model<Net, T>& model, Loss loss, Optimizer optimizer)
        requires(!has_generator)
        : model_(model),
          loss_(loss),
          optimizer_(optimizer) {
        meta::report(generator_error());
        meta::report(train::grouping_error<Plan, Net, Grouping>());
    }
    constexpr Trainer(Model<Net, T>& model, Loss loss, Optimizer optimizer, Capacity<CapacityWanted>)
        requires(!has_generator)
        : Trainer(model, loss, optimizer) {}
    constexpr Trainer(Model<Net, T>& model, Loss loss, Optimizer optimizer, Generator& generator)
        requires has_generator
        : model_(model),
          loss_(loss),
          optimizer_(optimizer),
          generator_(&generator) {
        meta::report(train::grouping_error<Plan, Net, Grouping>());
    }
    constexpr Trainer(Model<Net, T>& model, Loss loss, Optimizer optimizer, Capacity<CapacityWanted>,
                      Generator& generator)
        requires has_generator
        : Trainer(model, loss, optimizer, generator) {}

    template <class... Rest>
    Trainer(Model<Net, T> const&, Loss, Optimizer, Rest const&...) = delete;
    Trainer(Trainer const&) = delete;
    Trainer& operator=(Trainer const&) = delete;

    constexpr Optimizer& optimizer() { return optimizer_; }
    constexpr Optimizer const& optimizer() const { return optimizer_; }
    constexpr Loss const& loss() const { return loss_; }
    constexpr Generator& generator()
        requires has_generator
    {
        return *generator_;
    }

    /// One step of training on a batch; the loss before the update.
    template <class U, std::size_t... E, class V, std::size_t... F>
    constexpr StepResult step(Tensor<U, E...> const& x, Tensor<V, F...> const& y) noexcept {
        using Batch = model::Match<TargetPlan, T, Tensor<U, E...>, Tensor<V, F...>>;
        if constexpr (Batch::fits) {
            if constexpr (couples_samples) meta::report(batch_error<Batch::samples>());
            kernel::Samples<Target> const of_batch{y.data()};
            if constexpr (checks_targets)
                if (Result<void> const checked = check_targets(of_batch, Batch::samples); !checked)
                    return checked.error();
            return step_on(kernel::Samples<T>{x.data()}, of_batch, Batch::samples);
        } else {
            meta::report(Batch::error);
            return T(0);
        }
    }

    /// The same for any number of samples, known at run time.
    [[nodiscard]] constexpr Result<T> step(std::span<T const> x, std::span<Target const> y) noexcept {
        if (Result<void> const checked = check(x, "x", inputs, y.size(), "y", targets); !checked)
            return checked.error();
        return step(kernel::Samples<T>{x.data()}, kernel::Samples<Target>{y.data()}, x.size() / inputs);
    }

    /// The same for samples anywhere in memory, as `fit` picks them.
    [[nodiscard]] constexpr Result<T> step(kernel::Samples<T> x, kernel::Samples<Target> y,
                                           std::size_t samples) noexcept {
        if (Result<void> const checked = check_count(samples, couples_samples); !checked) return checked.error();
        if (Result<void> const checked = check_targets(y, samples); !checked) return checked.error();
        return step_on(x, y, samples);
    }

    /// Whether the loss can take these targets: what each step asks first.
    [[nodiscard]] constexpr Result<void> check_targets([[maybe_unused]] kernel::Samples<Target> y,
                                                       [[maybe_unused]] std::size_t samples) const noexcept {
        if constexpr (checks_targets)
            for (std::size_t s = 0; s < samples; ++s) {
                Result<void> const checked = loss_.template check<Plan::output>(y.template at<targets>(s));
                if (!checked) return checked;
            }
        return {};
    }

    /// The forward pass of training, kept for `backward`.
    template <class U, std::size_t... E>
    constexpr auto forward(Tensor<U, E...> const& x) noexcept {
        using Batch = model::InputBatch<Plan, T, Tensor<U, E...>>;
        model::OutputFor<Plan, Tensor<U, E...>> out;
        if constexpr (Batch::fits) {
            meta::report(batch_error<Batch::samples>());
            forward_pass(kernel::Samples<T>{x.data()}, Batch::samples, out.data());
        } else {
            meta::report(Batch::error);
        }
        return out;
    }

    [[nodiscard]] constexpr Result<void> forward(std::span<T const> x, std::span<T> out) noexcept {
        if (Result<void> const checked = check(x, "x", inputs, out.size(), "out", outputs); !checked) return checked;
        std::size_t const samples = x.size() / inputs;
        if (Result<void> const checked = check_count(samples, true); !checked) return checked;
        forward_pass(kernel::Samples<T>{x.data()}, samples, out.data());
        return {};
    }

    /// Adds the gradient of the loss whose gradient with respect to the last `forward`'s output is dl_do. Each forward
    /// pass can be led back once: an Error, with nothing changed, says that there is none of as many samples.
    template <class U, std::size_t... E>
    constexpr Result<void> backward(Tensor<U, E...> const& dl_do) noexcept {
        return backward_tensor(dl_do, nullptr);
    }

    /// The same, and the gradient with respect to the input; only then is it computed.
    template <class U, std::size_t... E, class V, std::size_t... F>
    constexpr Result<void> backward(Tensor<U, E...> const& dl_do, Tensor<V, F...>& dl_dx) noexcept {
        using Batch = model::Match<Plan, T, Tensor<V, F...>, Tensor<U, E...>>;
        if constexpr (Batch::fits) return backward_tensor(dl_do, dl_dx.data());
        meta::report(Batch::error);
        return {};
    }

    [[nodiscard]] constexpr Result<void> backward(std::span<T const> dl_do) noexcept {
        if (Result<void> const checked = check_kept(dl_do.size(), outputs, "dl_do"); !checked) return checked;
        backward_pass<false>(dl_do.data(), nullptr);
        return {};
    }

    [[nodiscard]] constexpr Result<void> backward(std::span<T const> dl_do, std::span<T> dl_dx) noexcept {
        if (Result<void> const checked = check_kept(dl_do.size(), outputs, "dl_do"); !checked) return checked;
        if (Result<void> const checked = check_kept(dl_dx.size(), inputs, "dl_dx"); !checked) return checked;
        backward_pass<true>(dl_do.data(), dl_dx.data());
        return {};
    }

    /// Brings the norm of the gradient, over all parameters together, down to max_norm; the norm before. As PyTorch's
    /// clip_grad_norm_, for training in pieces; ClipGradNorm clips in `step` and `fit`.
    constexpr T clip_grad_norm(double max_norm) noexcept {
        T const norm = kernel::norm(gradient_, storage);
        kernel::scale(gradient_, storage, kernel::clipping_factor(norm, T(max_norm)));
        return norm;
    }

    /// Changes the parameters by the gradient.
    constexpr void update() noexcept {
        if constexpr (has_groups)
            update_pieces(begin_update(), 0, train::pieces<Plan, Grouping>.count);
        else
            update_range(begin_update(), 0, trained);
    }

    constexpr void zero_grad() noexcept {
        for (T& g : gradient_) g = 0;
    }

    /// Calls f("0.weight", view), ... for the gradient of each parameter that is trained, in PyTorch's order.
    template <class F>
    constexpr void for_each_gradient(F f) {
        model::for_each_gradient<Plan>(gradient_, f);
    }
    template <class F>
    constexpr void for_each_gradient(F f) const {
        model::for_each_gradient<Plan>(gradient_, f);
    }

private:
    static constexpr std::size_t inputs = Plan::input.size(), outputs = Plan::output.size();
    static constexpr std::size_t targets = TargetPlan::output.size();
    static constexpr std::size_t L = simd::lanes<T>;
    static constexpr std::size_t trained = Plan::totals.trained;  ///< numbers that are, padding included
    static constexpr std::size_t storage = trained == 0 ? 16 : trained;
    static constexpr auto values = model::keeping_layout<Plan>(), gradients = model::gradient_layout<Plan>();

    using AllSteps = std::make_index_sequence<Plan::size>;  ///< functions of plain arguments; see Model

    /// Panels that go forward together. A layer that couples samples waits for the whole batch.
    static constexpr std::size_t row = couples_samples ? capacity / L : model::Rows<Plan, T>::wanted;

    /// The first layer reads samples where they lie: the user's in a step, else a copy in place of the packed ones.
    static constexpr bool from_samples = [] {
        if constexpr (model::first_step_reads_samples<Plan, L>())
            return !model::has_train<typename Plan::template PlacedOf<0>, L, T>;
        else
            return false;
    }();
    template <std::size_t K>
    static constexpr bool reads_samples = K == 0 && from_samples;
    static constexpr std::size_t last_step = Plan::size - 1;

    Model<Net, T>& model_;
    Loss loss_;
    Optimizer optimizer_;
    Generator* generator_ = nullptr;
    std::uint64_t key_ = 0;          ///< of this step
    kernel::Samples<T> x_{nullptr};  ///< of the chunk under way, if from_samples
    std::size_t kept_ = 0;           ///< samples of the last `forward` that `backward` has not yet led back

    alignas(64) T gradient_[storage]{};
    typename Optimizer::template State<T, storage> state_{};
    alignas(64) T activations_[gradients.features * capacity]{};
    alignas(64) T sample_memory_[Plan::totals.all.sample_memory * capacity + 1]{};
    alignas(64) T scratch_[Plan::totals.scratch * capacity + 1]{};
    alignas(64) T panel_[outputs * L]{};  ///< of dl_do
    alignas(64) T target_[targets * L * row]{};
    T batch_memory_[Plan::totals.all.batch_memory + 1]{};
    alignas(64) T pass_memory_[Plan::totals.pass_memory * L * row + 1]{};

    using Grouping = meta::GroupingOf<Optimizer>;
    static constexpr bool has_groups = Grouping::groups > 1;
    using OptimizerStep = typename Optimizer::template Step<T>;  ///< what `begin` returns

    constexpr T* value_of(std::size_t buffer) { return activations_ + values.offset[buffer] * capacity; }
    constexpr T* gradient_of(std::size_t buffer) { return activations_ + gradients.offset[buffer] * capacity; }

    static constexpr auto generator_error() {
        if constexpr (Plan::totals.draws && !has_generator) {
            using Culprit = typename Plan::Drawing;
            return meta::Type<meta::pass_a_Generator_for<typename Culprit::At, typename Culprit::Subject>>{};
        } else {
            return meta::Type<meta::NoError>{};
        }
    }

    /// Too many samples for what is kept, or too few for a layer that couples them.
    template <std::size_t Samples>
    static constexpr auto batch_error() {
        using Culprit = std::conditional_t<couples_samples, typename Plan::Coupling, typename Plan::Whole>;
        using At = typename Culprit::At;
        using L = typename Culprit::Subject;
        using Got = meta::got_samples<Samples>;
        if constexpr (Samples > capacity)
            return meta::Type<meta::pass_a_larger_capacity_for<At, L, meta::at_most<capacity>, Got>>{};
        else if constexpr (Samples < minimum_samples)
            return meta::Type<meta::too_few_samples_for<At, L, meta::at_least<minimum_samples>, Got>>{};
        else
            return meta::Type<meta::NoError>{};
    }

    static constexpr Result<void> check_count(std::size_t samples, bool at_once) {
        if (samples < minimum_samples) return Error{What::too_few_samples, "x", minimum_samples, samples};
        if (at_once && samples > capacity) return Error{What::over_capacity, "x", capacity, samples};
        return {};
    }

    static constexpr Result<void> check(std::span<T const> x, std::string_view x_name, std::size_t x_features,
                                        std::size_t other_size, std::string_view other_name,
                                        std::size_t other_features) {
        if (x.size() % x_features != 0) return Error{What::not_whole_samples, x_name, x_features, x.size()};
        std::size_t const expected = x.size() / x_features * other_features;
        if (other_size != expected) return Error{What::wrong_size, other_name, expected, other_size};
        return {};
    }

    constexpr Result<void> check_kept(std::size_t size, std::size_t features, std::string_view name) const {
        if (kept_ == 0) return Error{What::no_forward_pass, name, size / features, 0};
        if (size != kept_ * features) return Error{What::wrong_size, name, kept_ * features, size};
        return {};
    }

    template <class U, std::size_t... E>
    constexpr Result<void> backward_tensor(Tensor<U, E...> const& dl_do, T* dl_dx) noexcept {
        using Batch = model::OutputBatch<Plan, T, Tensor<U, E...>>;
        if constexpr (Batch::fits) {
            if (Result<void> const checked = check_kept(dl_do.size(), outputs, "dl_do"); !checked) return checked;
            if (dl_dx != nullptr)
                backward_pass<true>(dl_do.data(), dl_dx);
            else
                backward_pass<false>(dl_do.data(), nullptr);
        }
        meta::report(Batch::error);
        return {};
    }

    constexpr void draw_key() {
        if constexpr (Plan::totals.draws) key_ = generator_->bits64();
    }

    [[gnu::noinline]] constexpr T step_on(kernel::Samples<T> x, kernel::Samples<Target> y, std::size_t samples) {
        kept_ = 0;
        draw_key();
        T const weight = weight_of_batch(y, samples);
        T total = 0;
        std::size_t first = 0;
        for (; samples - first > capacity; first += capacity) total += chunk(x, y, first, capacity, weight, nullptr);
        if constexpr (meta::NeedsWholeGradient<Optimizer>) {
            total += chunk(x, y, first, samples - first, weight, nullptr);
            update();
            return total * weight;
        } else {
            OptimizerStep const last = begin_update();
            return (total + chunk(x, y, first, samples - first, weight, &last)) * weight;
        }
    }

    constexpr OptimizerStep begin_update() {
        if constexpr (meta::NeedsWholeGradient<Optimizer>)
            return optimizer_.template begin<T>(state_, std::span<T const>(gradient_));
        else
            return optimizer_.template begin<T>(state_);
    }

    /// What the mean divides by, as a factor: known before the first chunk goes back.
    constexpr T weight_of_batch([[maybe_unused]] kernel::Samples<Target> y, std::size_t samples) const {
        if constexpr (meta::ElementwiseLoss<Loss>)
            return meta::weight_of<T>(loss_.reduction, samples * outputs);
        else
            return meta::weight_of<T, Plan::output>(loss_, samples,
                                                    [y](std::size_t s) { return y.template at<targets>(s); });
    }

    [[gnu::noinline]] constexpr void update_range(OptimizerStep const& now, std::size_t from, std::size_t to) {
        T* const parameters = model_.numbers().parameters;
        kernel::for_each_register<T>(from, to, [&]<class V>(V, std::size_t k) __attribute__((always_inline)) {
            update_register<V>(now, parameters, k);
        });
    }

    /// Pieces [first, last) of the parameters, each by the settings of its group.
    [[gnu::noinline]] constexpr void update_pieces(OptimizerStep const& now, std::size_t first, std::size_t last) {
        T* const parameters = model_.numbers().parameters;
        for (; first < last; ++first) {
            train::Piece const piece = train::pieces<Plan, Grouping>.piece[first];
            auto const update = [&]<class V>(V, std::size_t k) __attribute__((always_inline)) {
                update_register<V>(now, parameters, k, piece.group);
            };
            kernel::for_each_register_in<T>(piece.from, piece.to, update);
        }
    }

    template <class V, class... OfGroup>
    [[gnu::always_inline]] constexpr void update_register(OptimizerStep const& now, T* parameters, std::size_t k,
                                                          OfGroup... group) {
        if constexpr (kernel::come_from_afar<T>(storage)) {
            kernel::prefetch_ahead(parameters + k);
            kernel::prefetch_ahead(gradient_ + k);
        }
        optimizer_.update(now, parameters, simd::load<V>(gradient_ + k), state_, k, group...);
    }

    /// The parameters of step K.
    template <std::size_t K>
    [[gnu::always_inline]] constexpr void update_step(OptimizerStep const& now) {
        constexpr std::size_t from = Plan::totals.place[K].parameters, count = Plan::totals.storage[K];
        if constexpr (has_groups)
            update_pieces(now, train::pieces<Plan, Grouping>.first[K], train::pieces<Plan, Grouping>.last[K]);
        else
            update_range(now, from, from + count);
    }

    /// Forward and loss a row of panels at a time, then back through all rows, layer by layer. In the last chunk, which
    /// is given `now`, each layer is updated as soon as its gradient is whole: the optimiser's divisions run beside the
    /// multiply-adds of the layer before. Returns the sum that the loss is made of.
    constexpr T chunk(kernel::Samples<T> x, kernel::Samples<Target> y, std::size_t first, std::size_t samples, T weight,
                      OptimizerStep const* now) {
        T total = 0;
        x_ = x.from(first);
        for (std::size_t from = 0; from < samples; from += row * L) {
            std::size_t const count = samples - from < row * L ? samples - from : row * L;
            forward_row(AllSteps{}, x.from(first + from), from, count, first + from);
            total += loss_row(y.from(first + from), from, count, weight);
        }
        backward_steps<false>(AllSteps{}, samples, first > 0, now);
        return total;
    }

    template <std::size_t... K>
    [[gnu::noinline]] constexpr void forward_row(std::index_sequence<K...>, kernel::Samples<T> x, std::size_t from,
                                                 std::size_t count, [[maybe_unused]] std::size_t first_sample) {
        if constexpr (!from_samples) kernel::pack<L, inputs>(x, count, value_of(0) + from * inputs);
        [[maybe_unused]] model::Numbers<T> const numbers = model_.numbers();
        (forward_step<typename Plan::template WorkOf<K>, reads_samples<K>>(K, numbers, from, count, first_sample), ...);
    }

    template <class Work, bool FromSamples>
    [[gnu::noinline]] constexpr void forward_step_apart(std::size_t k, model::Numbers<T> numbers, std::size_t from,
                                                        std::size_t count, std::size_t first_sample) {
        forward_step<Work, FromSamples, false>(k, numbers, from, count, first_sample);
    }

    template <class Work, bool FromSamples, bool Calls = Plan::calls>
    [[gnu::always_inline]] constexpr void forward_step(std::size_t k, model::Numbers<T> numbers, std::size_t from,
                                                       std::size_t count, std::size_t first_sample) {
        if constexpr (Calls) {
            forward_step_apart<Work, FromSamples>(k, numbers, from, count, first_sample);
        } else {
            meta::Step const& step = Plan::steps.step[k];
            meta::Place const& place = Plan::totals.place[k];
            std::size_t const panels = kernel::round_up(count, L) / L;
            T const* const x = value_of(step.in) + from * Work::inputs;
            T* const y = value_of(step.out) + from * Work::outputs;
            if constexpr (Work::kind == meta::Kind::layer) {
                using Placed = typename Work::Placed;
                using Layer = meta::Statements<Placed>;
                model::Store<Work::outputs, L, typename Work::Activation, T> const put{y};
                if constexpr (model::has_train<Placed, L, T>) {
                    meta::Training<T> const pass{.parameters = numbers.parameters + place.parameters,
                                                 .buffers = numbers.buffers + place.buffers,
                                                 .counters = numbers.counters + place.counters,
                                                 .sample_memory = sample_memory_ + place.sample_memory * capacity +
                                                                  from * Layer::sample_memory,
                                                 .batch_memory = batch_memory_ + place.batch_memory,
                                                 .x = x,
                                                 .panels = panels,
                                                 .samples = count,
                                                 .first_sample = first_sample,
                                                 .key = Layer::draws ? core::derived_key(key_, k) : 0,
                                                 .pass_memory = pass_memory_};
                    Placed::template train<L>(pass, put);
                    return;
                }
            }
            model::Numbers<T const> const kept{numbers.parameters, numbers.buffers, numbers.counters};
            if constexpr (FromSamples) {
                model::infer_samples<Work, L>(kept, place, x_.from(from), count, y);
            } else {
                T const* const other =
                    step.other == meta::none ? nullptr : value_of(step.other) + from * Plan::features(step.other);
                model::infer<Work, L>(kept, place, x, other, y, panels, pass_memory_);
            }
        }
    }

    /// The sum of the losses of a row, and in place of the network's output its gradient.
    [[gnu::noinline]] constexpr T loss_row(kernel::Samples<Target> y, std::size_t from, std::size_t count, T weight) {
        T total = 0;
        kernel::in_lanes<T, L>([&]<class V>(V) __attribute__((always_inline)) {
            V sum{};
            kernel::pack<L, targets>(y, count, target_);
            for (std::size_t s = 0; s < count; s += L) {
                std::size_t const here = count - s < L ? count - s : L;
                T* const out = value_of(Plan::result) + (from + s) * outputs;
                if constexpr (meta::ElementwiseLoss<Loss>) {
                    for (std::size_t o = 0; o < outputs; ++o) {
                        V const value = simd::load<V>(out + o * L),
                                target = simd::load<V>(target_ + s * targets + o * L);
                        auto const loss = [this](auto v, auto t) { return loss_.value(v, t); };
                        auto const dl_do = [this, weight](auto v, auto t) { return loss_.gradient(v, t) * weight; };
                        V const of_values = simd::rounded(simd::per_lane<V>(loss, value, target));
                        sum = sum + kernel::real_samples_only(of_values, 0, here);
                        put_output_gradient(out + o * L, value, simd::per_lane<V>(dl_do, value, target), here);
                    }
                } else {
                    meta::OfSamples<T> const panel{out, target_ + s * targets, panel_, L, weight};
                    sum = sum + kernel::real_samples_only(simd::rounded(losses_of_panel<V>(panel)), 0, here);
                    for (std::size_t o = 0; o < outputs; ++o)
                        put_output_gradient(out + o * L, simd::load<V>(out + o * L), simd::load<V>(panel_ + o * L),
                                            here);
                }
            }
            total = simd::sum(sum);
        });
        return total;
    }

    /// The losses of a panel in lanes; in a constant expression, of one sample after the other.
    template <class V>
    [[gnu::always_inline]] constexpr V losses_of_panel(meta::OfSamples<T> panel) const {
        if constexpr (simd::is_lanes<V>) {
            V losses;
            for (T& of_sample : losses.lane) {
                of_sample = loss_.template losses<Plan::output, T>(panel);
                ++panel.y, ++panel.target, ++panel.dl_do;
            }
            return losses;
        } else {
            return loss_.template losses<Plan::output, V>(panel);
        }
    }

    /// Leads dl_do back through the elementwise layer that made the output, and leaves absent samples out.
    template <class V>
    [[gnu::always_inline]] static constexpr void put_output_gradient(T* out, V value, V dl_do, std::size_t samples) {
        using Activation = train::ActivationInto<Plan, Plan::result>;
        V const d = simd::per_lane<V>([](auto v, auto dv) { return Activation::gradient(v, dv); }, value, dl_do);
        simd::store(out, kernel::real_samples_only(d, 0, samples));
    }

    [[gnu::noinline]] constexpr void forward_pass(kernel::Samples<T> x, std::size_t samples, T* out) {
        draw_key();
        if constexpr (from_samples) {  // the user's may be gone when `backward` comes
            T* const copy = value_of(0);
            for (std::size_t k = 0; k < samples * inputs; ++k) copy[k] = x.data[k];
            x_ = {copy};
        }
        for (std::size_t from = 0; from < samples; from += row * L)
            forward_row(AllSteps{}, x.from(from), from, samples - from < row * L ? samples - from : row * L, from);
        kernel::unpack<L, outputs>(value_of(Plan::result), out, samples);
        kept_ = samples;
    }

    template <bool Input>
    [[gnu::noinline]] constexpr void backward_pass(T const* dl_do, T* dl_dx) {
        for (std::size_t s = 0; s < kept_; s += L) {
            std::size_t const here = kept_ - s < L ? kept_ - s : L;
            kernel::pack<L, outputs>(kernel::Samples<T>{dl_do, nullptr, s}, here, panel_);
            T* const out = value_of(Plan::result) + s * outputs;
            kernel::in_lanes<T, L>([&]<class V>(V) __attribute__((always_inline)) {
                for (std::size_t o = 0; o < outputs; ++o)
                    put_output_gradient(out + o * L, simd::load<V>(out + o * L), simd::load<V>(panel_ + o * L), here);
            });
        }
        backward_steps<Input>(AllSteps{}, kept_, true, nullptr);
        if constexpr (Input) kernel::unpack<L, inputs>(gradient_of(0), dl_dx, kept_);
        kept_ = 0;
    }

    /// Back through all steps.
    template <bool Input, std::size_t... K>
    [[gnu::noinline]] constexpr void backward_steps(std::index_sequence<K...>, [[maybe_unused]] std::size_t samples,
                                                    [[maybe_unused]] bool add,
                                                    [[maybe_unused]] OptimizerStep const* now) {
        [[maybe_unused]] T const* const parameters = model_.numbers().parameters;
        (backward_and_update<last_step - K, Input>(parameters, samples, add, now), ...);
    }

    /// Whether the gradient of a buffer is wanted: for something that is trained before it, or for the input.
    template <bool Input>
    static constexpr bool wanted(std::size_t buffer) {
        return buffer != meta::none && (Input || Plan::needs.gradient[buffer]);
    }

    /// How the gradient of what step K reads is stored, if it is wanted.
    template <std::size_t K, bool Other, bool Input>
    struct PutInto {
        static constexpr meta::Step step = Plan::steps.step[K];
        static constexpr std::size_t read = Other ? step.other : step.in,
                                     into = wanted<Input>(read) ? read : meta::none;
        using type = typename train::Put<Plan, into, train::Reading{K, Other}, L, T>::type;
    };

    /// Step K as the way back sees it.
    template <std::size_t K, bool Input>
    struct Back {
        static constexpr bool is_wanted = wanted<Input>(Plan::steps.step[K].out);
        using type = train::Back<typename Plan::template WorkOf<K>, Plan::totals.trains[K], reads_samples<K>,
                                 typename PutInto<K, false, Input>::type, typename PutInto<K, true, Input>::type>;
    };

    /// Back through step K; then its parameters are updated, if this was the last of the batch.
    template <std::size_t K, bool Input>
    [[gnu::always_inline]] constexpr void backward_and_update([[maybe_unused]] T const* parameters, std::size_t samples,
                                                              bool add, OptimizerStep const* now) {
        if constexpr (Back<K, Input>::is_wanted)
            backward_step<typename Back<K, Input>::type>(K, parameters, samples, add);
        if constexpr (Plan::totals.trains[K])
            if (now != nullptr) update_step<K>(*now);
    }

    template <class Way>
    [[gnu::noinline]] constexpr void backward_step_apart(std::size_t k, T const* parameters, std::size_t samples,
                                                         bool add) {
        backward_step<Way, false>(k, parameters, samples, add);
    }

    template <class Way, bool Calls = Plan::calls>
    [[gnu::always_inline]] constexpr void backward_step(std::size_t k, T const* parameters, std::size_t samples,
                                                        bool add) {
        if constexpr (Calls) {
            backward_step_apart<Way>(k, parameters, samples, add);
        } else {
            meta::Step const& step = Plan::steps.step[k];
            meta::Place const& place = Plan::totals.place[k];
            std::size_t const other = step.other == meta::none ? step.in : step.other;
            train::backward<Way, L>(meta::Backward<T>{.parameters = parameters + place.parameters,
                                                      .sample_memory = sample_memory_ + place.sample_memory * capacity,
                                                      .batch_memory = batch_memory_ + place.batch_memory,
                                                      .x = value_of(step.in),
                                                      .dy = gradient_of(step.out),
                                                      .panels = kernel::round_up(samples, L) / L,
                                                      .samples = samples,
                                                      .gradient = Way::trains ? gradient_ + place.parameters : nullptr,
                                                      .scratch = scratch_,
                                                      .add = add},
                                    x_, gradient_of(step.in), value_of(step.in), gradient_of(other), value_of(other));
        }
    }
};

template <class Net, class T, class Loss, class Optimizer>
Trainer(Model<Net, T>&, Loss, Optimizer)
    -> Trainer<Net, T, Loss, Optimizer, train::default_capacity<meta::Plan<Net>, T>, NoGenerator>;
template <class Net, class T, class Loss, class Optimizer>
Trainer(Model<Net, T>&, Loss, Optimizer, Generator&)
    -> Trainer<Net, T, Loss, Optimizer, train::default_capacity<meta::Plan<Net>, T>, Generator>;
template <class Net, class T, class Loss, class Optimizer, std::size_t Samples>
Trainer(Model<Net, T>&, Loss, Optimizer, Capacity<Samples>) -> Trainer<Net, T, Loss, Optimizer, Samples, NoGenerator>;
template <class Net, class T, class Loss, class Optimizer, std::size_t Samples>
Trainer(Model<Net, T>&, Loss, Optimizer, Capacity<Samples>, Generator&)
    -> Trainer<Net, T, Loss, Optimizer, Samples, Generator>;
template <class Net, class T, class Loss, class Optimizer, class... Rest>
    requires(may_follow_the_optimizer<Rest> && ...)
Trainer(Model<Net, T> const&, Loss, Optimizer, Rest const&...)
    -> Trainer<Net, T, Loss, Optimizer, train::default_capacity<meta::Plan<Net>, T>,
               takes_model_loss_optimizer_capacity_Generator_the_first_and_last_not_temporary_or_const>;

}  // namespace staticnn::inline STATICNN_TARGET
