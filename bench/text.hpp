#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdio>
#include <string>
#include <string_view>

namespace bench {

inline std::string number(double value, int digits) {
    std::string text(32, '\0');
    text.resize(std::size_t(std::snprintf(text.data(), text.size(), "%.*f", digits, value)));
    return text;
}

/// As few digits as tell it: "1.5", "300".
inline std::string plain(double value) {
    std::string text(32, '\0');
    text.resize(std::size_t(std::snprintf(text.data(), text.size(), "%g", value)));
    return text;
}

/// "12,345"; below 100 in three digits.
inline std::string grouped(double value) {
    if (value < 100) return number(value, value < 1 ? 3 : value < 10 ? 2 : 1);
    std::string text = number(value, 0);
    for (std::size_t place = text.size(); place > 3;) text.insert(place -= 3, 1, ',');
    return text;
}

/// Of nanoseconds, which only what takes long calls by another name.
inline std::string duration(double nanoseconds) {
    return nanoseconds < 1e7 ? grouped(nanoseconds) : number(nanoseconds / 1e6, 1) + " ms";
}

inline std::string percent(double share) { return number(100 * share, 0) + " %"; }

/// How many characters a terminal shows of UTF-8 text.
inline std::size_t width_of(std::string_view text) {
    return std::size_t(std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}

inline std::string left(std::string text, std::size_t width) {
    return text.append(width - std::min(width, width_of(text)), ' ');
}

inline std::string right(std::string const& text, std::size_t width) {
    return std::string(width - std::min(width, width_of(text)), ' ') + text;
}

}  // namespace bench
