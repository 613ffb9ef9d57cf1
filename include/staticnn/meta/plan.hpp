#pragma once

#include <cstddef>
#include <type_traits>
#include <utility>

#include <staticnn/meta/errors.hpp>
#include <staticnn/meta/layer.hpp>
#include <staticnn/meta/list.hpp>
#include <staticnn/meta/name.hpp>
#include <staticnn/meta/topology.hpp>

/// The plan of a network: steps over numbered buffers, made once at compile time. The model runs it forwards, the
/// trainer forwards and backwards; neither knows a layer by name.
namespace staticnn::inline STATICNN_TARGET::meta {

inline constexpr std::size_t none = std::size_t(-1);

enum class Kind {
    layer,  ///< a placed layer
    map,    ///< an elementwise layer by itself
    join,   ///< the sum of two buffers
};

/// One step: reads buffer `in` (and `other`, when it joins), writes buffer `out`.
struct Step {
    Kind kind = Kind::layer;
    std::size_t atom = 0;
    Shape shape;  ///< of `in`
    std::size_t in = 0, other = none, out = 0;
    std::size_t fused = none;  ///< atom of the elementwise layer that is applied as the result is stored
    bool frozen = false;       ///< its parameters are not trained
};

/// One buffer: the network's input is number 0, its output the last.
struct Buffer {
    Shape shape;
    std::size_t producer = none;  ///< step that writes it
    std::size_t last_reader = 0;  ///< step that reads it last
    std::size_t readers = 0;
};

/// The first layer that cannot take what comes.
struct Mismatch {
    std::size_t atom = none;
    Shape expected, got;
};

/// Steps and buffers, as the list of atoms is read.
template <std::size_t Atoms>
struct Steps {
    Step step[Atoms + 1];
    Buffer buffer[Atoms + 1];
    std::size_t steps = 0, buffers = 1;
    Mismatch mismatch;
    std::size_t stranger = none;  ///< the first atom that is no layer at all
    bool holds = false;           ///< together: what follows may rely on it

    // While reading: the number of the atom, the buffer reached so far, the shape that its numbers are seen in, and
    // those that forks remember.
    std::size_t atom = 0, now = 0, depth = 0, remembered[Atoms + 1]{};
    Shape shape, remembered_shape[Atoms + 1]{};
    std::size_t frozen = 0;  ///< how many Frozen are around the atom
    bool may_fuse = false;   ///< into the step that made `now`: nothing else has seen it yet

    constexpr void read(hana::basic_type<Fork>) {
        remembered_shape[depth] = shape;
        remembered[depth++] = now;
        may_fuse = false;
    }

    constexpr void read(hana::basic_type<Swap>) {
        std::swap(remembered[depth - 1], now);
        std::swap(remembered_shape[depth - 1], shape);
        may_fuse = false;
    }

    constexpr void read(hana::basic_type<Freeze>) { ++frozen; }
    constexpr void read(hana::basic_type<Thaw>) { --frozen; }

    template <class Owner, class Position>
    constexpr void read(hana::basic_type<Join<Owner, Position>>) {
        std::size_t const other = remembered[--depth];
        check(remembered_shape[depth], shape);
        add({.kind = Kind::join, .shape = shape, .other = other}, shape);
        may_fuse = true;
    }

    template <class L, class Position>
    constexpr void read(hana::basic_type<Atom<L, Position>>) {
        check(expected_shape<L>(shape), shape);
        if constexpr (Elementwise<L>) {
            if (may_fuse && !NeedsInput<L>)  // which needs the buffer that fusing would save
                step[steps - 1].fused = atom;
            else
                add({.kind = Kind::map, .shape = shape, .fused = atom}, shape);
            may_fuse = false;  // a second one would need what lies between the two
        } else if constexpr (Placed<L>) {
            add({.kind = Kind::layer, .shape = shape}, output_shape<L>(shape));
            may_fuse = true;
        } else {
            Shape const seen = output_shape<L>(shape);  // the same numbers, and no trace of it in the steps
            bool const is_layer = StatesShape<L> && seen.size() == shape.size();
            if (is_layer)
                shape = seen;
            else if (stranger == none)
                stranger = atom;
        }
    }

private:
    /// Reads on as if the expected shape had come, so that one error draws no others after it.
    constexpr void check(Shape expected, Shape got) {
        if (expected.size() == 0 || got.size() == 0) return;  // a layer of nothing has said so itself
        if (!(expected == got) && mismatch.atom == none) mismatch = {atom, expected, got};
        if (buffer[now].shape == got) buffer[now].shape = expected;
        shape = expected;
    }

