#pragma once

#include <cstddef>
#include <utility>

#include <staticnn/meta/errors.hpp>
#include <staticnn/meta/layer.hpp>
#include <staticnn/meta/list.hpp>

/// Topology is type-level: a network is first expanded into a flat list of atoms, layers with their positions and the
/// few words that say how data moves between them. The plan reads that list once.
namespace staticnn::inline STATICNN_TARGET::meta {

template <class L, class Position>
struct Atom {};

struct Fork {};  ///< remember what has come so far
struct Swap {};  ///< go on from what was remembered, and remember what has come so far in its place
template <class Owner, class Position>
struct Join {};  ///< add what was remembered

struct Freeze {};  ///< what follows is not trained
struct Thaw {};    ///< until here

/// A topology states how it expands: `template <class Position> using Expansion = a List of atoms`.
template <class L>
concept Topology = requires { typename L::template Expansion<Layer<>>; };

template <class L, class Position>
struct Expand {
    using type = List<Atom<L, Position>>;
};
template <Topology L, class Position>
struct Expand<L, Position> {
    using type = typename L::template Expansion<Position>;
};

template <class L, class Position>
using Expanded = typename Expand<L, Position>::type;

template <class Position, auto Next>
struct Append;
template <auto... Path, auto Next>
struct Append<Layer<Path...>, Next> {
    using type = Layer<Path..., Next>;
};

/// The position Next inside the layer at Position.
template <class Position, auto Next>
using Inside = typename Append<Position, Next>::type;

/// Layers one after another, numbered from 0.
template <class Position, class Indices, class... Layers>
struct ExpandSequence;
template <class Position, int... I, class... Layers>
struct ExpandSequence<Position, std::integer_sequence<int, I...>, Layers...> {
    using type = Concatenation<Expanded<Layers, Inside<Position, I>>...>;
};

}  // namespace staticnn::inline STATICNN_TARGET::meta
