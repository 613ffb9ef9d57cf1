// The plan: which steps a network becomes, over which buffers, and what is fused.

#include <doctest/doctest.h>

#include <cstddef>
#include <type_traits>

#include <staticnn/layer/batch_norm1d.hpp>
#include <staticnn/layer/dropout.hpp>
#include <staticnn/layer/identity.hpp>
#include <staticnn/layer/input.hpp>
#include <staticnn/layer/linear.hpp>
#include <staticnn/layer/relu.hpp>
#include <staticnn/meta/plan.hpp>
#include <staticnn/meta/residual.hpp>
#include <staticnn/meta/sequential.hpp>

namespace nn = staticnn;
namespace meta = staticnn::meta;
using meta::Kind;
using meta::Layer;
using meta::none;
using nn::Part;
using nn::Shape;

/// An elementwise layer whose gradient needs x.
struct Square {
    static constexpr bool gradient_needs_input = true;
    static constexpr auto value(auto x) { return x * x; }
    static constexpr auto gradient(auto x, auto dy) { return (x + x) * dy; }
};

/// A layer that only states shapes.
struct AsVector {
    static constexpr Shape output(Shape in) { return {in.size()}; }
};

template <class... Layers>
using Plan = meta::Plan<nn::Sequential<Layers...>>;

/// Step K of plan P, as (kind, in, out) or, of a join, (kind, in, other, out).
template <class P, std::size_t K>
constexpr bool step(Kind kind, std::size_t in, std::size_t out) {
    meta::Step const s = P::steps.step[K];
    return s.kind == kind && s.in == in && s.other == none && s.out == out;
}
template <class P, std::size_t K>
constexpr bool join(std::size_t in, std::size_t other, std::size_t out) {
    meta::Step const s = P::steps.step[K];
    return s.kind == Kind::join && s.in == in && s.other == other && s.out == out;
}
template <class P, std::size_t K, class L>
constexpr bool applies = std::is_same_v<typename P::template Activation<K>, L>;
template <class P, std::size_t K>
constexpr bool fuses_nothing = P::steps.step[K].fused == none && applies<P, K, meta::NoActivation>;
template <class P>
constexpr std::size_t readers(std::size_t buffer) {
    return P::steps.buffer[buffer].readers;
}

// A layer that only states shapes is no step; who comes after it sees the same buffer in the other shape.
using Seen = Plan<nn::Input<2, 3>, nn::ReLU, AsVector, nn::Linear<6, 2>, AsVector, nn::ReLU>;
static_assert(Seen::holds && Seen::size == 2 && Seen::buffers == 3 && Seen::input == Shape{2, 3});
static_assert(step<Seen, 0>(Kind::map, 0, 1) && step<Seen, 1>(Kind::layer, 1, 2) && applies<Seen, 1, nn::ReLU>);
static_assert(Seen::steps.buffer[1].shape == Shape{2, 3} && Seen::steps.step[1].shape == Shape{6});
static_assert(Plan<nn::Input<2, 3>, AsVector>::size == 0 && Plan<nn::Input<2, 3>, AsVector>::output == Shape{6});
using SeenApart = Plan<nn::Input<2, 3>, nn::Residual<nn::Sequential<AsVector, nn::Linear<6, 6>>, AsVector>, nn::ReLU>;
static_assert(SeenApart::holds && SeenApart::input == Shape{2, 3} && SeenApart::output == Shape{6});
static_assert(step<SeenApart, 0>(Kind::layer, 0, 1) && SeenApart::steps.step[1].kind == Kind::join);

// A chain: each ReLU is applied as its Linear stores.
using Chain = Plan<nn::Linear<2, 3>, nn::ReLU, nn::Linear<3, 5>, nn::ReLU, nn::Linear<5, 1>>;
static_assert(Chain::holds && Chain::size == 3 && Chain::buffers == 4 && Chain::result == 3);
static_assert(step<Chain, 0>(Kind::layer, 0, 1) && step<Chain, 1>(Kind::layer, 1, 2) &&
              step<Chain, 2>(Kind::layer, 2, 3));
