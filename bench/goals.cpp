#include "goals.hpp"

#include <optional>
#include <string>
#include <vector>

#include "report.hpp"
#include "text.hpp"

namespace bench {
namespace {

std::string requirement(Goal const& goal) {
    switch (goal.ask) {
        case Ask::share_of_limit: return "at least " + percent(goal.bound) + " of the limit";
        case Ask::ahead:
            if (goal.bound == level) return "level with " + std::string(goal.rival) + ", or faster";
            return plain(goal.bound) + "x faster than " + goal.rival;
        case Ask::ahead_of_peers: return plain(goal.bound) + "x faster than every peer";
        case Ask::time_of_rival:
            return std::string(goal.contestant) + " takes at most " + plain(goal.bound) + "x the time of " + goal.rival;
        case Ask::seconds: return "at most " + plain(goal.bound) + " s";
    }
    return "";
}

/// What is measured of one cell, so that the goal is reached where it is at least the bound, or at most for times.
/// Nothing where one of those that it takes did not run.
std::optional<double> measured(Goal const& goal, CellReport const& cell) {
    Timing const* const it = cell.find(goal.contestant);
    if (!it) return {};
    auto const times_faster_than = [&](Timing const* rival) -> std::optional<double> {
        if (!rival || !(rival->ratio > 0 && it->ratio > 0)) return {};
        return rival->ratio / it->ratio;
    };
    switch (goal.ask) {
        case Ask::share_of_limit: return it->share_of_limit;
        case Ask::ahead: return times_faster_than(cell.find(goal.rival));
        case Ask::ahead_of_peers: return times_faster_than(best_peer(cell));
        case Ask::time_of_rival:
            if (auto const times = times_faster_than(cell.find(goal.rival))) return 1 / *times;
            return {};
        case Ask::seconds: return it->median / 1e9;
    }
    return {};
}

bool less_is_better(Ask ask) { return ask == Ask::time_of_rival || ask == Ask::seconds; }

std::string text_of(Goal const& goal, double value) {
    switch (goal.ask) {
        case Ask::share_of_limit: return percent(value);
        case Ask::seconds: return number(value, 3) + " s";
        case Ask::ahead:
        case Ask::ahead_of_peers:
        case Ask::time_of_rival: break;
    }
    return number(value, 2) + "x";
}

Judgement judge(Goal const& goal, Report const& report) {
    CellReport const* worst_cell = nullptr;
    double worst = 0;
    for (CellReport const& cell : report.cells) {
        if (!cell.table.starts_with(goal.table) || (goal.network && cell.network != goal.network)) continue;
        auto const value = measured(goal, cell);
        if (!value) continue;
        if (worst_cell && (less_is_better(goal.ask) ? *value <= worst : *value >= worst)) continue;
        worst_cell = &cell;
        worst = *value;
    }

    Judgement judgement{goal.table, goal.network ? goal.network : "all", requirement(goal), "", Verdict::not_run};
    if (!worst_cell) return judgement;
    bool const reached = less_is_better(goal.ask) ? worst <= goal.bound : worst >= goal.bound;
    judgement.verdict = reached ? Verdict::pass : Verdict::falls_short;
    judgement.measured = text_of(goal, worst);
    if (goal.ask == Ask::ahead_of_peers) judgement.measured += ", " + best_peer(*worst_cell)->name;
    if (!goal.network) judgement.measured += " on " + worst_cell->network;
    if (worst_cell->table != goal.table) judgement.measured += worst_cell->table.substr(std::string(goal.table).size());
    return judgement;
}

}  // namespace

std::vector<Judgement> judge(Report const& report) {
    std::vector<Judgement> judgements;
    for (Goal const& goal : goals) judgements.push_back(judge(goal, report));
    return judgements;
}

}  // namespace bench
