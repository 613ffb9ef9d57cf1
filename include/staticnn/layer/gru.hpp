#pragma once

#include <cstddef>

#include <staticnn/core/elementary.hpp>
#include <staticnn/core/generator.hpp>
#include <staticnn/init/uniform.hpp>
#include <staticnn/kernel/affine.hpp>
#include <staticnn/kernel/affine_one.hpp>
#include <staticnn/kernel/outer.hpp>
#include <staticnn/kernel/pieces.hpp>
#include <staticnn/kernel/recurrence.hpp>
#include <staticnn/meta/layer.hpp>
#include <staticnn/simd/sigmoid.hpp>
#include <staticnn/simd/tanh.hpp>

namespace staticnn::inline STATICNN_TARGET {

/// Gated recurrent unit: a layer over sequences, trained through time.
///
///     a = W x_t + b      u = U h_{t-1} + c      a third of the rows each, in the order r z n
///     r, z = σ(a + u)      n = tanh(a_n + r u_n)      h_t = n + z (h_{t-1} - n)      y_t = h_t;  h begins as zeros
///
/// Shapes   x [Steps, In]   y [Steps, Hidden]   weight_ih_l0 [3 Hidden, In]   weight_hh_l0 [3 Hidden, Hidden]
///          bias_ih_l0, bias_hh_l0 [3 Hidden]; with a State one step at a time: x_t [In], y_t [Hidden]
/// Cost     6 Hidden (In + Hidden) flop a step and 3 Hidden exponentials; 3 Hidden (In + Hidden + 2) parameters; training
///          keeps Steps (In + 7 Hidden) numbers a sample
/// Edges    NaN in one step spreads over all later ones
/// Rejects  at compile time, an input that is not [Steps, In]: put an Input<Steps, In> first
/// Source   torch.nn.GRU, batch_first; Cho et al., Learning Phrase Representations using RNN Encoder-Decoder, EMNLP
///          2014
/// Differs  a sequence begins at zeros and its last h is not returned (LastStep takes it; a State carries it on);
///          options that PyTorch has and this has not: num_layers (put one after another), bias (always there),
///          dropout, bidirectional; batch_first is always true
template <std::size_t In, std::size_t Hidden>
struct GRU {
    static constexpr Shape expects(Shape in) {
        return in.rank == 0 ? Shape{} : Shape{in.rank == 2 ? in[0] : std::size_t{1}, In};
    }
    static constexpr Shape output(Shape in) { return {in[0], Hidden}; }

    static constexpr meta::Time time = meta::Time::first;

    /// What a sequence and a single step share: the parameters, and how one sample takes a step.
    ///
    /// Rows of weights, each padded: those of the input, a bias, those of the hidden state, a bias.
    struct Cell {
        static constexpr std::size_t gates = 3 * Hidden, pitch = kernel::padded(gates);
        static constexpr kernel::Matrix of_x{.inputs = In, .outputs = gates, .input_stride = pitch, .output_stride = 1};
        static constexpr kernel::Matrix of_h{
            .inputs = Hidden, .outputs = gates, .input_stride = pitch, .output_stride = 1};
        static constexpr std::size_t bias_ih = In * pitch, weight_hh = bias_ih + pitch;
        static constexpr std::size_t bias_hh = weight_hh + Hidden * pitch;
        static constexpr std::size_t storage = bias_hh + pitch + 8;  ///< the last register may reach past the row
        static constexpr Fields parameters{
            Field{.name = "weight_ih_l0", .shape = {gates, In}, .offset = 0, .stride = {1, pitch}},
            Field{.name = "weight_hh_l0", .shape = {gates, Hidden}, .offset = weight_hh, .stride = {1, pitch}},
            Field{.name = "bias_ih_l0", .shape = {gates}, .offset = bias_ih, .stride = {1}},
            Field{.name = "bias_hh_l0", .shape = {gates}, .offset = bias_hh, .stride = {1}}};

        template <class T>
        static constexpr void initialize(T* p, Generator& generator) {
            double const bound = 1 / core::square_root(double(Hidden));
            for (Field const& field : parameters) init::uniform(FieldView(p, field), -bound, bound, generator);
        }