static_assert(applies<Chain, 0, nn::ReLU> && applies<Chain, 1, nn::ReLU> && fuses_nothing<Chain, 2>);
static_assert(Chain::input == Shape{2} && Chain::output == Shape{1});
static_assert(Chain::features(0) == 2 && Chain::features(1) == 3 && Chain::features(2) == 5 && Chain::features(3) == 1);
static_assert(readers<Chain>(0) == 1 && readers<Chain>(1) == 1 && readers<Chain>(3) == 0);
static_assert(Chain::steps.buffer[0].producer == none && Chain::steps.buffer[2].producer == 1);
static_assert(Chain::steps.buffer[1].last_reader == 1);
static_assert(std::is_same_v<Chain::LayerOf<1>, nn::Linear<3, 5>> && std::is_same_v<Chain::PositionOf<1>, Layer<2>>);

// A second elementwise layer is a step of its own: its gradient needs what lies between the two.
using Twice = Plan<nn::Linear<2, 3>, nn::ReLU, nn::ReLU, nn::ReLU>;
static_assert(Twice::size == 3 && step<Twice, 1>(Kind::map, 1, 2) && step<Twice, 2>(Kind::map, 2, 3));
static_assert(applies<Twice, 0, nn::ReLU> && applies<Twice, 1, nn::ReLU> && applies<Twice, 2, nn::ReLU>);

// One that needs its input is never fused, and neither is what follows it.
using Squares = Plan<nn::Linear<2, 3>, Square, nn::ReLU, nn::Linear<3, 1>>;
static_assert(Squares::size == 4 && fuses_nothing<Squares, 0>);
static_assert(step<Squares, 1>(Kind::map, 1, 2) && applies<Squares, 1, Square>);
static_assert(step<Squares, 2>(Kind::map, 2, 3) && applies<Squares, 2, nn::ReLU>);

// Nothing to fuse into: the network begins with it.
using Begins = Plan<nn::Input<4>, nn::ReLU, nn::Linear<4, 2>>;
static_assert(Begins::size == 2 && step<Begins, 0>(Kind::map, 0, 1) && Begins::input == Shape{4});

// Any placed layer takes it, not Linear alone.
using Normed = Plan<nn::Linear<2, 3>, nn::BatchNorm1d<3>, nn::ReLU, nn::Dropout<0.5>, nn::ReLU>;
static_assert(Normed::size == 3 && fuses_nothing<Normed, 0> && applies<Normed, 1, nn::ReLU> &&
              applies<Normed, 2, nn::ReLU>);

// Input and Identity leave no step, and are not in the way of fusing.
using Traceless = Plan<nn::Input<2>, nn::Identity, nn::Linear<2, 3>, nn::Identity, nn::ReLU, nn::Identity>;
static_assert(Traceless::size == 1 && Traceless::buffers == 2 && applies<Traceless, 0, nn::ReLU>);
static_assert(std::is_same_v<Traceless::PositionOf<0>, Layer<2>>, "but they count in positions");

using Nothing = Plan<nn::Input<3, 4>>;
static_assert(Nothing::holds && Nothing::size == 0 && Nothing::buffers == 1 && Nothing::result == 0);
static_assert(Nothing::input == Shape{3, 4} && Nothing::output == Shape{3, 4} && Nothing::parameter_count == 0);

// The input's shape comes from the first layer that knows one.
static_assert(Plan<nn::ReLU, nn::Dropout<0.1>, nn::Linear<7, 2>>::input == Shape{7});
static_assert(Plan<nn::Input<2, 3>, nn::ReLU>::input == Shape{2, 3});

// A residual block: fork, body, join. What is before the fork is read twice, so nothing fuses across it.
using Block =
    Plan<nn::Linear<2, 3>, nn::Residual<nn::Sequential<nn::ReLU, nn::Linear<3, 3>>>, nn::ReLU, nn::Linear<3, 1>>;
