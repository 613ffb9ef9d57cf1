#pragma once

#include <cstddef>
#include <cstdint>

#include <staticnn/core/field.hpp>
#include <staticnn/core/shape.hpp>
#include <staticnn/core/target.hpp>

/// What a layer states, and what stands for what it leaves out. docs/write_your_own_layer.md says it with examples.
///
/// An *elementwise* layer is two functions, each for a number and for a register of lanes:
///
///     value(x)            y
///     gradient(y, dy)     dx; or gradient(x, dy), when the layer says `gradient_needs_input = true`
///
/// Any other layer says which shapes it takes, and is then *placed*: `At<X>` is the layer at a place where samples
/// have the shape X.
///
///     expects(in)         the shape it would take in place of `in`: `in` itself when that suits; for `Shape{}`, what
///                         it knows by itself. Left out: any shape.
///     output(in)          the shape of what comes out. Left out: the shape of what went in.
///     At<X>               storage, parameters, forward, backward, ...: see the concept Placed
///
/// A layer with neither only states shapes, by `expects` or `output`: nothing is done at run time. Its output has as many
/// numbers as came, in the same order, and is seen in another shape.
namespace staticnn::inline STATICNN_TARGET::meta {

/// What a layer sees of a pass in inference: a row of panels, [panel][feature][L] with L samples in lanes.
template <class T>
struct Inference {
    T const* parameters;
    T const* buffers;
    T const* x;
    std::size_t panels;
    T* pass_memory = nullptr;  ///< [panels][pass_memory][L], to use while it runs
};

/// What a layer sees of a forward pass in training. Lanes past the last sample hold copies of it.
template <class T>
struct Training {
    T const* parameters;
    T* buffers;
    std::int64_t* counters;
    T* sample_memory;  ///< [panel][sample_memory][L], kept until the backward pass
    T* batch_memory;   ///< [batch_memory], the same
    T const* x;
    std::size_t panels;
    std::size_t samples;       ///< how many samples the panels hold
    std::size_t first_sample;  ///< the number of the first of them in the batch
    std::uint64_t key;         ///< of this layer in this step, drawn from the trainer's Generator
    T* pass_memory;            ///< [panels][pass_memory][L], to use while it runs
};

/// What a layer sees of the backward pass. dy is zero in lanes past the last sample, and dx must be.
template <class T>
struct Backward {
    T const* parameters;
    T* sample_memory;
    T* batch_memory;
    T const* x;
    T const* dy;
    std::size_t panels;
    std::size_t samples;
    T* gradient;  ///< laid out as the parameters
    T* scratch;   ///< [samples][scratch]
    bool add;     ///< to what is in `gradient`, or write over it
};

template <class L>
concept Elementwise = requires(float v) {
    L::value(v);
    L::gradient(v, v);
};

/// An elementwise layer whose gradient cannot be told from its result.
template <class L>
concept NeedsInput = Elementwise<L> && requires { requires L::gradient_needs_input; };

/// A layer that is placed. P = L::At<X> must state
///
///     forward<L>(Inference<T>, put)      calls put(panel, feature, lanes) for each register of its result; feature k of
///                                        panel p may as well be called feature p F + k of panel 0
///     backward<L>(Backward<T>, put)      the same for dx
///
/// and may state
///
///     storage, parameters                how many numbers it trains, padding included, and its fields among them
///     initialize(T* parameters, Generator&)
///     gradient<L>(Backward<T>)           of what it trains: it runs before `backward`, and not where the layer is Frozen
///     prepare_backward<L>(Backward<T>)   what `gradient` and `backward` both need: it runs before either
///     forward_one(Inference<T>, put)     one sample, in lanes of features: put(first feature, lanes). Of x it may read
///                                        the features alone. A register may reach past the last feature of a vector
///                                        to the next multiple of 16, and 15 numbers past that of a sample of rows
///     multiply_adds                      of a sample, where they are not as many as `storage`
///     reads_samples<L>                   whether, standing first, it reads samples as the user holds them: by
///     from_samples<L>(Inference<T>, Samples<T>, count, put)        in place of `forward`, and
///     gradient_from_samples<L>(Backward<T>, Samples<T>)            in place of `gradient`; pass.x is not there then
///     train<L>(Training<T>, put)         when training is not inference
///     buffer_storage, buffers, counters, initialize_buffers(T*)    numbers that are kept, but not trained
///     sample_memory, batch_memory        what backward needs beyond x, for each sample and for the whole batch
///     scratch                            numbers of scratch a sample, for `prepare_backward` and `gradient`
///     pass_memory                        numbers a sample that `forward` and `train` need while they run
///     couples_samples, minimum_samples   it needs the whole batch at once, and so many samples
///     draws                              it uses `key`
///
/// A layer over a sequence may say how it goes step by step, for a model that is fed one step after another:
///
///     time                               which extent of its input is time: Time::first or Time::last
///     OneStep<Time>                      the layer that does for one step what this one does for all of them, with the
///                                        same parameters in the same places; may state, placed,
///     state                              how many numbers are kept from step to step, and then, for `forward_one`,
///     step(Inference<T>, T* state, put)
///     each_last_extent                   in place of both: it treats each vector along the last extent alone
template <class L>
concept Placed = requires { typename L::template At<Shape{1}>; };

/// Which extent of a sequence is time.
enum class Time {
    first,  ///< [steps][features]
    last,   ///< [channels][steps]
};

/// The shape of one step of a sequence; `{1}` where a step is a single number.
constexpr Shape one_step(Shape sequence, Time time) {
    Shape step{1};
    for (std::size_t d = 0; d + 1 < sequence.rank; ++d) step.extent[d] = sequence[time == Time::first ? d + 1 : d];
    step.rank = sequence.rank > 1 ? sequence.rank - 1 : 1;
    return step;
}

/// Whether a placed layer has a way of its own for one sample.
template <class P>
inline constexpr bool has_forward_one = requires(Inference<float> pass) { P::forward_one(pass, [](auto...) {}); };

/// A layer that only states shapes.
template <class L>
concept StatesShape = !requires(float v) { L::value(v); } && !requires(float v) { L::gradient(v, v); } &&
                      (requires { L::expects(Shape{}); } || requires { L::output(Shape{}); });

/// The shape that L would take in place of `in`.
template <class L>
constexpr Shape expected_shape(Shape in) {
    if constexpr (requires { L::expects(in); })
        return L::expects(in);
    else
        return in;
}

/// The shape that comes out of L.
template <class L>
constexpr Shape output_shape(Shape in) {
    if constexpr (requires { L::output(in); })
        return L::output(in);
    else
        return in;
}

template <class L>
inline constexpr bool keeps_shape = !requires { L::output(Shape{}); };

/// A placed layer's statements, with what stands for those that it leaves out.
template <class P>
struct Statements {
    static constexpr auto parameters = [] {
        if constexpr (requires { P::parameters; })
            return P::parameters;
        else
            return Fields<0>{};
    }();
    static constexpr auto buffers = [] {
        if constexpr (requires { P::buffers; })
            return P::buffers;
        else
            return Fields<0>{};
    }();
    static constexpr auto counters = [] {
        if constexpr (requires { P::counters; })
            return P::counters;
        else
            return Fields<0>{};
    }();
    static constexpr std::size_t storage = [] {
        if constexpr (requires { P::storage; })
            return std::size_t{P::storage};
        else
            return std::size_t{0};
    }();
    static constexpr std::size_t multiply_adds = [] {
        if constexpr (requires { P::multiply_adds; })
            return std::size_t{P::multiply_adds};
        else
            return storage;
    }();
    static constexpr std::size_t buffer_storage = [] {
        if constexpr (requires { P::buffer_storage; })
            return std::size_t{P::buffer_storage};
        else
            return std::size_t{0};
    }();
    static constexpr std::size_t sample_memory = [] {
        if constexpr (requires { P::sample_memory; })
            return std::size_t{P::sample_memory};
        else
            return std::size_t{0};
    }();
    static constexpr std::size_t batch_memory = [] {
        if constexpr (requires { P::batch_memory; })
            return std::size_t{P::batch_memory};
        else
            return std::size_t{0};
    }();
    static constexpr std::size_t scratch = [] {
        if constexpr (requires { P::scratch; })
            return std::size_t{P::scratch};
        else
            return std::size_t{0};
    }();
    static constexpr std::size_t pass_memory = [] {
        if constexpr (requires { P::pass_memory; })
            return std::size_t{P::pass_memory};
        else
            return std::size_t{0};
    }();
    static constexpr std::size_t state = [] {
        if constexpr (requires { P::state; })
            return std::size_t{P::state};
        else
            return std::size_t{0};
    }();
    static constexpr std::size_t minimum_samples = [] {
        if constexpr (requires { P::minimum_samples; })
            return std::size_t{P::minimum_samples};
        else
            return std::size_t{1};
    }();
    static constexpr bool couples_samples = requires { requires P::couples_samples; };
    static_assert(couples_samples || minimum_samples == 1, "a layer with minimum_samples must state couples_samples");
    static constexpr bool draws = requires { requires P::draws; };
    static constexpr bool prepares_backward = requires(Backward<float> pass) { P::template prepare_backward<1>(pass); };
    static constexpr bool trains = storage > 0;
};

}  // namespace staticnn::inline STATICNN_TARGET::meta
