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

/// Long short-term memory: a layer over sequences, trained through time.
///
///     i, f, o = σ(W x_t + b + U h_{t-1} + c)      g = tanh(the same)      a quarter of the rows each, in the order i f g o
///     c_t = f c_{t-1} + i g      h_t = o tanh(c_t)      y_t = h_t;  h and c begin as zeros
///
/// Shapes   x [Steps, In]   y [Steps, Hidden]   weight_ih_l0 [4 Hidden, In]   weight_hh_l0 [4 Hidden, Hidden]
///          bias_ih_l0, bias_hh_l0 [4 Hidden]; with a State one step at a time: x_t [In], y_t [Hidden]
/// Cost     8 Hidden (In + Hidden) flop a step and 5 Hidden exponentials; 4 Hidden (In + Hidden + 2) parameters; training
///          keeps Steps (In + 7 Hidden) numbers a sample
/// Edges    NaN in one step spreads over all later ones
/// Rejects  at compile time, an input that is not [Steps, In]: put an Input<Steps, In> first
/// Source   torch.nn.LSTM, batch_first; Hochreiter & Schmidhuber, Long Short-Term Memory, Neural Computation 9 (1997)
/// Differs  a sequence begins at zeros and its last h and c are not returned (LastStep takes h; a State carries both
///          on); options that PyTorch has and this has not: num_layers (put one after another), bias (always there),
///          dropout, bidirectional, proj_size; batch_first is always true
template <std::size_t In, std::size_t Hidden>
struct LSTM {
    static constexpr Shape expects(Shape in) {
        return in.rank == 0 ? Shape{} : Shape{in.rank == 2 ? in[0] : std::size_t{1}, In};
    }
    static constexpr Shape output(Shape in) { return {in[0], Hidden}; }

    static constexpr meta::Time time = meta::Time::first;

    /// What a sequence and a single step share: the parameters, and how one sample takes a step.
    ///
    /// Input and hidden state lie side by side and are multiplied at once: [x_t, h_{t-1}] times rows of weights, each
    /// padded; then the two biases, a row each.
    struct Cell {
        static constexpr std::size_t gates = 4 * Hidden, pitch = kernel::padded(gates), inputs = In + Hidden;
        static constexpr kernel::Matrix matrix{
            .inputs = inputs, .outputs = gates, .input_stride = pitch, .output_stride = 1};
        static constexpr kernel::Matrix of_x{.inputs = In, .outputs = gates, .input_stride = pitch, .output_stride = 1};
        static constexpr kernel::Matrix of_h{
            .inputs = Hidden, .outputs = gates, .input_stride = pitch, .output_stride = 1};
        static constexpr std::size_t bias_ih = inputs * pitch, bias_hh = bias_ih + pitch;
        static constexpr std::size_t storage = bias_hh + pitch;
        static constexpr Fields parameters{
            Field{.name = "weight_ih_l0", .shape = {gates, In}, .offset = 0, .stride = {1, pitch}},
            Field{.name = "weight_hh_l0", .shape = {gates, Hidden}, .offset = In * pitch, .stride = {1, pitch}},
            Field{.name = "bias_ih_l0", .shape = {gates}, .offset = bias_ih, .stride = {1}},
            Field{.name = "bias_hh_l0", .shape = {gates}, .offset = bias_hh, .stride = {1}}};

        template <class T>
        static constexpr void initialize(T* p, Generator& generator) {
            double const bound = 1 / core::square_root(double(Hidden));
            for (Field const& field : parameters) init::uniform(FieldView(p, field), -bound, bound, generator);
        }

        /// One register of hidden units: gates activated in place, c replaced; h.
        template <class V>
        struct Unit {
            V i, f, g, o, c, tanh_c;

            [[gnu::always_inline]] constexpr V step() {
                i = simd::sigmoid(i);
                f = simd::sigmoid(f);
                g = simd::tanh(g);
                o = simd::sigmoid(o);
                c = simd::multiply_add(f, c, simd::rounded(i * g));
                tanh_c = simd::tanh(c);
                return simd::rounded(o * tanh_c);
            }
        };

