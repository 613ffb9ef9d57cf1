#pragma once

#include <cstddef>
#include <string_view>

#include <staticnn/meta/errors.hpp>
#include <staticnn/meta/optimizer.hpp>
#include <staticnn/meta/plan.hpp>
#include <staticnn/model/fields.hpp>

/// Which numbers of the flat array of parameters belong to which group of an optimiser.
namespace staticnn::inline STATICNN_TARGET::train {

/// Numbers [from, to), padding included, of one group.
struct Piece {
    std::size_t from = 0, to = 0, group = 0;
};

/// Where a field begins and ends in its layer's storage, and its group.
struct Extent {
    std::size_t begin = 0, end = 0, group = 0;
};

constexpr Extent extent_of(Field const& field, std::size_t group) {
    std::size_t last = field.offset;
    for (std::size_t d = 0; d < field.shape.rank; ++d) last += (field.shape[d] - 1) * field.stride[d];
    return {field.offset, last + 1, group};
}

template <std::size_t Steps, std::size_t Most, std::size_t Groups>
struct Pieces {
    Piece piece[Most + 1]{};
    std::size_t first[Steps + 1]{}, last[Steps + 1]{};  ///< of each step
    std::size_t count = 0;
    std::size_t interleaved = meta::none;  ///< the first step whose fields are so, and of different groups
    bool used[Groups]{};

    /// The fields of step k, whose numbers are [from, to). Padding goes with the field before it.
    template <std::size_t Fields>
    constexpr void add(std::size_t k, std::size_t from, std::size_t to, Extent (&field)[Fields]) {
        for (std::size_t i = 1; i < Fields; ++i)
            for (std::size_t j = i; j > 0 && field[j].begin < field[j - 1].begin; --j) {
                Extent const moved = field[j];
                field[j] = field[j - 1], field[j - 1] = moved;
            }
        first[k] = count;
        std::size_t end = 0;
        for (std::size_t i = 0; i < Fields; ++i) {
            used[field[i].group] = true;
            if (i > 0 && piece[count - 1].group == field[i].group) {
                end = field[i].end > end ? field[i].end : end;
                continue;
            }
            if (field[i].begin < end && interleaved == meta::none) interleaved = k;
            if (i > 0) piece[count - 1].to = from + field[i].begin;
            piece[count++] = {i > 0 ? from + field[i].begin : from, to, field[i].group};
            end = field[i].end;
        }
        last[k] = count;
    }
};

/// The pieces of a plan's parameters.
template <class Plan, class Grouping>
inline constexpr auto pieces = [] {
    constexpr std::size_t most = [] {
        std::size_t fields = 0;
        Plan::for_each_layer([&](auto, auto layer) { fields += layer.parameters.count; });
        return fields;
    }();
    Pieces<Plan::size, most, Grouping::groups> all;
    Plan::for_each_layer([&](auto k, auto layer) {
        if constexpr (Plan::totals.trains[k()] && layer.parameters.count > 0) {
            Extent fields[layer.parameters.count];
            meta::for_each_index<layer.parameters.count>([&](auto i) {
                std::string_view const name = model::name<Plan, k(), model::Group::parameters, i()>;
                fields[i()] = extent_of(layer.parameters.field[i()], Grouping::group_of(name));
            });
            std::size_t const from = Plan::totals.place[k()].parameters;
            all.add(k(), from, from + Plan::totals.storage[k()], fields);
        }
    });
    return all;
}();

/// The first group, but that of all others, that has no parameter; or `none`.
template <class Plan, class Grouping>
constexpr std::size_t empty_group() {
    for (std::size_t g = 1; g < Grouping::groups; ++g)
        if (!pieces<Plan, Grouping>.used[g]) return g;
    return meta::none;
}

/// The error of an optimiser's groups for a network, or NoError.
template <class Plan, class Net, class Grouping>
constexpr auto grouping_error() {
    if constexpr (Grouping::groups == 1 || !Plan::holds) {
        return meta::Type<meta::NoError>{};
    } else if constexpr (constexpr std::size_t empty = empty_group<Plan, Grouping>(); empty != meta::none) {
        return meta::Type<meta::no_parameter_for<typename Grouping::template Group<empty>, Net>>{};
    } else if constexpr (constexpr std::size_t k = pieces<Plan, Grouping>.interleaved; k != meta::none) {
        using Culprit = meta::OfAtom<meta::Get<typename Plan::Atoms, Plan::steps.step[k].atom>>;
        return meta::Type<meta::groups_part_interleaved_fields_of<typename Culprit::At, typename Culprit::Subject>>{};
    } else {
        return meta::Type<meta::NoError>{};
    }
}

}  // namespace staticnn::inline STATICNN_TARGET::train
