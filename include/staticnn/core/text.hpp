#pragma once

#include <cstddef>
#include <string_view>

namespace staticnn {

/// Text as a template argument: `nn::group<"*.bias">`.
template <std::size_t N>
struct Text {
    char text[N]{};

    consteval Text(char const (&literal)[N]) {
        for (std::size_t k = 0; k < N; ++k) text[k] = literal[k];
    }
    constexpr explicit Text(std::string_view view) {
        for (std::size_t k = 0; k < N; ++k)
            text[k] = k < view.size() ? view[k] : '\0';  // clang prints the whole, or codes
    }
    constexpr operator std::string_view() const { return {text, N - 1}; }
};

/// Whether a name is as a pattern says, in which each * stands for any characters, also none.
constexpr bool matches(std::string_view pattern, std::string_view name) {
    std::size_t p = 0, n = 0, star = pattern.size(), from = 0;  // the last star, and what it has not yet swallowed
    while (n < name.size()) {
        if (p < pattern.size() && pattern[p] == '*') {
            star = p++;
            from = n;
        } else if (p < pattern.size() && pattern[p] == name[n]) {
            ++p, ++n;
        } else if (star < pattern.size()) {
            p = star + 1;
            n = ++from;
        } else {
            return false;
        }
    }
    while (p < pattern.size() && pattern[p] == '*') ++p;
    return p == pattern.size();
}

}  // namespace staticnn
