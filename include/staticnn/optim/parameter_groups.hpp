#pragma once

#include <cstddef>
#include <string_view>
#include <type_traits>

#include <staticnn/core/text.hpp>
#include <staticnn/meta/list.hpp>
#include <staticnn/meta/optimizer.hpp>

namespace staticnn::inline STATICNN_TARGET {

/// The parameters whose names are as Pattern says, with an optimiser of their own.
template <Text Pattern, class Optimizer>
struct Group {
    Optimizer optimizer;

    static constexpr bool has(std::string_view name) { return matches(Pattern, name); }
};
template <Text Pattern, class Optimizer>
constexpr Group<Pattern, Optimizer> group(Optimizer const& optimizer) {
    return {optimizer};
}

/// Settings that differ from parameter to parameter, by their names: those of the first group whose pattern matches,
/// else those that come first. A * in a pattern stands for any characters.
///
///     nn::ParameterGroups optimizer{nn::AdamW{.lr = 0.1}, nn::group<"*.bias">(nn::AdamW{.lr = 0.1, .weight_decay = 0})};
///     optimizer.group[0].lr = 0.01;      // of all others
///     optimizer.group[1].lr = 0.01;      // of the biases
///
/// Shapes   names are those of for_each_parameter: "0.weight", "2.body.0.bias"
/// Cost     which numbers are whose is known at compile time. A layer is updated in as many ranges as its parameters have
///          groups, each by registers with narrower ones at its end. The same bits as without groups where all settings
///          are equal
/// Edges    a network that is one layer has names without a dot: "bias"; a schedule scales each group's
///          own lr; ClipGradNorm around all groups clips one norm
/// Rejects  at compile time, a pattern that no trained parameter is left for, optimisers of several types, and groups
///          that part fields which a layer interleaves in memory
/// Source   the parameter groups of torch.optim
/// Differs  parameters are chosen by name, and of several groups the first takes them, where PyTorch throws; a group
///          inherits nothing: what it leaves out is the optimiser's default, not what the first group has; all have one
///          type of optimiser, as in PyTorch; no group is added later
template <class Optimizer, class... Groups>
struct ParameterGroups {
    Optimizer group[1 + sizeof...(Groups)];

    constexpr ParameterGroups(Optimizer const& others, Groups const&... groups) : group{others, checked(groups)...} {}

    struct Grouping {
        static constexpr std::size_t groups = 1 + sizeof...(Groups);

        static constexpr std::size_t group_of(std::string_view name) {
            std::size_t number = 0;
            bool const found = ((++number, Groups::has(name)) || ...);
            return found ? number : 0;
        }
        template <std::size_t I>
        using Group = meta::Get<meta::List<Groups...>, I - 1>;
    };

    template <class T, std::size_t N>
    struct State : Optimizer::template State<T, N> {
        typename Optimizer::Progress progress[sizeof...(Groups) + 1];  ///< of each group but the first
    };

    template <class T>
    struct Step {
        typename Optimizer::template Step<T> group[1 + sizeof...(Groups)];
    };

    template <class T, std::size_t N>
    constexpr Step<T> begin(State<T, N>& state) const {
        Step<T> now{};
        now.group[0] = group[0].template begin<T>(state);
        for (std::size_t i = 0; i < sizeof...(Groups); ++i)
            now.group[i + 1] = group[i + 1].template begin<T>(state.progress[i]);
        return now;
    }

    template <class V, class T, std::size_t N>
    [[gnu::always_inline]] constexpr void update(Step<T> const& now, T* parameters, V g, State<T, N>& state,
                                                 std::size_t k, std::size_t of) const {
        typename Optimizer::template State<T, N>& moments = state;
        group[of].update(now.group[of], parameters, g, moments, k);
    }

    static constexpr std::size_t learning_rates = 1 + sizeof...(Groups);
    constexpr double& learning_rate(std::size_t i) { return group[i].lr; }

private:
    template <class G>
    static constexpr Optimizer checked(G const& group) {
        constexpr bool same = std::is_same_v<decltype(group.optimizer), Optimizer>;
        static_assert(same, "ParameterGroups: all groups have optimisers of one type");
        if constexpr (same)
            return group.optimizer;
        else
            return {};
    }

    static_assert(!meta::NeedsWholeGradient<Optimizer>, "ParameterGroups: put ClipGradNorm around the groups");
};

template <class Optimizer, Text... Pattern>
ParameterGroups(Optimizer, Group<Pattern, Optimizer>...) -> ParameterGroups<Optimizer, Group<Pattern, Optimizer>...>;

}  // namespace staticnn::inline STATICNN_TARGET
