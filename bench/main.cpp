// The benchmark: the same networks and work for each implementation, checked against each other, then timed in turns.
//
//     staticnn_bench [--rounds=<n>] [--benchmark_filter=<regex>] [--benchmark_out=<file.json>] ...

#include <charconv>
#include <iostream>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <benchmark/benchmark.h>

#include "contest.hpp"
#include "machine.hpp"
#include "progress.hpp"
#include "report.hpp"

namespace {

/// Takes --rounds=<n> out of the arguments. Nothing if it is there and is not a number of at least 1.
std::optional<int> take_rounds(std::vector<char*>& arguments) {
    int rounds = 15;
    std::string_view const option = "--rounds=";
    for (auto a = arguments.begin(); a != arguments.end();) {
        std::string_view const text = *a;
        if (!text.starts_with(option)) {
            ++a;
            continue;
        }
        char const* const end = text.data() + text.size();
        auto const result = std::from_chars(text.data() + option.size(), end, rounds);
        if (result.ec != std::errc{} || result.ptr != end || rounds < 1) return {};
        a = arguments.erase(a);
    }
    return rounds;
}

}  // namespace

int main(int argc, char** argv) {
    std::vector<char*> arguments(argv, argv + argc);
    auto const rounds = take_rounds(arguments);
    if (!rounds) {
        std::cerr << "bench: --rounds wants a number of at least 1\n";
        return 2;
    }

    // Many short rounds, unless the caller says otherwise: later options win.
    std::string min_time = "--benchmark_min_time=0.02";
    arguments.insert(arguments.begin() + 1, min_time.data());
    int count = static_cast<int>(arguments.size());
    benchmark::Initialize(&count, arguments.data());
    if (benchmark::ReportUnrecognizedArguments(count, arguments.data())) return 2;

    std::optional<int> const core = bench::pin_to_one_core();
    std::string const heading = bench::processor() +
                                (core ? ", core " + std::to_string(*core) : ", not pinned to a core") + "; " +
                                std::to_string(*rounds) + " rounds\n" + bench::build();

    bench::Progress progress;
    for (bench::RegisterCell const& cell : bench::cells()) cell(*rounds, progress);
    bench::Table table{heading, progress};
    benchmark::RunSpecifiedBenchmarks(&table);
    benchmark::Shutdown();
}
