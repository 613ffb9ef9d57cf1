#pragma once

#include <cstddef>
#include <string_view>

#include <staticnn/meta/errors.hpp>

namespace staticnn::inline STATICNN_TARGET::meta {

/// The name of a parameter or buffer as in PyTorch's state_dict: "1.body.0.weight".
template <std::size_t Most>
struct Name {
    char text[Most]{};
    std::size_t length = 0;

    constexpr operator std::string_view() const { return {text, length}; }

    constexpr void add(std::string_view word) {
        for (char c : word) text[length++] = c;
    }
    constexpr void add(int number) {
        if (number >= 10) add(number / 10);
        text[length++] = char('0' + number % 10);
    }
    constexpr void add(Part part) { add(part == Part::body ? std::string_view("body") : std::string_view("shortcut")); }
};

template <auto... Path>
constexpr auto name_of(Layer<Path...>, std::string_view field) {
    Name<64 + 12 * sizeof...(Path)> name;  // a field's name, and a number of ten digits or a part before each dot
    ((name.add(Path), name.add(".")), ...);
    name.add(field);
    return name;
}

}  // namespace staticnn::inline STATICNN_TARGET::meta
