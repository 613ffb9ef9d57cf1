#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <vector>

#include "limits.hpp"

namespace bench {

/// The name of what all others are held against: always the first of its cell.
inline constexpr char ours[] = "staticnn";

/// One contestant's rounds, in numbers that tell them. Ratios and shares are taken within each round, where the machine
/// is the same for both sides; what is kept is their median.
struct Timing {
    std::string name;
    double median = 0;  // nanoseconds, as the next two
    double lower_quartile = 0;
    double upper_quartile = 0;
    double ratio = 0;           // its time to that of the first; 0 where the first did not run
    double share_of_limit = 0;  // the time at the limit to its time; 0 where no limit is known

    /// Half the distance between the quartiles, relative to the median.
    double spread() const { return (upper_quartile - lower_quartile) / 2 / median; }
};

struct CellReport {
    std::string table;
    std::string network;
    std::size_t samples = 0;
    std::string limit;  // the one that binds
    std::vector<Timing> timings;

    Timing const* find(std::string const& contestant) const {
        auto const found = std::find_if(timings.begin(), timings.end(), [&](auto& t) { return t.name == contestant; });
        return found == timings.end() ? nullptr : &*found;
    }
};

enum class Verdict { not_run, pass, falls_short };

inline char const* word_for(Verdict verdict) {
    switch (verdict) {
        case Verdict::pass: return "pass";
        case Verdict::falls_short: return "short";
        case Verdict::not_run: break;
    }
    return "not run";
}

/// What became of a goal.
struct Judgement {
    std::string table;
    std::string network;
    std::string requirement;
    std::string measured;
    Verdict verdict = Verdict::not_run;
};

/// One run of the benchmark.
struct Report {
    std::string machine;
    std::string compiler;
    std::string flags;
    std::string target;
    int core = -1;  // -1: not pinned to one
    int rounds = 0;
    Limits limits;  // medians
    std::vector<CellReport> cells;
    std::vector<Judgement> goals{};

    CellReport const* find(std::string const& table, std::string const& network) const {
        auto const found =
            std::find_if(cells.begin(), cells.end(), [&](auto& c) { return c.table == table && c.network == network; });
        return found == cells.end() ? nullptr : &*found;
    }
};

/// What other people's code this is held against. The dynamic implementation is our own, and the rounded shapes are
/// staticnn itself.
inline bool is_peer(std::string const& contestant) {
    return contestant != ours && contestant != "dynamic" && contestant != "rounded shape";
}

/// The fastest peer; nullptr where none ran.
inline Timing const* best_peer(CellReport const& cell) {
    Timing const* best = nullptr;
    for (Timing const& timing : cell.timings)
        if (is_peer(timing.name) && (!best || timing.median < best->median)) best = &timing;
    return best;
}

}  // namespace bench
