#include "run.hpp"

#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <benchmark/benchmark.h>

#include "limits.hpp"
#include "progress.hpp"
#include "statistics.hpp"

namespace bench {
namespace {

/// The rounds of one contestant in one cell.
struct Series {
    std::string name;
    double items;
    std::vector<double> nanoseconds;   // of one item
    std::vector<double> at_the_limit;  // likewise, of the same round
};

/// The limits, measured once in each round of each cell.
using LimitsOfRound = std::shared_ptr<std::optional<Limits>>;

class Runner final : public benchmark::BenchmarkReporter {
public:
    Runner(Suite const& suite, int rounds) : suite_{suite}, series_(suite.cells().size()), rounds_{rounds} {
        for (int round = 0; round < rounds; ++round)
            for (std::size_t cell = 0; cell < suite.cells().size(); ++cell) add(cell);
    }

    Report run() {
        measured_.push_back(measure_limits());
        benchmark::RunSpecifiedBenchmarks(this);
        progress_.clear();
        return report();
    }

    bool ReportContext(Context const&) override { return true; }

    void ReportRuns(std::vector<Run> const& runs) override {
        for (Run const& run : runs) {
            if (run.run_type != Run::RT_Iteration || run.error_occurred) continue;
            Series& series = *places_.at(run.run_name.function_name);
            series.nanoseconds.push_back(1e9 * run.cpu_accumulated_time / double(run.iterations) / series.items);
            series.at_the_limit.push_back(1e9 * run.counters.at("limit").value / series.items);
        }
    }

private:
    /// One round of one cell.
    void add(std::size_t number) {
        Cell const& cell = suite_.cells()[number];
        Contest& contest = *cell.contest;
        if (series_[number].empty())
            for (std::size_t k = 0; k < contest.size(); ++k)
                series_[number].push_back({contest[k].name(), cell.items, {}, {}});

        auto const limits = std::make_shared<std::optional<Limits>>();
        for (std::size_t k = 0; k < contest.size(); ++k) {
            if (!contest[k].can(cell.work)) continue;
            std::string const name = cell.table + "/" + contest.problem().network + "/" + contest[k].name();
            places_[name] = &series_[number][k];
            auto const turn = [this, &cell, limits, k, at = progress_.add()](benchmark::State& state) {
                progress_.reach(at, cell.table + "  " + cell.contest->problem().network);
                cell.contest->require_agreement(k);
                if (!*limits) measured_.push_back(limits->emplace(measure_limits()));
                (*cell.contest)[k].time(cell.work, state);
                state.counters["limit"] = bound(cell.cost, **limits).seconds;
            };
            benchmark::RegisterBenchmark(name.c_str(), turn);
        }
    }

    Report report() const {
        Report report;
        report.rounds = rounds_;
        report.limits = median(measured_);
        for (std::size_t number = 0; number < series_.size(); ++number) {
            Cell const& cell = suite_.cells()[number];
            Problem const& problem = cell.contest->problem();
            CellReport row{cell.table, problem.network, problem.samples, bound(cell.cost, report.limits).name, {}};
            for (Series const& series : series_[number])
                if (!series.nanoseconds.empty()) row.timings.push_back(timing(series, series_[number].front()));
            if (!row.timings.empty()) report.cells.push_back(std::move(row));
        }
        return report;
    }

    static Timing timing(Series const& series, Series const& first) {
        return {
            .name = series.name,
            .median = median(series.nanoseconds),
            .lower_quartile = quantile(series.nanoseconds, 0.25),
            .upper_quartile = quantile(series.nanoseconds, 0.75),
            .ratio = median_ratio(series.nanoseconds, first.nanoseconds),
            .share_of_limit = median_ratio(series.at_the_limit, series.nanoseconds),
        };
    }

    /// 0 where there is nothing to divide by.
    static double median_ratio(std::vector<double> const& of, std::vector<double> const& to) {
        if (of.size() != to.size()) return 0;
        std::vector<double> ratios;
        for (std::size_t round = 0; round < of.size(); ++round) ratios.push_back(of[round] / to[round]);
        return median(ratios);
    }

    Suite const& suite_;
    std::vector<std::vector<Series>> series_;  // of each cell, of each contestant
    std::map<std::string, Series*> places_;    // by the names that Google Benchmark knows them by
    int rounds_;
    Progress progress_;
    std::vector<Limits> measured_;
};

}  // namespace

Report run(Suite const& suite, int rounds) { return Runner{suite, rounds}.run(); }

}  // namespace bench
