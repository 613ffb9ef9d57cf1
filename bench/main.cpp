// The benchmark: the same networks and work for each implementation, checked against each other, then timed in turns.
//
//     staticnn_bench [--rounds=<n>] [--json=<file>] [--chart=<file without extension>]
//                    [--benchmark_filter=<regex>] ...

#include <iostream>
#include <optional>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>

#include "chart.hpp"
#include "goals.hpp"
#include "json.hpp"
#include "machine.hpp"
#include "options.hpp"
#include "print.hpp"
#include "run.hpp"
#include "suite.hpp"

int main(int argc, char** argv) {
    std::vector<char*> arguments(argv, argv + argc);
    auto const options = bench::take_options(arguments);
    if (!options) return 2;

    // Many short rounds, unless the caller says otherwise: later options win.
    std::string min_time = "--benchmark_min_time=0.01";
    arguments.insert(arguments.begin() + 1, min_time.data());
    int count = static_cast<int>(arguments.size());
    benchmark::Initialize(&count, arguments.data());
    if (benchmark::ReportUnrecognizedArguments(count, arguments.data())) return 2;

    std::optional<int> const core = bench::pin_to_one_core();

    bench::Suite suite;
    bench::add_tiny(suite);
    bench::add_policy(suite);
    bench::add_policy_tanh(suite);
    bench::add_wide(suite);
    bench::add_digits(suite);
    bench::add_tutorial(suite);
    bench::add_functions(suite);
    bench::add_odd_shapes(suite);

    bench::Report report = bench::run(suite, options->rounds);
    report.machine = bench::processor();
    report.compiler = bench::compiler();
    report.flags = bench::flags();
    report.target = bench::target();
    report.core = core.value_or(-1);
    report.goals = bench::judge(report);
    bench::print(std::cout, report);
    benchmark::Shutdown();

    try {
        if (!options->json.empty()) bench::write_json(report, options->json);
    } catch (bench::FileError const& error) {
        std::cerr << "bench: " << error.what() << "\n";
        return 1;
    }
    if (!options->chart.empty() && !bench::draw_chart(report, options->chart)) return 1;
}