        /// One register of hidden units: what the input adds to each gate comes as r, z, n, what the hidden state adds as
        /// the others.
        template <class V>
        struct Unit {
            V r, z, n, hidden_r, hidden_z, hidden_n;

            /// From the last h to the next; the gates take the place of r, z, n.
            [[gnu::always_inline]] constexpr V step(V h) {
                r = simd::sigmoid(r + hidden_r);
                z = simd::sigmoid(z + hidden_z);
                n = simd::tanh(simd::multiply_add(r, hidden_n, n));
                return simd::multiply_add(z, h - n, n);
            }
        };

        /// One step of one sample: x [In] and the state go in, the state comes out; put(first, lanes of h).
        template <class T, class Put>
        static constexpr void step_one(T const* p, T const* x, T* h, Put put) {
            constexpr std::size_t room = kernel::round_up(gates, 16);
            alignas(64) T of_input[room], of_hidden[room];
            kernel::affine_one<of_x, true>(p, p + bias_ih, x, kernel::StoreFeatures<T>{of_input});
            kernel::affine_one<of_h, true>(p + weight_hh, p + bias_hh, h, kernel::StoreFeatures<T>{of_hidden});
            kernel::in_pieces<T, Hidden>([&]<class V>(V, std::size_t k) __attribute__((always_inline)) {
                auto const gate = [k](T const* from, std::size_t g)
                                      __attribute__((always_inline)) { return simd::load<V>(from + g * Hidden + k); };
                Unit<V> unit{gate(of_input, 0),  gate(of_input, 1),  gate(of_input, 2),
                             gate(of_hidden, 0), gate(of_hidden, 1), gate(of_hidden, 2)};
                V const out = unit.step(simd::load<V>(h + k));
                simd::store(h + k, out);
                put(k, out);
            });
        }
    };

    /// One step at a time.
    struct Step {
        static constexpr Shape expects(Shape) { return {In}; }
        static constexpr Shape output(Shape) { return {Hidden}; }

        template <Shape X>
        struct At : Cell {
            static constexpr std::size_t state = Hidden;

            template <class T, class Put>
            static constexpr void step(meta::Inference<T> pass, T* kept, Put put) {
                Cell::step_one(pass.parameters, pass.x, kept, put);
            }
        };
    };
    template <meta::Time>
    using OneStep = Step;

    template <Shape X>
    struct At : Cell {
        using Cell::bias_hh, Cell::bias_ih, Cell::gates, Cell::of_h, Cell::of_x, Cell::weight_hh;

        static constexpr std::size_t steps = X[0], multiply_adds = steps * (of_x.size() + of_h.size());

        /// x_t, h, and what either adds to the gates of one step.
        static constexpr std::size_t pass_memory = In + Hidden + 2 * gates;

        /// What training keeps of a sample, each for all steps: the input, the hidden state before the step, the gates and,
        /// of what the hidden state added, only the last third; the gradients of both sums take their place.
        static constexpr std::size_t h_memory = steps * In, gate_memory = h_memory + steps * Hidden;
        static constexpr std::size_t hidden_memory = gate_memory + steps * gates;
        static constexpr std::size_t sample_memory = hidden_memory + steps * gates;

        /// The gradient of h and of what it added to the gates of one step; then the outer products of all of them.
        static constexpr std::size_t scratch = [] {
            std::size_t const x = kernel::outer_scratch(of_x), h = kernel::outer_scratch(of_h);
            std::size_t const outer = steps * (x > h ? x : h), through_time = Hidden + gates;
            return outer > through_time ? outer : through_time;
        }();

        template <std::size_t L, class T, class Put>
        static constexpr void forward(meta::Inference<T> pass, Put put) {
            run<L>(pass.parameters, pass.x, pass.panels, pass.pass_memory, put, [](auto...) {}, [](auto...) {});
        }

        template <class T, class Put>
        static constexpr void forward_one(meta::Inference<T> pass, Put put) {
            T h[Hidden]{};
            for (std::size_t t = 0; t < steps; ++t)
                Cell::step_one(pass.parameters, pass.x + t * In, h,
                               [&put, t](std::size_t first, auto v)
                                   __attribute__((always_inline)) { put(t * Hidden + first, v); });
        }

