#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include <staticnn/core/field.hpp>
#include <staticnn/meta/plan.hpp>
#include <staticnn/model/infer.hpp>

/// A model's numbers by name, as PyTorch shows them.
namespace staticnn::inline STATICNN_TARGET::model {

enum class Group { parameters, buffers, counters };

/// The fields of step K in one group.
template <class Plan, std::size_t K, Group G>
constexpr auto fields_of() {
    using Layer = meta::Statements<typename Plan::template PlacedOf<K>>;
    if constexpr (G == Group::parameters)
        return Layer::parameters;
    else if constexpr (G == Group::buffers)
        return Layer::buffers;
    else
        return Layer::counters;
}

template <class Plan, std::size_t K, Group G, std::size_t I>
inline constexpr auto name =
    meta::name_of(typename Plan::template PositionOf<K>{}, fields_of<Plan, K, G>().field[I].name);

template <class Plan, std::size_t K, Group G, class T, class F>
constexpr void for_each_field(T* storage, F& f) {
    constexpr std::size_t count = fields_of<Plan, K, G>().count;
    meta::for_each_index<count>([&](auto i) {
        constexpr Field field = fields_of<Plan, K, G>().field[i()];
        f(std::string_view(name<Plan, K, G, i()>), FieldView<T>(storage, field));
    });
}

/// Calls f(name, view) for all parameters in `storage`.
template <class Plan, class T, class F>
constexpr void for_each_parameter(T* storage, F f) {
    Plan::for_each_layer([&](auto k, auto) {
        for_each_field<Plan, k(), Group::parameters>(storage + Plan::totals.place[k()].parameters, f);
    });
}

/// The same for all gradients, which are laid out as the parameters that are trained.
template <class Plan, class T, class F>
constexpr void for_each_gradient(T* storage, F f) {
    Plan::for_each_layer([&](auto k, auto) {
        if constexpr (Plan::totals.trains[k()])
            for_each_field<Plan, k(), Group::parameters>(storage + Plan::totals.place[k()].parameters, f);
    });
}

/// Calls f(name, view) for all buffers, after the parameters of their layer if WithParameters.
template <class Plan, bool WithParameters, class T, class F>
constexpr void for_each_buffer(Numbers<T> numbers, F f) {
    Plan::for_each_layer([&](auto k, auto) {
        constexpr meta::Place place = Plan::totals.place[k()];
        if constexpr (WithParameters)
            for_each_field<Plan, k(), Group::parameters>(numbers.parameters + place.parameters, f);
        for_each_field<Plan, k(), Group::buffers>(numbers.buffers + place.buffers, f);
        for_each_field<Plan, k(), Group::counters>(numbers.counters + place.counters, f);
    });
}

}  // namespace staticnn::inline STATICNN_TARGET::model