        /// One step of one sample: x [In] and the state go in, the state comes out; put(first, lanes of h).
        template <class T, class Put>
        static constexpr void step_one(T const* p, T const* x, T* state, Put put) {
            alignas(64) T xh[inputs], gate[kernel::round_up(gates, 16)];
            T* const h = state;
            T* const c = state + Hidden;
            for (std::size_t k = 0; k < In; ++k) xh[k] = x[k];
            for (std::size_t k = 0; k < Hidden; ++k) xh[In + k] = h[k];
            kernel::affine_one<matrix, true>(p, p + bias_ih, xh, kernel::StoreFeatures<T>{gate});
            kernel::in_pieces<T, Hidden>([&]<class V>(V, std::size_t k) __attribute__((always_inline)) {
                auto const sum = [&](std::size_t g) __attribute__((always_inline)) {
                    return simd::load<V>(gate + g * Hidden + k) + simd::load<V>(p + bias_hh + g * Hidden + k);
                };
                Unit<V> unit{sum(0), sum(1), sum(2), sum(3), simd::load<V>(c + k), V{}};
                V const out = unit.step();
                simd::store(c + k, unit.c);
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
            static constexpr std::size_t state = 2 * Hidden;  ///< h, c

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
        using Cell::bias_hh, Cell::bias_ih, Cell::gates, Cell::inputs, Cell::matrix, Cell::of_h, Cell::of_x,
            Cell::pitch;

        static constexpr std::size_t steps = X[0], multiply_adds = steps * matrix.size();

        /// [x_t, h_{t-1}], c and the gates of one step.
        static constexpr std::size_t pass_memory = inputs + Hidden + gates;

        /// What training keeps of a sample, each for all steps: the input of the step, the gates (whose gradients take
        /// their place), c, and its tanh.
        static constexpr std::size_t gate_memory = steps * inputs, c_memory = gate_memory + steps * gates;
        static constexpr std::size_t tanh_memory = c_memory + steps * Hidden;
        static constexpr std::size_t sample_memory = tanh_memory + steps * Hidden;

        /// The gradients of h, c and the gates of one step; then the outer product of all of them.
        static constexpr std::size_t scratch = [] {
            std::size_t const outer = steps * kernel::outer_scratch(matrix), through_time = 2 * Hidden + gates;
            return outer > through_time ? outer : through_time;
        }();

        template <std::size_t L, class T, class Put>
        static constexpr void forward(meta::Inference<T> pass, Put put) {
            run<L>(pass.parameters, pass.x, pass.panels, pass.pass_memory, put, [](auto...) {}, [](auto...) {});
        }

        template <class T, class Put>
        static constexpr void forward_one(meta::Inference<T> pass, Put put) {
            T state[2 * Hidden]{};
            for (std::size_t t = 0; t < steps; ++t)
                Cell::step_one(pass.parameters, pass.x + t * In, state,
                               [&put, t](std::size_t first, auto v)
                                   __attribute__((always_inline)) { put(t * Hidden + first, v); });
        }

        template <std::size_t L, class T, class Put>
        static constexpr void train(meta::Training<T> pass, Put put) {
            auto const memory = [&](std::size_t p) { return pass.sample_memory + p * sample_memory * L; };
            auto const keep_input = [&](std::size_t p, std::size_t t, std::size_t k,
                                        auto v) __attribute__((always_inline)) {
                // Copies of the last sample are left out of gradients, and might be infinite.
                simd::store(memory(p) + (t * inputs + k) * L, kernel::real_samples_only(v, p, pass.samples));
            };
            auto const keep_unit = [&](std::size_t p, std::size_t t, std::size_t k, auto const& unit)
                                       __attribute__((always_inline)) {
                                           T* const gate = memory(p) + (gate_memory + t * gates + k) * L;
                                           simd::store(gate, unit.i);
                                           simd::store(gate + Hidden * L, unit.f);
                                           simd::store(gate + 2 * Hidden * L, unit.g);
                                           simd::store(gate + 3 * Hidden * L, unit.o);
                                           simd::store(memory(p) + (c_memory + t * Hidden + k) * L, unit.c);
                                           simd::store(memory(p) + (tanh_memory + t * Hidden + k) * L, unit.tanh_c);
                                       };
            run<L>(pass.parameters, pass.x, pass.panels, pass.pass_memory, put, keep_input, keep_unit);
        }

        /// Back through time: the gradients of the gates take the place of the gates.
        template <std::size_t L, class T>
        static constexpr void prepare_backward(meta::Backward<T> pass) {
            T* const dh = pass.scratch;
            T* const dc = dh + pass.panels * Hidden * L;
            T* const dgates = dc + pass.panels * Hidden * L;
            for (std::size_t k = 0; k < pass.panels * 2 * Hidden * L; ++k) dh[k] = 0;
            for (std::size_t t = steps; t-- > 0;) {
                kernel::in_lanes<T, L>([&]<class V>(V) __attribute__((always_inline)) {
                    for (std::size_t p = 0; p < pass.panels; ++p)
                        for (std::size_t k = 0; k < Hidden; ++k) back_one_step<V>(pass, p, t, k, dh, dc, dgates);
                });
                if (t > 0)
                    kernel::affine<of_h.transposed(), false, L>(pass.parameters + In * pitch, pass.parameters, dgates,
                                                                pass.panels, kernel::StorePanels<Hidden, L, T>{dh});
            }
        }

        template <std::size_t L, class T>
        static constexpr void gradient(meta::Backward<T> pass) {
            for (std::size_t p = 0; p < pass.panels; ++p) {
                T const* const memory = pass.sample_memory + p * sample_memory * L;
                kernel::outer<matrix, true, L>(memory, memory + gate_memory * L, pass.gradient, pass.scratch, steps * L,
                                               pass.add || p > 0);
            }
            for (std::size_t k = 0; k < gates; ++k) pass.gradient[bias_hh + k] = pass.gradient[bias_ih + k];
        }

        template <std::size_t L, class T, class Put>
        static constexpr void backward(meta::Backward<T> pass, Put put) {
            for (std::size_t p = 0; p < pass.panels; ++p)
                kernel::affine<of_x.transposed(), false, L>(pass.parameters, pass.parameters,
                                                            pass.sample_memory + (p * sample_memory + gate_memory) * L,
                                                            steps, kernel::PutSteps<In, Put>{put, p});
        }

    private:
        /// All steps of a row of panels. What training keeps of inputs and units, it is handed.
        template <std::size_t L, class T, class Put, class KeepInput, class KeepUnit>
        static constexpr void run(T const* parameters, T const* x, std::size_t panels, T* work, Put put,
                                  KeepInput keep_input, KeepUnit keep_unit) {
            T* const xh = work;
            T* const c = xh + panels * inputs * L;
            T* const gate = c + panels * Hidden * L;
            for (std::size_t k = 0; k < panels * (inputs + Hidden) * L; ++k) work[k] = 0;
            for (std::size_t t = 0; t < steps; ++t) {
                kernel::in_lanes<T, L>([&]<class V>(V) __attribute__((always_inline)) {
                    for (std::size_t p = 0; p < panels; ++p) {
                        for (std::size_t k = 0; k < In; ++k)
                            simd::store(xh + (p * inputs + k) * L, simd::load<V>(x + (p * X.size() + t * In + k) * L));
                        for (std::size_t k = 0; k < inputs; ++k)
                            keep_input(p, t, k, simd::load<V>(xh + (p * inputs + k) * L));
                    }
                });
                kernel::affine<matrix, true, L>(parameters, parameters + bias_ih, xh, panels,
                                                kernel::StorePanels<gates, L, T>{gate});
                kernel::in_lanes<T, L>([&]<class V>(V) __attribute__((always_inline)) {
                    for (std::size_t p = 0; p < panels; ++p)
                        for (std::size_t k = 0; k < Hidden; ++k) {
                            auto const sum = [&](std::size_t g) __attribute__((always_inline)) {
                                return simd::load<V>(gate + (p * gates + g * Hidden + k) * L) +
                                       simd::broadcast<V>(parameters[bias_hh + g * Hidden + k]);
                            };
                            T* const c_k = c + (p * Hidden + k) * L;
                            typename Cell::template Unit<V> unit{sum(0), sum(1), sum(2), sum(3), simd::load<V>(c_k),
                                                                 V{}};
                            V const h = unit.step();
                            simd::store(c_k, unit.c);
                            simd::store(xh + (p * inputs + In + k) * L, h);
                            keep_unit(p, t, k, unit);
                            put(p, t * Hidden + k, h);
                        }
                });
            }
        }

        /// One register of hidden units, one step back.
        template <class V, class T>
        [[gnu::always_inline]] static constexpr void back_one_step(meta::Backward<T> const& pass, std::size_t p,
                                                                   std::size_t t, std::size_t k, T const* dh, T* dc,
                                                                   T* dgates) {
            constexpr std::size_t L = simd::lane_count<V>;
            T* const memory = pass.sample_memory + p * sample_memory * L;
            T* const gate = memory + (gate_memory + t * gates + k) * L;
            V const one = simd::broadcast<V>(1);
            V const i = simd::load<V>(gate), f = simd::load<V>(gate + Hidden * L);
            V const g = simd::load<V>(gate + 2 * Hidden * L), o = simd::load<V>(gate + 3 * Hidden * L);
            V const tanh_c = simd::load<V>(memory + (tanh_memory + t * Hidden + k) * L);
            V const c_before = t == 0 ? V{} : simd::load<V>(memory + (c_memory + (t - 1) * Hidden + k) * L);
            std::size_t const at = (p * Hidden + k) * L;
            V const dy = simd::load<V>(pass.dy + (p * steps * Hidden + t * Hidden + k) * L);
            V const dout = dy + simd::load<V>(dh + at);
            V const dcell =
                simd::multiply_add(dout * o, simd::multiply_add(V{} - tanh_c, tanh_c, one), simd::load<V>(dc + at));
            auto const store = [&](std::size_t of, V d) __attribute__((always_inline)) {
                d = kernel::real_samples_only(d, p, pass.samples);
                simd::store(gate + of * Hidden * L, d);
                simd::store(dgates + (p * gates + of * Hidden + k) * L, d);
            };
            store(0, dcell * g * (i * (one - i)));
            store(1, dcell * c_before * (f * (one - f)));
            store(2, dcell * i * simd::multiply_add(V{} - g, g, one));
            store(3, dout * tanh_c * (o * (one - o)));
            simd::store(dc + at, kernel::real_samples_only(dcell * f, p, pass.samples));
        }
    };

    // Last: clang leaves out what follows an assertion that fails.
    static_assert(In > 0 && Hidden > 0, "LSTM: In and Hidden must be at least 1");
};

}  // namespace staticnn::inline STATICNN_TARGET