        template <std::size_t L, class T, class Put>
        static constexpr void train(meta::Training<T> pass, Put put) {
            auto const memory = [&](std::size_t p) { return pass.sample_memory + p * sample_memory * L; };
            // Copies of the last sample are left out of gradients, and might be infinite.
            auto const keep_input = [&](std::size_t p, std::size_t t, std::size_t k,
                                        auto x) __attribute__((always_inline)) {
                simd::store(memory(p) + (t * In + k) * L, kernel::real_samples_only(x, p, pass.samples));
            };
            auto const keep_unit = [&](std::size_t p, std::size_t t, std::size_t k, auto const& unit,
                                       auto h) __attribute__((always_inline)) {
                T* const gate = memory(p) + (gate_memory + t * gates + k) * L;
                simd::store(gate, unit.r);
                simd::store(gate + Hidden * L, unit.z);
                simd::store(gate + 2 * Hidden * L, unit.n);
                simd::store(memory(p) + (hidden_memory + t * gates + 2 * Hidden + k) * L, unit.hidden_n);
                simd::store(memory(p) + (h_memory + t * Hidden + k) * L, kernel::real_samples_only(h, p, pass.samples));
            };
            run<L>(pass.parameters, pass.x, pass.panels, pass.pass_memory, put, keep_input, keep_unit);
        }

        /// Back through time: the gradients of the sums take the place of gates.
        template <std::size_t L, class T>
        static constexpr void prepare_backward(meta::Backward<T> pass) {
            T* const dh = pass.scratch;
            T* const dgates = dh + pass.panels * Hidden * L;
            for (std::size_t k = 0; k < pass.panels * Hidden * L; ++k) dh[k] = 0;
            for (std::size_t t = steps; t-- > 0;) {
                kernel::in_lanes<T, L>([&]<class V>(V) __attribute__((always_inline)) {
                    for (std::size_t p = 0; p < pass.panels; ++p)
                        for (std::size_t k = 0; k < Hidden; ++k) back_one_step<V>(pass, p, t, k, dh, dgates);
                });
                if (t > 0)
                    kernel::affine<of_h.transposed(), false, L>(pass.parameters + weight_hh, pass.parameters, dgates,
                                                                pass.panels, AddPanels<Hidden, L, T>{dh});
            }
        }

        template <std::size_t L, class T>
        static constexpr void gradient(meta::Backward<T> pass) {
            for (std::size_t p = 0; p < pass.panels; ++p) {
                T const* const memory = pass.sample_memory + p * sample_memory * L;
                bool const add = pass.add || p > 0;
                kernel::outer<of_x, true, L>(memory, memory + gate_memory * L, pass.gradient, pass.scratch, steps * L,
                                             add);
                kernel::outer<of_h, true, L>(memory + h_memory * L, memory + hidden_memory * L,
                                             pass.gradient + weight_hh, pass.scratch, steps * L, add);
            }
        }

        template <std::size_t L, class T, class Put>
        static constexpr void backward(meta::Backward<T> pass, Put put) {
            for (std::size_t p = 0; p < pass.panels; ++p)
                kernel::affine<of_x.transposed(), false, L>(pass.parameters, pass.parameters,
                                                            pass.sample_memory + (p * sample_memory + gate_memory) * L,
                                                            steps, kernel::PutSteps<In, Put>{put, p});
        }

    private:
        /// Adds onto panels [panel][F][L].
        template <std::size_t F, std::size_t L, class T>
        struct AddPanels {
            T* y;

            template <class V>
            [[gnu::always_inline]] constexpr void operator()(std::size_t panel, std::size_t feature, V v) const {
                T* const to = y + (panel * F + feature) * L;
                simd::store(to, simd::load<V>(to) + v);
            }
        };