    constexpr void add(Step next, Shape made) {
        next.atom = atom;
        next.in = now;
        next.out = buffers;
        next.frozen = frozen > 0;
        read_by_step(next.in);
        if (next.other != none) read_by_step(next.other);
        step[steps] = next;
        buffer[buffers] = {.shape = made, .producer = steps};
        shape = made;
        now = buffers++;
        ++steps;
    }

    constexpr void read_by_step(std::size_t b) {
        ++buffer[b].readers;
        buffer[b].last_reader = steps;
    }
};

template <class>
struct OfAtom {
    using Subject = void;
    static constexpr bool is_layer = false;
};
template <class L, class Position>
struct OfAtom<Atom<L, Position>> {
    using Subject = L;
    using At = Position;
    static constexpr bool is_layer = true;
};
template <class Owner, class Position>
struct OfAtom<Join<Owner, Position>> : OfAtom<Atom<Owner, Position>> {
    static constexpr bool is_layer = false;
};

/// Who states the input's shape: the first layer that knows one, behind layers that leave shapes as they are.
struct First {
    Shape shape;
    std::size_t atom = 0;

    template <class A>
    constexpr bool is(hana::basic_type<A>) {
        using L = typename OfAtom<A>::Subject;
        if constexpr (OfAtom<A>::is_layer) {
            shape = expected_shape<L>(Shape{});
            if (shape.known()) return true;
            if constexpr (!keeps_shape<L>) return true;  // and knows none: the search ends here
        }
        ++atom;
        return false;
    }
};

template <class Atoms>
constexpr First find_first() {
    return unpack<Atoms>([](auto... atoms) {
        First first;
        (first.is(atoms) || ...);
        return first;
    });
}

template <class Atoms, First F>
constexpr auto read_steps() {
    return unpack<Atoms>([](auto... atoms) {
        Steps<sizeof...(atoms)> s;
        s.buffer[0].shape = s.shape = F.shape;
        ((s.read(atoms), ++s.atom), ...);
        s.holds = F.shape.known() && s.mismatch.atom == none && s.stranger == none;
        for (Buffer const& b : s.buffer) s.holds = s.holds && b.shape.size() > 0;
        if (!s.holds) s.steps = 0;  // nothing to run, and one error to read
        return s;
    });
}

/// The error of a network, or NoError.
template <class Net, class Atoms, First F, Mismatch M, std::size_t Stranger>
constexpr auto error_of() {
    if constexpr (Stranger != none) {
        using Culprit = OfAtom<Get<Atoms, Stranger>>;
        return Type<is_not_a_layer<typename Culprit::At, typename Culprit::Subject>>{};
    } else if constexpr (F.atom == length<Atoms>) {
        return Type<put_an_Input_before<Layer<>, Net>>{};
    } else if constexpr (!F.shape.known()) {
        using Culprit = OfAtom<Get<Atoms, F.atom>>;
        return Type<put_an_Input_before<typename Culprit::At, typename Culprit::Subject>>{};
    } else if constexpr (M.atom != none) {
        using Culprit = OfAtom<Get<Atoms, M.atom>>;
        using At = typename Culprit::At;
        using L = typename Culprit::Subject;
        if constexpr (Culprit::is_layer)
            return Type<shapes_do_not_match<At, L, Spelled<expects, M.expected>, Spelled<got, M.got>>>{};
        else
            return Type<shapes_do_not_match<At, L, Spelled<body_makes, M.expected>, Spelled<shortcut_makes, M.got>>>{};
    } else {
        return Type<NoError>{};
    }
}

/// A network's atoms and steps, before it is known whether they hold together.
template <class Net>
struct Draft {
    using Atoms = Expanded<Net, Layer<>>;
    static constexpr First first = find_first<Atoms>();
    static constexpr auto steps = read_steps<Atoms, first>();
    using Error = typename decltype(error_of<Net, Atoms, first, steps.mismatch, steps.stranger>())::type;
};

/// What is applied as a result is stored where no elementwise layer was fused.
struct NoActivation {
    template <class V>
    [[gnu::always_inline]] static constexpr V value(V x) {
        return x;
    }
    template <class V>
    [[gnu::always_inline]] static constexpr V gradient(V, V dy) {
        return dy;
    }
};

/// Where a step's own numbers begin, each in the array of its kind.
struct Place {
    std::size_t parameters = 0, buffers = 0, counters = 0, sample_memory = 0, batch_memory = 0, state = 0;
};

/// What a step does, wherever it stands. The passes are made of functions of it, not of the plan and a number: steps
/// that do the same share them, and no compiler writes out the whole network as part of a function's name.
template <Kind K, class L, class F, std::size_t In, std::size_t Out>
struct Work {
    static constexpr Kind kind = K;
    using Placed = L;      ///< the layer placed, or void
    using Activation = F;  ///< the elementwise layer that is applied as the result is stored
    static constexpr std::size_t inputs = In, outputs = Out;
};

/// A layer placed where steps of a kind see the shape X.
template <Kind K, class L, Shape X>
struct PlaceFor {
    using type = void;
};
template <class L, Shape X>
struct PlaceFor<Kind::layer, L, X> {
    using type = typename L::template At<X>;
};

/// The layer of a list's atom, where there is one.
template <class Atoms, std::size_t Atom>
struct SubjectOf {
    using type = typename OfAtom<Get<Atoms, Atom>>::Subject;
};
template <class Atoms>
struct SubjectOf<Atoms, none> {
    using type = NoActivation;
};

/// Sums over all layers; each layer's parameters begin on a boundary of 16 numbers. Those that are trained come first:
/// gradients, and an optimiser's memory, are laid out as they are, and end where they end.
template <std::size_t Steps>
struct Totals {
    Place place[Steps + 1];
    std::size_t storage[Steps + 1]{};               ///< of each step's parameters, rounded up
    bool frozen[Steps + 1]{}, trains[Steps + 1]{};  ///< whether each step's parameters are not trained, or are
    Place all;
    std::size_t trained = 0;  ///< of all.parameters
    std::size_t parameter_count = 0, scratch = 0, pass_memory = 0, minimum_samples = 1;
    bool couples_samples = false, draws = false;
    std::size_t coupling = 0, drawing = 0;  ///< the last step that does

