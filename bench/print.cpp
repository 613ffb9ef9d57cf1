#include "print.hpp"

#include <algorithm>
#include <cstddef>
#include <ostream>
#include <string>
#include <vector>

#include "report.hpp"
#include "text.hpp"

namespace bench {
namespace {

using Column = CellReport const*;

constexpr std::size_t first_width = 17;
constexpr std::size_t column_width = 26;

/// One row: a heading, and what `text` says to each column.
void print_row(std::ostream& out, std::string const& heading, std::vector<Column> const& columns, auto text) {
    std::string row = "  " + left(heading, first_width);
    for (Column const column : columns) row += right(text(*column), column_width);
    row.erase(row.find_last_not_of(' ') + 1);
    out << row << '\n';
}

/// Time, spread and ratio each stand below those of the other rows.
std::string text_of(Timing const* timing) {
    if (!timing) return "";
    std::string const ratio = timing->ratio > 0 && timing->name != ours ? number(timing->ratio, 2) + "x" : "";
    return duration(timing->median) + right("±" + number(100 * timing->spread(), 1) + " %", 8) + right(ratio, 8);
}

std::string text_of_best(CellReport const& cell) {
    Timing const* const best = best_peer(cell);
    if (!best || !(best->ratio > 0)) return "";
    return best->name + " " + number(best->ratio, 2) + "x";
}

std::string text_of_limit(CellReport const& cell) {
    Timing const* const first = cell.find(ours);
    if (!first || !(first->share_of_limit > 0)) return "";
    if (cell.limit == by_the_clock) return number(1 / first->share_of_limit, 2) + " cycles";
    return percent(first->share_of_limit) + " of " + cell.limit;
}

std::vector<std::string> names_in(std::vector<Column> const& columns) {
    std::vector<std::string> names;
    for (Column const column : columns)
        for (Timing const& timing : column->timings)
            if (std::find(names.begin(), names.end(), timing.name) == names.end()) names.push_back(timing.name);
    return names;
}

void print_table(std::ostream& out, std::vector<Column> const& columns) {
    auto const& table = columns.front()->table;
    out << '\n' << table << '\n';
    print_row(out, "", columns, [](CellReport const& cell) { return cell.network; });
    bool const same_batch =
        std::all_of(columns.begin(), columns.end(), [&](Column c) { return c->samples == columns.front()->samples; });
    if (!same_batch)
        print_row(out, "", columns, [](CellReport const& c) { return "batch " + std::to_string(c.samples); });

    for (std::string const& name : names_in(columns))
        print_row(out, name, columns, [&](CellReport const& cell) { return text_of(cell.find(name)); });

    auto const has = [&](auto text) {
        return std::any_of(columns.begin(), columns.end(), [&](Column column) { return !text(*column).empty(); });
    };
    if (has(text_of_best)) print_row(out, "best peer", columns, text_of_best);
    if (has(text_of_limit)) print_row(out, "limit that binds", columns, text_of_limit);
}

void print_goals(std::ostream& out, std::vector<Judgement> const& goals) {
    out << "\ngoals (on AVX-512, built by g++ with -O3 -march=native)\n";
    for (Judgement const& goal : goals)
        out << "  " << left(word_for(goal.verdict), 9) << left(goal.table, 31) << left(goal.network, 17)
            << left(goal.requirement, 55) << (goal.measured.empty() ? "-" : goal.measured) << '\n';
}

}  // namespace

void print(std::ostream& out, Report const& report) {
    out << report.machine << ", " << (report.core < 0 ? "not pinned to a core" : "core " + std::to_string(report.core))
        << "; " << report.rounds << " rounds\n"
        << report.compiler << ", " << report.flags << ", target " << report.target << '\n'
        << "limits: multiply-adds " << number(report.limits.multiply_adds / 1e9, 0) << " Gflop/s, L1 stream "
        << number(report.limits.l1_stream / 1e9, 0) << " GB/s, L2 stream " << number(report.limits.l2_stream / 1e9, 0)
        << " GB/s; clock " << number(report.limits.clock / 1e9, 2) << " GHz\n";

    std::vector<Column> columns;
    for (std::size_t k = 0; k < report.cells.size(); ++k) {
        columns.push_back(&report.cells[k]);
        bool const last = k + 1 == report.cells.size() || report.cells[k + 1].table != report.cells[k].table;
        if (!last) continue;
        print_table(out, columns);
        columns.clear();
    }
    if (report.cells.empty()) return;

    out << "\nNanoseconds of processor time: medians over interleaved rounds, ± half the distance of the quartiles.\n"
           "x: the median over the rounds of a time divided by that of "
        << ours << " in the same round; above 1, " << ours
        << " is faster.\n"
           "The limits are measured in each round; % is the time at the limit divided by the time taken.\n";
    print_goals(out, report.goals);
}

}  // namespace bench