static_assert(Block::size == 5 && Block::buffers == 6);
static_assert(step<Block, 0>(Kind::layer, 0, 1) && fuses_nothing<Block, 0>);
static_assert(step<Block, 1>(Kind::map, 1, 2) && step<Block, 2>(Kind::layer, 2, 3) && fuses_nothing<Block, 2>);
static_assert(join<Block, 3>(1, 3, 4) && applies<Block, 3, nn::ReLU>, "the join takes the ReLU behind it");
static_assert(step<Block, 4>(Kind::layer, 4, 5));
static_assert(readers<Block>(1) == 2 && readers<Block>(2) == 1 && readers<Block>(3) == 1 && readers<Block>(4) == 1);
static_assert(Block::steps.buffer[1].last_reader == 3, "the shortcut is read by the join");
static_assert(std::is_same_v<Block::PositionOf<2>, Layer<1, Part::body, 1>>);
static_assert(std::is_same_v<Block::PositionOf<3>, Layer<1>>);

// With a shortcut of its own: both branches read the fork, the join reads both.
using Shortcut = Plan<nn::Residual<nn::Sequential<nn::Linear<2, 4>, nn::ReLU, nn::Linear<4, 3>>, nn::Linear<2, 3>>>;
static_assert(Shortcut::size == 4 && Shortcut::input == Shape{2} && Shortcut::output == Shape{3});
static_assert(step<Shortcut, 0>(Kind::layer, 0, 1) && applies<Shortcut, 0, nn::ReLU>);
static_assert(step<Shortcut, 1>(Kind::layer, 1, 2) && step<Shortcut, 2>(Kind::layer, 0, 3));
static_assert(join<Shortcut, 3>(3, 2, 4) && fuses_nothing<Shortcut, 3>);
static_assert(readers<Shortcut>(0) == 2 && readers<Shortcut>(2) == 1 && readers<Shortcut>(3) == 1);
static_assert(Shortcut::steps.buffer[0].last_reader == 2 && Shortcut::steps.buffer[2].last_reader == 3);

// A ReLU that begins the shortcut must not be fused into the body's last layer.
using ReluShortcut = Plan<nn::Residual<nn::Linear<3, 3>, nn::ReLU>>;
static_assert(ReluShortcut::size == 3 && fuses_nothing<ReluShortcut, 0> && step<ReluShortcut, 1>(Kind::map, 0, 2));
static_assert(join<ReluShortcut, 2>(2, 1, 3));

// Blocks in blocks: the inner join is the body of the outer one.
using Nested = Plan<nn::Input<3>, nn::Residual<nn::Sequential<nn::Residual<nn::Linear<3, 3>>, nn::ReLU>>>;
static_assert(Nested::size == 3 && step<Nested, 0>(Kind::layer, 0, 1));
static_assert(join<Nested, 1>(0, 1, 2) && applies<Nested, 1, nn::ReLU>);
static_assert(join<Nested, 2>(0, 2, 3) && readers<Nested>(0) == 3 && Nested::steps.buffer[0].last_reader == 2);
static_assert(std::is_same_v<Nested::PositionOf<0>, Layer<1, Part::body, 0, Part::body>>);

// Twice the same: a block with nothing in it reads its input twice.
using Doubled = Plan<nn::Input<3>, nn::Residual<nn::Identity>>;
static_assert(Doubled::size == 1 && join<Doubled, 0>(0, 0, 1) && readers<Doubled>(0) == 2);

// Where the numbers of each step begin: parameters on boundaries of 16.
using Places =
    Plan<nn::Linear<2, 3>, nn::BatchNorm1d<3>, nn::ReLU, nn::Linear<3, 20>, nn::Dropout<0.5>, nn::Linear<20, 1>>;
