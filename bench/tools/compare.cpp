// What has become slower between two runs of the benchmark, and what faster.
//
//     bench_compare [--threshold=<percent>] <old.json> <new.json>
//
// Times are compared as shares of the limit that binds, which was measured beside them: so the clock of the machine
// cancels, and even another machine's file may be read. Ends with 1 where staticnn has become slower by more than the
// threshold.

#include <charconv>
#include <cstdio>
#include <iostream>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

#include "json.hpp"
#include "report.hpp"
#include "text.hpp"

namespace {

struct Options {
    double threshold = 5;  // percent
    std::vector<std::string> files;
};

std::optional<Options> parse(int argc, char** argv) {
    Options options;
    for (int k = 1; k < argc; ++k) {
        std::string_view const argument = argv[k];
        std::string_view const threshold = "--threshold=";
        if (!argument.starts_with("--")) {
            options.files.emplace_back(argument);
            continue;
        }
        if (!argument.starts_with(threshold)) return {};
        char const* const end = argument.data() + argument.size();
        auto const result = std::from_chars(argument.data() + threshold.size(), end, options.threshold);
        if (result.ec != std::errc{} || result.ptr != end || !(options.threshold >= 0)) return {};
    }
    if (options.files.size() != 2) return {};
    return options;
}

/// How many times slower than before, as far as the limits tell; nothing where no limit is known.
std::optional<double> slowdown(bench::Timing const& before, bench::Timing const& now) {
    if (!(before.share_of_limit > 0 && now.share_of_limit > 0)) return {};
    return before.share_of_limit / now.share_of_limit;
}

std::string verdict(double slowdown, double threshold) {
    if (slowdown > 1 + threshold / 100) return "slower";
    if (slowdown < 1 / (1 + threshold / 100)) return "faster";
    return "";
}

/// The share of all cells of all contestants that are in both files; staticnn's are all printed, the others' where they
/// changed. Returns how many of staticnn's became slower.
int compare(bench::Report const& before, bench::Report const& now, double threshold) {
    int slower = 0;
    std::cout << bench::left("", 69) << bench::right("ns, old", 12) << bench::right("ns, new", 12)
              << bench::right("% of limit", 16) << bench::right("time at equal limits", 24) << '\n';
    for (bench::CellReport const& cell : now.cells) {
        bench::CellReport const* const old_cell = before.find(cell.table, cell.network);
        if (!old_cell) continue;
        for (bench::Timing const& timing : cell.timings) {
            bench::Timing const* const old_timing = old_cell->find(timing.name);
            auto const factor = old_timing ? slowdown(*old_timing, timing) : std::nullopt;
            if (!factor) continue;
            std::string const word = verdict(*factor, threshold);
            bool const is_ours = timing.name == bench::ours;
            if (!is_ours && word.empty()) continue;
            slower += is_ours && word == "slower";
            std::string const shares = bench::number(100 * old_timing->share_of_limit, 1) + " -> " +
                                       bench::number(100 * timing.share_of_limit, 1);
            std::cout << bench::left(cell.table, 38) << bench::left(cell.network, 16) << bench::left(timing.name, 15)
                      << bench::right(bench::duration(old_timing->median), 12)
                      << bench::right(bench::duration(timing.median), 12) << bench::right(shares, 16)
                      << bench::right(bench::number(*factor, 3) + "x", 15) << "  " << word << '\n';
        }
    }
    return slower;
}

}  // namespace

int main(int argc, char** argv) {
    auto const options = parse(argc, argv);
    if (!options) {
        std::fputs("usage: bench_compare [--threshold=<percent>] <old.json> <new.json>\n", stderr);
        return 2;
    }
    try {
        bench::Report const before = bench::read_json(options->files[0]);
        bench::Report const now = bench::read_json(options->files[1]);
        int const slower = compare(before, now, options->threshold);
        std::cout << "\nCells in which " << bench::ours << " became slower by more than "
                  << bench::number(options->threshold, 1) << " %: " << slower << '\n';
        return slower > 0 ? 1 : 0;
    } catch (bench::FileError const& error) {
        std::fprintf(stderr, "bench_compare: %s\n", error.what());
        return 2;
    }
}
