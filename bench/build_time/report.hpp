#pragma once

#include <cstddef>
#include <iomanip>
#include <ostream>
#include <sstream>
#include <string>
#include <vector>

#include "goals.hpp"
#include "results.hpp"

/// What was measured, for people and for programs.
namespace build_time {

inline std::string number(double value, int digits) {
    std::ostringstream text;
    text << std::fixed << std::setprecision(digits) << value;
    return text.str();
}

/// The compiler's files, one a row, with their times beside that of the first.
inline void print_table(std::ostream& to, std::string const& compiler, Results const& results) {
    constexpr int wide = 32, narrow = 10;
    auto const row = [&to](std::string const& file, std::vector<std::string> const& cells) {
        to << std::left << std::setw(wide) << file << std::right;
        for (std::string const& cell : cells) to << std::setw(narrow) << cell;
        to << '\n';
    };
    row(compiler, {"seconds", "MB", ".text kB", "ratio"});
    Measured const* first = nullptr;
    for (Measured const& m : results.all()) {
        if (m.compiler != compiler) continue;
        if (first == nullptr) first = &m;
        row(m.file, {number(median(m.seconds), 2), number(median(m.megabytes), 0),
                     number(double(m.code_bytes) / 1000, 1), number(ratio(m, *first), 1)});
    }
    to << '\n';
}

inline void print_goals(std::ostream& to, std::vector<Goal> const& goals) {
    for (Goal const& goal : goals)
        to << (goal.reached() ? "pass   " : "short  ") << std::left << std::setw(52) << goal.what << std::right
           << std::setw(8) << number(goal.measured, 2) << "  (" << (goal.at_least ? "at least " : "at most ")
           << goal.limit << ' ' << goal.unit << ")\n";
}

/// Names are ours, and hold nothing that JSON would want escaped.
inline std::string quoted(std::string const& text) { return '"' + text + '"'; }

inline std::string list(std::vector<double> const& values) {
    std::string text;
    for (double value : values) text += (text.empty() ? "" : ", ") + number(value, 3);
    return '[' + text + ']';
}

inline void write_json(std::ostream& to, Results const& results, std::vector<Goal> const& goals) {
    char const* separator = "\n";
    to << "{\n  \"files\": [";
    for (Measured const& m : results.all()) {
        to << separator << "    {\"file\": " << quoted(m.file) << ", \"compiler\": " << quoted(m.compiler)
           << ", \"seconds\": " << list(m.seconds) << ", \"megabytes\": " << list(m.megabytes)
           << ", \"code_bytes\": " << m.code_bytes << '}';
        separator = ",\n";
    }
    separator = "\n";
    to << "\n  ],\n  \"goals\": [";
    for (Goal const& goal : goals) {
        to << separator << "    {\"what\": " << quoted(goal.what) << ", \"unit\": " << quoted(goal.unit)
           << ", \"measured\": " << number(goal.measured, 3) << ", \"limit\": " << goal.limit
           << ", \"at_least\": " << (goal.at_least ? "true" : "false")
           << ", \"reached\": " << (goal.reached() ? "true" : "false") << '}';
        separator = ",\n";
    }
    to << "\n  ]\n}\n";
}

}  // namespace build_time
