#pragma once

#include <cstddef>
#include <utility>

#include <staticnn/core/shape.hpp>
#include <staticnn/core/target.hpp>
#include <staticnn/core/text.hpp>

namespace staticnn::inline STATICNN_TARGET {

/// A part of a Residual that a position leads through; PyTorch's names in state_dict.
enum class Part { body, shortcut };

namespace meta {

/// A position in a network: `Layer<2>` is the third, `Layer<1, Part::body, 0>` the first in the body of the second.
template <auto... Path>
struct Layer {};

/// Shapes in an error message: the extents of one sample, or of a whole Tensor where its number of samples counts.
template <std::size_t... Extents>
struct expects {};
template <std::size_t... Extents>
struct got {};
template <std::size_t... Extents>
struct body_makes {};
template <std::size_t... Extents>
struct shortcut_makes {};

/// Number types and numbers in an error message.
template <class T>
struct expects_scalar {};
template <class T>
struct got_scalar {};
template <std::size_t N>
struct at_least {};
template <std::size_t N>
struct at_most {};
template <std::size_t N>
struct got_samples {};
template <std::size_t N>
struct at_most_bytes {};
template <std::size_t N>
struct needs_bytes {};

/// A parameter in an error message, by its name and shape.
template <Text Name, std::size_t... Extents>
struct from_has {};
template <Text Name, std::size_t... Extents>
struct to_has {};

/// The errors of a network, as types that are never defined: the compiler's one message shows their arguments.
///
/// The layer at Position, or a Tensor that is given to it, does not fit what comes before.
template <class Position, class L, class Expected, class Got>
struct shapes_do_not_match;

/// What stands for the network's output (a place for it, a target, its gradient) is not of its shape; L makes it.
template <class Position, class L, class Expected, class Got>
struct outputs_do_not_match;

/// A target that is given to a loss alone does not go with the output that is given with it.
template <class Loss, class Expected, class Got>
struct targets_do_not_match;

/// Another number type came than the model's.
template <class Position, class L, class Expected, class Got>
struct scalars_do_not_match;

/// The network is too wide for the stack: pass a Workspace<Net> as the last argument.
template <class Net, class Limit, class Needs>
struct pass_a_Workspace_for;

/// The layer at Position draws random numbers: pass a Generator as the trainer's last argument.
template <class Position, class L>
struct pass_a_Generator_for;

/// The trainer keeps fewer samples than came (L couples them, or is the network): give it an nn::capacity<...>.
template <class Position, class L, class Limit, class Got>
struct pass_a_larger_capacity_for;

/// The layer at Position trains on no fewer samples than its minimum.
template <class Position, class L, class Limit, class Got>
struct too_few_samples_for;

/// What stands at Position has neither `value` and `gradient`, nor `At`, nor `expects` or `output`; or only one of a
/// pair, or not as static functions; or only an `output`, of another size than what comes.
template <class Position, class L>
struct is_not_a_layer;

/// The layer at Position was to state the network's input shape, and cannot: put an Input<...> before it.
template <class Position, class L>
struct put_an_Input_before;

/// The layer at Position does not say what it does for one step of a sequence: no State for this network.
template <class Position, class L>
struct cannot_run_step_by_step;

/// No layer of the network says which extent of its input is time: no State for it.
template <class Net>
struct has_no_sequence;

/// No trained parameter of the network is left for a group of the optimiser: none has such a name, or they all belong to
/// groups before it.
template <class Group, class Net>
struct no_parameter_for;

/// Two fields of the layer at Position lie between each other in memory, and are of different groups.
template <class Position, class L>
struct groups_part_interleaved_fields_of;

/// Parameters or buffers of two networks are to have the same names and shapes; these two do not, or one has no more.
template <class From, class To>
struct parameters_do_not_match;

/// Exists only where there is no error: to derive from it asks the compiler for `Error`, which prints it.
struct NoError {};
template <class Error>
struct Checked : Error {};

/// Carries a type, as yet undefined, through a function.
template <class T>
struct Type {
    using type = T;
};

/// Nothing, or the compiler's one message that shows Error.
template <class Error>
constexpr void report(Type<Error>) {
    static_cast<void>(sizeof(Checked<Error>));
}

/// A shape in words: `expects<3, 28, 28>`.
template <template <std::size_t...> class Word, Shape S>
constexpr auto spelled() {
    return []<std::size_t... D>(std::index_sequence<D...>) {
        return Type<Word<S.extent[D]...>>{};
    }(std::make_index_sequence<S.rank>{});
}
template <template <std::size_t...> class Word, Shape S>
using Spelled = typename decltype(spelled<Word, S>())::type;

}  // namespace meta

}  // namespace staticnn::inline STATICNN_TARGET
