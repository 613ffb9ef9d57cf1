#pragma once

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdio>
#include <string>

/// A number for people: 533,392.2.
inline std::string grouped(double number, int decimals = 0) {
    std::array<char, 400> text;
    int const length = std::snprintf(text.data(), text.size(), "%.*f", decimals, number);
    std::string result{text.data(), std::size_t(length)};
    if (!std::isfinite(number)) return result;

    std::size_t const first_digit = number < 0 ? 1 : 0;
    std::size_t at = result.size() - (decimals > 0 ? std::size_t(decimals) + 1 : 0);
    for (; at > first_digit + 3; at -= 3) result.insert(at - 3, 1, ',');
    return result;
}

/// Prints facts with a mark and with the figures that show them, and remembers whether one does not hold.
class Facts {
public:
    void check(bool holds, std::string const& fact, std::string const& figures) {
        std::printf("  %s %s\n      %s\n", holds ? "✓" : "✗ DOES NOT HOLD:", fact.c_str(), figures.c_str());
        all_hold_ = all_hold_ && holds;
    }

    void not_checked(std::string const& what) { std::printf("  – Not checked: %s\n", what.c_str()); }

    bool all_hold() const { return all_hold_; }

private:
    bool all_hold_ = true;
};