        /// All steps of a row of panels. What training keeps of inputs and units, it is handed.
        template <std::size_t L, class T, class Put, class KeepInput, class KeepUnit>
        static constexpr void run(T const* parameters, T const* x, std::size_t panels, T* work, Put put,
                                  KeepInput keep_input, KeepUnit keep_unit) {
            T* const h = work;
            T* const x_t = h + panels * Hidden * L;
            T* const of_input = x_t + panels * In * L;
            T* const of_hidden = of_input + panels * gates * L;
            for (std::size_t k = 0; k < panels * Hidden * L; ++k) h[k] = 0;
            for (std::size_t t = 0; t < steps; ++t) {
                kernel::in_lanes<T, L>([&]<class V>(V) __attribute__((always_inline)) {
                    for (std::size_t p = 0; p < panels; ++p)
                        for (std::size_t k = 0; k < In; ++k) {
                            V const value = simd::load<V>(x + (p * X.size() + t * In + k) * L);
                            simd::store(x_t + (p * In + k) * L, value);
                            keep_input(p, t, k, value);
                        }
                });
                kernel::affine<of_x, true, L>(parameters, parameters + bias_ih, x_t, panels,
                                              kernel::StorePanels<gates, L, T>{of_input});
                kernel::affine<of_h, true, L>(parameters + weight_hh, parameters + bias_hh, h, panels,
                                              kernel::StorePanels<gates, L, T>{of_hidden});
                kernel::in_lanes<T, L>([&]<class V>(V) __attribute__((always_inline)) {
                    for (std::size_t p = 0; p < panels; ++p)
                        for (std::size_t k = 0; k < Hidden; ++k) {
                            auto const gate = [p, k](T const* from, std::size_t g) __attribute__((always_inline)) {
                                return simd::load<V>(from + (p * gates + g * Hidden + k) * L);
                            };
                            typename Cell::template Unit<V> unit{gate(of_input, 0),  gate(of_input, 1),
                                                                 gate(of_input, 2),  gate(of_hidden, 0),
                                                                 gate(of_hidden, 1), gate(of_hidden, 2)};
                            T* const h_k = h + (p * Hidden + k) * L;
                            V const before = simd::load<V>(h_k), after = unit.step(before);
                            simd::store(h_k, after);
                            keep_unit(p, t, k, unit, before);
                            put(p, t * Hidden + k, after);
                        }
                });
            }
        }

        /// One register of hidden units, one step back; dh is left as what leads past the gates.
        template <class V, class T>
        [[gnu::always_inline]] static constexpr void back_one_step(meta::Backward<T> const& pass, std::size_t p,
                                                                   std::size_t t, std::size_t k, T* dh, T* dgates) {
            constexpr std::size_t L = simd::lane_count<V>;
            T* const memory = pass.sample_memory + p * sample_memory * L;
            T* const gate = memory + (gate_memory + t * gates + k) * L;
            T* const hidden = memory + (hidden_memory + t * gates + k) * L;
            V const one = simd::broadcast<V>(1);
            V const r = simd::load<V>(gate), z = simd::load<V>(gate + Hidden * L);
            V const n = simd::load<V>(gate + 2 * Hidden * L), hidden_n = simd::load<V>(hidden + 2 * Hidden * L);
            V const before = simd::load<V>(memory + (h_memory + t * Hidden + k) * L);
            std::size_t const at = (p * Hidden + k) * L;
            V const dout = simd::load<V>(dh + at) + simd::load<V>(pass.dy + (p * steps * Hidden + t * Hidden + k) * L);
            auto const real = [&](V d) __attribute__((always_inline)) {
                return kernel::real_samples_only(d, p, pass.samples);
            };
            V const dn = real(dout * (one - z) * simd::multiply_add(V{} - n, n, one));
            V const dz = real(dout * (before - n) * (z * (one - z)));
            V const dr = real(dn * hidden_n * (r * (one - r)));
            auto const store = [&](std::size_t g, V of_input, V of_hidden) __attribute__((always_inline)) {
                simd::store(gate + g * Hidden * L, of_input);
                simd::store(hidden + g * Hidden * L, of_hidden);
                simd::store(dgates + (p * gates + g * Hidden + k) * L, of_hidden);
            };
            store(0, dr, dr);
            store(1, dz, dz);
            store(2, dn, real(dn * r));
            simd::store(dh + at, real(dout * z));
        }
    };

    // Last: clang leaves out what follows an assertion that fails.
    static_assert(In > 0 && Hidden > 0, "GRU: In and Hidden must be at least 1");
};

}  // namespace staticnn::inline STATICNN_TARGET
