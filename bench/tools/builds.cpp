// What other flags and another compiler make of staticnn.
//
//     bench_builds <folder>
//
// Reads <folder>/<build>.<pass>.json, where each pass ran every build once, one after another: what slows the machine for
// a while slows them all. A ratio is the median over the passes of a build's time divided by that of the reference.

#include <algorithm>
#include <cstddef>
#include <cstdio>
#include <filesystem>
#include <iostream>
#include <iterator>
#include <string>
#include <vector>

#include "json.hpp"
#include "report.hpp"
#include "statistics.hpp"
#include "text.hpp"

namespace {

namespace fs = std::filesystem;

/// What is asked of a build, in every cell.
enum class Ask {
    time,           // at most this many times the time of the reference
    time_or_share,  // likewise, or that share of its own limit: half the width of a register may halve what is possible
    no_cliff,       // at least this many times faster than Eigen fixed, built the same way
};

struct Build {
    char const* name;  // of its files
    char const* title;
    Ask ask;
    double bound;
    char const* requirement;
};

constexpr char reference[] = "bench";  // g++ -O3 -march=native

constexpr Build builds[] = {
    {"bench-o2", "g++ -O2", Ask::time, 1.1, "at most 1.1x the time of -O3"},
    {"bench-v3", "g++ x86-64-v3", Ask::time_or_share, 1 / 0.85,
     "0.85x of native's speed, or of its share of the limit"},
    {"bench-baseline", "g++ x86-64", Ask::no_cliff, 1, "faster than Eigen fixed, built the same way"},
    {"bench-clang", "clang++ 19", Ask::time, 1.15, "at most 1.15x the time of g++"},
};

using Passes = std::vector<bench::Report>;

Passes read_passes(fs::path const& folder, std::string const& build) {
    Passes passes;
    for (int pass = 1;; ++pass) {
        fs::path const file = folder / (build + "." + std::to_string(pass) + ".json");
        if (!fs::exists(file)) return passes;
        passes.push_back(bench::read_json(file));
    }
}

/// The median over the passes of `value(timing of the build, timing of the reference)`; 0 without any.
double median_of_passes(Passes const& build, Passes const& base, bench::CellReport const& cell, auto value) {
    std::vector<double> values;
    for (std::size_t pass = 0; pass < std::min(build.size(), base.size()); ++pass) {
        auto const* const there = build[pass].find(cell.table, cell.network);
        auto const* const here = base[pass].find(cell.table, cell.network);
        if (there && here && there->find(bench::ours) && here->find(bench::ours))
            values.push_back(value(*there, *here));
    }
    return values.empty() ? 0 : bench::median(values);
}

double nanoseconds(Passes const& build, bench::CellReport const& cell) {
    return median_of_passes(build, build, cell,
                            [](auto const& there, auto const&) { return there.find(bench::ours)->median; });
}

double times_slower(Passes const& build, Passes const& base, bench::CellReport const& cell) {
    return median_of_passes(build, base, cell, [](auto const& there, auto const& here) {
        return there.find(bench::ours)->median / here.find(bench::ours)->median;
    });
}

/// As if both builds had the same limits.
double times_slower_at_equal_limits(Passes const& build, Passes const& base, bench::CellReport const& cell) {
    return median_of_passes(build, base, cell, [](auto const& there, auto const& here) {
        return here.find(bench::ours)->share_of_limit / there.find(bench::ours)->share_of_limit;
    });
}

/// 0 where Eigen fixed did not run.
double times_faster_than_eigen(Passes const& build, bench::CellReport const& cell) {
    return median_of_passes(build, build, cell, [](auto const& there, auto const&) {
        auto const* const eigen = there.find("Eigen fixed");
        return eigen ? eigen->ratio : 0;
    });
}

/// A cell held against what is asked of a build: above 1 it falls short, and the more the worse; 0 is not known.
double shortfall(Build const& build, Passes const& passes, Passes const& base, bench::CellReport const& cell) {
    switch (build.ask) {
        case Ask::time: return times_slower(passes, base, cell) / build.bound;
        case Ask::time_or_share:
            return std::min(times_slower(passes, base, cell), times_slower_at_equal_limits(passes, base, cell)) /
                   build.bound;
        case Ask::no_cliff:
            double const faster = times_faster_than_eigen(passes, cell);
            return faster > 0 ? build.bound / faster : 0;
    }
    return 0;
}

void print_times(Passes const& base, std::vector<Passes> const& all) {
    std::cout << "staticnn, nanoseconds, and the time as a multiple of that of g++ -O3 -march=native\n\n";
    std::cout << bench::left("", 54) << bench::right("g++ -O3", 12);
    for (Build const& build : builds) std::cout << bench::right(build.title, 22);
    std::cout << '\n';
    for (bench::CellReport const& cell : base.front().cells) {
        std::cout << bench::left(cell.table, 38) << bench::left(cell.network, 16)
                  << bench::right(bench::duration(nanoseconds(base, cell)), 12);
        for (Passes const& passes : all) {
            double const slower = times_slower(passes, base, cell);
            std::string const text = slower > 0 ? bench::duration(nanoseconds(passes, cell)) +
                                                      bench::right(bench::number(slower, 2) + "x", 9)
                                                : "-";
            std::cout << bench::right(text, 22);
        }
        std::cout << '\n';
    }
}

void print_goal(Build const& build, Passes const& passes, Passes const& base) {
    int known = 0;
    std::vector<bench::CellReport const*> shorts;
    for (bench::CellReport const& cell : base.front().cells) {
        double const value = shortfall(build, passes, base, cell);
        known += value > 0;
        if (value > 1) shorts.push_back(&cell);
    }
    auto const verdict = known == 0       ? bench::Verdict::not_run
                         : shorts.empty() ? bench::Verdict::pass
                                          : bench::Verdict::falls_short;
    std::cout << "  " << bench::left(bench::word_for(verdict), 9) << bench::left(build.title, 15)
              << bench::left(build.requirement, 56);
    std::cout << (known > 0 ? std::to_string(known - int(shorts.size())) + " of " + std::to_string(known) + " cells"
                            : "-")
              << '\n';
    for (bench::CellReport const* cell : shorts) {
        double const by = 100 * (shortfall(build, passes, base, *cell) - 1);
        std::cout << "             short by " << bench::right(bench::number(by, 0), 3) << " %: " << cell->table << ", "
                  << cell->network << '\n';
    }
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 2) {
        std::fputs("usage: bench_builds <folder>\n", stderr);
        return 2;
    }
    try {
        Passes const base = read_passes(argv[1], reference);
        if (base.empty()) throw bench::FileError{"there is no " + std::string(reference) + ".1.json in " + argv[1]};
        std::vector<Passes> all;
        for (Build const& build : builds) all.push_back(read_passes(argv[1], build.name));

        print_times(base, all);
        std::cout << "\ngoals, in every cell\n";
        for (std::size_t k = 0; k < std::size(builds); ++k) print_goal(builds[k], all[k], base);
    } catch (bench::FileError const& error) {
        std::fprintf(stderr, "bench_builds: %s\n", error.what());
        return 2;
    }
}
