#pragma once

#include <algorithm>
#include <cstddef>
#include <iomanip>
#include <iostream>
#include <map>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include <benchmark/benchmark.h>

#include "progress.hpp"

namespace bench {

/// Collects all rounds of `<work>/<network>/<implementation>` and prints one table: a row for each work and network,
/// with the medians of all implementations beside those of the first.
class Table : public benchmark::BenchmarkReporter {
public:
    Table(std::string heading, Progress const& progress) : heading_{std::move(heading)}, progress_{progress} {}

    bool ReportContext(Context const&) override {
        std::cout << heading_ << "\n\n" << std::flush;
        return true;
    }

    void ReportRuns(std::vector<Run> const& runs) override {
        for (Run const& run : runs) {
            if (run.run_type != Run::RT_Iteration || run.error_occurred) continue;
            std::string const name = run.run_name.function_name;
            std::string const implementation = name.substr(name.rfind('/') + 1);
            std::string const cell = name.substr(0, name.rfind('/'));
            Row& row = row_of(cell.substr(0, cell.find('/')), cell.substr(cell.find('/') + 1));
            auto const seconds = run.cpu_accumulated_time / static_cast<double>(run.iterations);
            row.times[implementation].push_back(seconds * 1e9);
            if (!has(implementation)) columns_.push_back(implementation);
        }
    }

    void Finalize() override {
        progress_.clear();
        if (rows_.empty()) return;
        print_heading();
        std::string work;
        for (Row const& row : rows_) {
            if (!work.empty() && work != row.work) std::cout << '\n';
            work = row.work;
            print(row);
        }
        std::string const& first = columns_.front();
        std::cout
            << "\nNanoseconds of processor time: medians over interleaved rounds. A ratio is the median over the\n"
               "rounds of a time divided by that of "
            << first << " in the same round: above 1, " << first << " is faster.\n";
    }

private:
    using Times = std::vector<double>;  // one for each round

    struct Row {
        std::string work;
        std::string network;
        std::map<std::string, Times> times;
    };

    /// The row of this work and network; a new one at the end if there is none.
    Row& row_of(std::string const& work, std::string const& network) {
        for (Row& row : rows_)
            if (row.work == work && row.network == network) return row;
        return rows_.emplace_back(Row{work, network, {}});
    }

    static double median(Times times) {
        auto const middle = times.begin() + static_cast<std::ptrdiff_t>(times.size() / 2);
        std::nth_element(times.begin(), middle, times.end());
        return *middle;
    }

    /// Empty where this implementation was not run.
    static Times times(Row const& row, std::string const& implementation) {
        auto const found = row.times.find(implementation);
        return found == row.times.end() ? Times{} : found->second;
    }

    static std::string number(double value, int digits) {
        std::ostringstream text;
        text << std::fixed << std::setprecision(digits) << value;
        return text.str();
    }

    static std::string nanoseconds(Times const& times) {
        if (times.empty()) return {};
        double const value = median(times);
        return number(value, value < 100 ? 1 : 0);
    }

    static std::string ratio(Times const& of, Times const& to) {
        Times ratios;
        for (std::size_t round = 0; round < std::min(of.size(), to.size()); ++round)
            ratios.push_back(of[round] / to[round]);
        return ratios.empty() ? std::string{} : number(median(ratios), 2);
    }

    static void print_place(std::string const& work, std::string const& network) {
        std::cout << std::left << std::setw(26) << work << std::setw(12) << network << std::right;
    }

    static void print_cell(std::string const& text, int width) { std::cout << std::setw(width) << text; }

    bool has(std::string const& column) const {
        return std::find(columns_.begin(), columns_.end(), column) != columns_.end();
    }

    static int width_of(std::string const& column) { return std::max(static_cast<int>(column.size()), 8) + 3; }

    void print_heading() const {
        print_place("work", "network");
        for (std::string const& column : columns_) {
            print_cell(column, width_of(column));
            if (column != columns_.front()) print_cell("ratio", ratio_width);
        }
        if (honest()) print_cell("dynamic/Eigen", 16);
        std::cout << '\n';
    }

    void print(Row const& row) const {
        print_place(row.work, row.network);
        Times const first = times(row, columns_.front());
        for (std::string const& column : columns_) {
            print_cell(nanoseconds(times(row, column)), width_of(column));
            if (column != columns_.front()) print_cell(ratio(times(row, column), first), ratio_width);
        }
        if (honest()) print_cell(ratio(times(row, "dynamic"), times(row, "Eigen dynamic")), 16);
        std::cout << '\n';
    }

    /// The dynamic implementation is held against hand-written Eigen: beating a weak one would prove nothing.
    bool honest() const { return has("dynamic") && has("Eigen dynamic"); }

    static constexpr int ratio_width = 8;

    std::string heading_;
    Progress const& progress_;
    std::vector<Row> rows_;
    std::vector<std::string> columns_;
};

}  // namespace bench
