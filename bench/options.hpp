#pragma once

#include <charconv>
#include <cstdio>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

namespace bench {

/// The options that are not Google Benchmark's.
struct Options {
    int rounds = 21;
    std::string json{};   // the file to write; none if empty
    std::string chart{};  // likewise, without .svg and .png
};

/// Takes them out of the arguments; the last one counts. Nothing, after a word on stderr, where one is wrong.
inline std::optional<Options> take_options(std::vector<char*>& arguments) {
    Options options;
    for (auto argument = arguments.begin(); argument != arguments.end();) {
        std::string_view value = *argument;
        auto const take = [&](std::string_view name) {
            if (!value.starts_with(name)) return false;
            value.remove_prefix(name.size());
            argument = arguments.erase(argument);
            return true;
        };
        if (take("--rounds=")) {
            char const* const end = value.data() + value.size();
            auto const result = std::from_chars(value.data(), end, options.rounds);
            if (result.ec != std::errc{} || result.ptr != end || options.rounds < 1) {
                std::fputs("bench: --rounds wants a number of at least 1\n", stderr);
                return {};
            }
        } else if (take("--json=")) {
            options.json = value;
        } else if (take("--chart=")) {
            options.chart = value;
        } else {
            ++argument;
        }
    }
    return options;
}

}  // namespace bench