    constexpr explicit Totals(Step const* step) {
        for (std::size_t k = 0; k < Steps; ++k) frozen[k] = step[k].frozen;
    }

    template <class Work>
    constexpr void add(std::size_t k) {
        if constexpr (Work::kind == Kind::layer) {
            using Layer = Statements<typename Work::Placed>;
            place[k] = all;
            storage[k] = (Layer::storage + 15) / 16 * 16;
            trains[k] = Layer::trains && !frozen[k];
            place[k].parameters = frozen[k] ? all.parameters - trained : trained;
            if (trains[k]) trained += storage[k];
            all.parameters += storage[k];
            all.buffers += Layer::buffer_storage;
            all.counters += Layer::counters.size();
            all.sample_memory += Layer::sample_memory;
            all.batch_memory += Layer::batch_memory;
            all.state += (Layer::state + 15) / 16 * 16;
            parameter_count += Layer::parameters.size();
            if ((trains[k] || Layer::prepares_backward) && Layer::scratch > scratch) scratch = Layer::scratch;
            pass_memory = Layer::pass_memory > pass_memory ? Layer::pass_memory : pass_memory;
            minimum_samples = Layer::minimum_samples > minimum_samples ? Layer::minimum_samples : minimum_samples;
            couples_samples = couples_samples || Layer::couples_samples;
            draws = draws || Layer::draws;
            if (Layer::couples_samples) coupling = k;
            if (Layer::draws) drawing = k;
        }
    }

