#pragma once

#include <cstddef>
#include <utility>

#include <boost/hana/basic_tuple.hpp>
#include <boost/hana/type.hpp>

#include <staticnn/core/target.hpp>

/// Lists of types. Only what stays cheap in long lists is used of Boost.Hana: no tuple is ever made, element by element,
/// and no function takes one, as compilers write out the name of each function in full.
namespace staticnn::inline STATICNN_TARGET::meta {

namespace hana = boost::hana;

template <class... Types>
using List = hana::basic_tuple<hana::type<Types>...>;

/// Joins lists, six at a time: what lies between is only named, never made, and there is little of it.
template <class... Lists>
struct Concatenate;
template <class... A>
struct Concatenate<hana::basic_tuple<A...>> {
    using type = hana::basic_tuple<A...>;
};
template <class... A, class... B, class... Rest>
struct Concatenate<hana::basic_tuple<A...>, hana::basic_tuple<B...>, Rest...>
    : Concatenate<hana::basic_tuple<A..., B...>, Rest...> {};
template <class... A, class... B, class... C, class... D, class... E, class... F, class... Rest>
struct Concatenate<hana::basic_tuple<A...>, hana::basic_tuple<B...>, hana::basic_tuple<C...>, hana::basic_tuple<D...>,
                   hana::basic_tuple<E...>, hana::basic_tuple<F...>, Rest...>
    : Concatenate<hana::basic_tuple<A..., B..., C..., D..., E..., F...>, Rest...> {};

/// The lists one after the other.
template <class... Lists>
using Concatenation = typename Concatenate<List<>, Lists...>::type;

template <class L>
struct Elements;
template <class... Types>
struct Elements<hana::basic_tuple<Types...>> {
    static constexpr std::size_t count = sizeof...(Types);

    template <class F>
    static constexpr auto unpack(F f) {
        return f(Types{}...);
    }
};

template <class L>
inline constexpr std::size_t length = Elements<L>::count;

/// Calls f(hana::type<A>, hana::type<B>, ...) for the types of a list.
template <class L, class F>
constexpr auto unpack(F f) {
    return Elements<L>::unpack(f);
}

template <std::size_t I, class T>
struct Numbered {};
template <class Indices, class... Types>
struct NumberedAll;
template <std::size_t... I, class... Types>
struct NumberedAll<std::index_sequence<I...>, Types...> : Numbered<I, Types>... {};

/// The type at position I, as the overload that fits: never defined.
template <std::size_t I, class T>
T look_up(Numbered<I, T>*);

/// The type at position I. (A class, for compilers remember those: each list is searched once for each number.)
template <class L, std::size_t I>
struct At;
template <class... Types, std::size_t I>
struct At<hana::basic_tuple<Types...>, I> {
#if __has_builtin(__type_pack_element)  // which need not search
    using type = typename __type_pack_element<I, Types...>::type;
#else
    using All = NumberedAll<std::make_index_sequence<sizeof...(Types)>, Types...>;
    using type = typename decltype(look_up<I>(static_cast<All*>(nullptr)))::type;
#endif
};
template <class L, std::size_t I>
using Get = typename At<L, I>::type;

/// Calls f(std::integral_constant<std::size_t, I>) for I = 0, ..., N - 1.
template <std::size_t N, class F>
[[gnu::always_inline]] constexpr void for_each_index(F f) {
    [&f]<std::size_t... I>(std::index_sequence<I...>) __attribute__((always_inline)) {
        (f(std::integral_constant<std::size_t, I>{}), ...);
    }(std::make_index_sequence<N>{});
}

}  // namespace staticnn::inline STATICNN_TARGET::meta