constexpr auto place = Places::totals.place;
static_assert(place[0].parameters == 0 && place[1].parameters == 16 && place[2].parameters == 32);
static_assert(Places::totals.all.parameters % 16 == 0);
static_assert(place[2].parameters + meta::Statements<Places::PlacedOf<2>>::storage <= place[4].parameters);
static_assert(place[1].buffers == 0 && place[2].buffers == 6 && Places::totals.all.buffers == 6);
static_assert(Places::totals.all.counters == 1 && Places::totals.all.batch_memory == 12);
static_assert(place[3].sample_memory == 0 && Places::totals.all.sample_memory == 20, "Dropout keeps its mask");
static_assert(Places::parameter_count == (2 * 3 + 3) + 6 + (3 * 20 + 20) + (20 + 1), "padding does not count");
static_assert(Places::totals.couples_samples && Places::totals.minimum_samples == 2 && Places::totals.coupling == 1);
static_assert(Places::totals.draws && Places::totals.drawing == 3);
static_assert(Places::totals.scratch == meta::Statements<Places::PlacedOf<2>>::scratch, "the largest");
static_assert(!Chain::totals.couples_samples && !Chain::totals.draws && Chain::totals.minimum_samples == 1);

// What does not hold together is an error type that names position, layer and both shapes.
template <class... Layers>
using Error = typename meta::Draft<nn::Sequential<Layers...>>::Error;
static_assert(std::is_same_v<Error<nn::Linear<2, 3>, nn::ReLU>, meta::NoError>);
static_assert(std::is_same_v<Error<nn::Linear<2, 8>, nn::ReLU, nn::Linear<9, 4>, nn::Linear<1, 1>>,
                             meta::shapes_do_not_match<Layer<2>, nn::Linear<9, 4>, meta::expects<9>, meta::got<8>>>,
              "the first of two");
static_assert(
    std::is_same_v<Error<nn::Linear<2, 8>, nn::Sequential<nn::ReLU, nn::Input<2, 4>>>,
                   meta::shapes_do_not_match<Layer<1, 1>, nn::Input<2, 4>, meta::expects<2, 4>, meta::got<8>>>,
    "as many features in another rank");
static_assert(std::is_same_v<Error<nn::LazyLinear<3>>, meta::put_an_Input_before<Layer<0>, nn::LazyLinear<3>>>);
static_assert(std::is_same_v<Error<nn::ReLU>, meta::put_an_Input_before<Layer<>, nn::Sequential<nn::ReLU>>>);

TEST_CASE_TEMPLATE("plan: what every plan obeys", P, Chain, Twice, Squares, Begins, Normed, Traceless, Block, Shortcut,
                   ReluShortcut, Nested, Doubled, Places) {
    CHECK(P::buffers == P::size + 1);  // each step writes one
    CHECK(P::result == P::buffers - 1);
    std::size_t reads = 0, counted = 0;
    for (std::size_t k = 0; k < P::size; ++k) {
        meta::Step const s = P::steps.step[k];
        CHECK(s.in < s.out);  // it reads what is there
        CHECK(s.out == k + 1);
        CHECK(P::steps.buffer[s.out].producer == k);
        CHECK(P::steps.buffer[s.in].last_reader >= k);
        CHECK(P::steps.buffer[s.in].shape == s.shape);
        if (s.kind != Kind::layer) CHECK(P::steps.buffer[s.out].shape == s.shape);
        if (s.other != none) CHECK(P::steps.buffer[s.other].shape == s.shape);
        reads += s.other != none ? 2 : 1;
    }
    for (std::size_t b = 0; b < P::buffers; ++b) {
        counted += P::steps.buffer[b].readers;
        CHECK((P::steps.buffer[b].readers == 0) == (b == P::result));
    }
    CHECK(counted == reads);

    std::size_t free_from = 0;
    P::for_each_layer([&](auto k, auto layer) {
        CHECK(P::totals.place[k()].parameters % 16 == 0);
        CHECK(P::totals.place[k()].parameters >= free_from);
        free_from = P::totals.place[k()].parameters + layer.storage;
        CHECK(free_from <= P::totals.all.parameters);
        CHECK(layer.parameters.size() <= layer.storage);
    });
}