    /// When all are added: what is frozen goes behind what is trained.
    constexpr Totals placed() const {
        Totals t = *this;
        for (std::size_t k = 0; k < Steps; ++k)
            if (frozen[k]) t.place[k].parameters += trained;
        return t;
    }
};

/// The plan of a network that holds together.
template <class Net>
struct Plan : Checked<typename Draft<Net>::Error> {
    using Atoms = typename Draft<Net>::Atoms;

    static constexpr auto steps = Draft<Net>::steps;
    static constexpr bool holds = steps.holds;
    static constexpr std::size_t size = steps.steps;
    static constexpr std::size_t buffers = steps.buffers;
    static constexpr std::size_t result = steps.now;  ///< number of the buffer that holds the network's output

    static constexpr Shape input = steps.buffer[0].shape;
    static constexpr Shape output = steps.shape;

    /// What a number of the output is, in a network of T.
    template <class T>
    using OutputScalar = T;

    /// Whether the passes call each step as a function, shared by steps that do the same, in place of one large function
    /// of all steps: compilers take more than their share of time over that of a deep network.
    static constexpr bool calls = size > 24;

    static constexpr std::size_t features(std::size_t buffer) { return steps.buffer[buffer].shape.size(); }

    /// The layer of step K, its position, and the layer placed.
    template <std::size_t K>
    using LayerOf = typename OfAtom<Get<Atoms, steps.step[K].atom>>::Subject;
    template <std::size_t K>
    using PositionOf = typename OfAtom<Get<Atoms, steps.step[K].atom>>::At;
    template <std::size_t K>
    using PlacedOf = typename LayerOf<K>::template At<steps.step[K].shape>;

    /// The first and the last step's position and layer, as an error names them.
    struct Whole {
        using At = Layer<>;
        using Subject = Net;
    };
    template <std::size_t K>
    static constexpr auto culprit() {
        if constexpr (size == 0)
            return hana::type_c<Whole>;
        else
            return hana::type_c<OfAtom<Get<Atoms, steps.step[K].atom>>>;
    }
    using FirstCulprit = typename decltype(culprit<0>())::type;
    using LastCulprit = typename decltype(culprit<size == 0 ? 0 : size - 1>())::type;

    /// The elementwise layer that step K applies as it stores.
    template <std::size_t K>
    using Activation = typename SubjectOf<Atoms, steps.step[K].fused>::type;

    template <std::size_t K>
    using WorkOf =
        Work<steps.step[K].kind, typename PlaceFor<steps.step[K].kind, LayerOf<K>, steps.step[K].shape>::type,
             Activation<K>, features(steps.step[K].in), features(steps.step[K].out)>;

    /// What `sums` is after sums.template add<WorkOf<k>>(k) for each step.
    template <class Sums>
    static constexpr Sums added(Sums sums) {
        [&sums]<std::size_t... K>(std::index_sequence<K...>) {
            (sums.template add<WorkOf<K>>(K), ...);
        }(std::make_index_sequence<size>{});
        return sums;
    }

    /// Calls f(number of the step, Statements<placed layer>) for each step that is a placed layer.
    template <class F>
    static constexpr void for_each_layer(F f) {
        for_each_index<size>([&f](auto k) {
            if constexpr (steps.step[k()].kind == Kind::layer) f(k, Statements<PlacedOf<k()>>{});
        });
    }

    static constexpr auto totals = added(Totals<size>{steps.step}).placed();

    /// Whether anything that is trained lies before a buffer, so that its gradient is needed.
    struct Needs {
        bool gradient[buffers]{};
    };
    static constexpr Needs needs = [] {
        Needs n;
        for (std::size_t k = 0; k < size; ++k) {
            Step const& step = steps.step[k];
            n.gradient[step.out] =
                totals.trains[k] || n.gradient[step.in] || (step.other != none && n.gradient[step.other]);
        }
        return n;
    }();

    using Coupling = typename decltype(culprit<totals.coupling>())::type;
    using Drawing = typename decltype(culprit<totals.drawing>())::type;

    static constexpr std::size_t parameter_count = totals.parameter_count;
};

}  // namespace staticnn::inline STATICNN_TARGET::meta
