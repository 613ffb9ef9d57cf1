#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <type_traits>
#include <utility>

#include <staticnn/core/text.hpp>
#include <staticnn/model/fields.hpp>
#include <staticnn/model/model.hpp>

namespace staticnn::inline STATICNN_TARGET {

namespace model {

/// A field of a network by its name, and where its layer's numbers begin in the model's array.
struct Entry {
    std::string_view name;  ///< without the prefix
    Field field;
    std::size_t place = 0;
};

/// The fields of one group whose names begin with a prefix and a dot, in PyTorch's order.
template <std::size_t Most>
struct Entries {
    Entry entry[Most + 1]{};
    std::size_t count = 0;

    constexpr void add(std::string_view prefix, std::string_view name, Field const& field, std::size_t place) {
        if (!prefix.empty()) {
            if (!name.starts_with(prefix) || name.size() == prefix.size() || name[prefix.size()] != '.') return;
            name.remove_prefix(prefix.size() + 1);
        }
        entry[count++] = {name, field, place};
    }
};

template <Group G>
constexpr std::size_t place_in(meta::Place place) {
    return G == Group::parameters ? place.parameters : G == Group::buffers ? place.buffers : place.counters;
}

template <class Plan, Group G, Text Prefix>
inline constexpr auto entries = [] {
    constexpr std::size_t most = [] {
        std::size_t fields = 0;
        Plan::for_each_layer([&](auto k, auto) { fields += fields_of<Plan, k(), G>().count; });
        return fields;
    }();
    Entries<most> all;
    Plan::for_each_layer([&](auto k, auto) {
        constexpr auto fields = fields_of<Plan, k(), G>();
        meta::for_each_index<fields.count>([&](auto i) {
            all.add(Prefix, name<Plan, k(), G, i()>, fields.field[i()], place_in<G>(Plan::totals.place[k()]));
        });
    });
    return all;
}();

/// The first field that differs in name or shape; or `none`. A prefix is to be that of something.
template <std::size_t A, std::size_t B>
constexpr std::size_t first_difference(Entries<A> const& from, Entries<B> const& to, bool of_something) {
    std::size_t k = 0;
    for (; k < from.count && k < to.count; ++k)
        if (from.entry[k].name != to.entry[k].name || !(from.entry[k].field.shape == to.entry[k].field.shape)) return k;
    return from.count != to.count || (of_something && k == 0) ? k : meta::none;
}

template <auto const& All, std::size_t K>
inline constexpr Text<All.entry[K].name.size() + 1> text_of(All.entry[K].name);

/// Entry K in words: `from_has<"0.weight", 8, 3>`.
template <template <Text, std::size_t...> class Word, auto const& All, std::size_t K>
constexpr auto spelled() {
    if constexpr (K >= All.count) {
        return meta::Type<Word<"no more">>{};
    } else {
        return []<std::size_t... D>(std::index_sequence<D...>) {
            return meta::Type<Word<text_of<All, K>, All.entry[K].field.shape[D]...>>{};
        }(std::make_index_sequence<All.entry[K].field.shape.rank>{});
    }
}

/// The error of two networks whose fields of a group do not match, or NoError.
template <class From, class To, Group G, Text FromPrefix, Text ToPrefix>
constexpr auto copy_error() {
    if constexpr (!From::holds || !To::holds) {
        return meta::Type<meta::NoError>{};  // has been reported
    } else {
        constexpr bool of_something = G == Group::parameters && !std::string_view(FromPrefix).empty();
        constexpr std::size_t k =
            first_difference(entries<From, G, FromPrefix>, entries<To, G, ToPrefix>, of_something);
        if constexpr (k == meta::none) {
            return meta::Type<meta::NoError>{};
        } else {
            using Has = typename decltype(spelled<meta::from_has, entries<From, G, FromPrefix>, k>())::type;
            using Wants = typename decltype(spelled<meta::to_has, entries<To, G, ToPrefix>, k>())::type;
            return meta::Type<meta::parameters_do_not_match<Has, Wants>>{};
        }
    }
}

/// Calls f(target, source) for each number of the fields of one group.
template <class From, class To, Group G, Text FromPrefix, Text ToPrefix, class T, class U, class F>
constexpr void for_each_pair(T const* from, U* to, F f) {
    using Error = decltype(copy_error<From, To, G, FromPrefix, ToPrefix>());
    meta::report(Error{});
    if constexpr (std::is_same_v<Error, meta::Type<meta::NoError>>) {
        auto const& source = entries<From, G, FromPrefix>;
        auto const& target = entries<To, G, ToPrefix>;
        for (std::size_t k = 0; k < source.count && k < target.count; ++k) {
            FieldView<T const> const s(from + source.entry[k].place, source.entry[k].field);
            FieldView<U> const t(to + target.entry[k].place, target.entry[k].field);
            for (std::size_t n = 0; n < s.size(); ++n) f(t[n], s[n]);
        }
    }
}

struct Assign {
    template <class U, class T>
    constexpr void operator()(U& to, T from) const {
        to = U(from);
    }
};

template <Text FromPrefix, Text ToPrefix, class A, class T, class B, class U>
constexpr void copy_buffers(Model<A, T> const& from, Model<B, U>& to) {
    using From = meta::Plan<A>;
    using To = meta::Plan<B>;
    for_each_pair<From, To, Group::buffers, FromPrefix, ToPrefix>(from.numbers().buffers, to.numbers().buffers,
                                                                  Assign{});
    for_each_pair<From, To, Group::counters, FromPrefix, ToPrefix>(from.numbers().counters, to.numbers().counters,
                                                                   Assign{});
}

}  // namespace model

/// Copies the parameters of one model to another.
///
///     nn::copy_parameters(from, to);                   all of them
///     nn::copy_parameters<"0">(from, to);              those of layer 0, in both
///     nn::copy_parameters<"0", "2.body">(from, to);    those of layer 0 of `from` to what is the body of layer 2 in `to`
///
/// Shapes   the same names, after what is given of them, with the same shapes and in the same order; else any networks,
///          frozen or not, and float or double
/// Edges    buffers stay as they are: copy_state copies them, too
/// Rejects  at compile time, with the first parameter that differs; also a name that no parameter begins with
/// Source   to.load_state_dict(from.state_dict()), of parameters
template <Text From = "", Text To = From, class A, class T, class B, class U>
constexpr void copy_parameters(Model<A, T> const& from, Model<B, U>& to) {
    model::for_each_pair<meta::Plan<A>, meta::Plan<B>, model::Group::parameters, From, To>(
        from.numbers().parameters, to.numbers().parameters, model::Assign{});
}

/// Copies parameters and buffers: running_mean, running_var, num_batches_tracked.
///
/// Shapes   as of copy_parameters, for both
/// Source   to.load_state_dict(from.state_dict())
template <Text From = "", Text To = From, class A, class T, class B, class U>
constexpr void copy_state(Model<A, T> const& from, Model<B, U>& to) {
    copy_parameters<From, To>(from, to);
    model::copy_buffers<From, To>(from, to);
}

}  // namespace staticnn::inline STATICNN_TARGET
