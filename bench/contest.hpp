#pragma once

#include <cmath>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <memory>
#include <string>
#include <tuple>
#include <vector>

#include <benchmark/benchmark.h>

#include "contestants.hpp"
#include "networks.hpp"
#include "problem.hpp"
#include "progress.hpp"

namespace bench {

/// Ends the program unless two implementations agree on the outputs, and on the losses of the first steps of training.
template <class Expected, class Actual>
void require_agreement(Problem const& problem, Expected& expected, Actual& actual) {
    auto const compare = [&](std::string const& what, float e, float a) {
        if (std::abs(a - e) <= 1e-5F * (1 + std::abs(e))) return;
        std::fprintf(stderr, "\nbench: %s, %zu samples: %s of %s is %.9g, of %s %.9g. A wrong result is not timed.\n",
                     problem.network.c_str(), problem.samples, what.c_str(), Actual::name, double(a), Expected::name,
                     double(e));
        std::exit(EXIT_FAILURE);
    };

    expected.reset();
    actual.reset();
    expected.forward();
    actual.forward();
    for (std::size_t sample = 0; sample < problem.samples; ++sample)
        for (std::size_t feature = 0; feature < problem.widths.back(); ++feature)
            compare("output (" + std::to_string(sample) + ", " + std::to_string(feature) + ")",
                    expected.output(sample, feature), actual.output(sample, feature));
    for (int step = 0; step < 20; ++step)
        compare("the loss of step " + std::to_string(step), expected.step(), actual.step());
}

/// All implementations of one network at one number of samples, checked against the first of them.
template <class First, class... Others>
class Contest {
public:
    explicit Contest(Problem const& problem)
        : contestants_{std::make_unique<First>(problem), std::make_unique<Others>(problem)...} {
        (require_agreement(problem, get<First>(), get<Others>()), ...);
    }

    template <class Contestant>
    Contestant& get() {
        return *std::get<std::unique_ptr<Contestant>>(contestants_);
    }

private:
    std::tuple<std::unique_ptr<First>, std::unique_ptr<Others>...> contestants_;
};

#ifdef STATICNN_HAVE_EIGEN
template <class Network, std::size_t Samples>
using ContestOfAll = Contest<StaticContestant<Network, Samples>, DynamicContestant<Network, Samples>,
                             EigenDynamicContestant<Network, Samples>>;
#else
template <class Network, std::size_t Samples>
using ContestOfAll = Contest<StaticContestant<Network, Samples>, DynamicContestant<Network, Samples>>;
#endif

struct Forward {
    void operator()(auto& contestant) const { contestant.forward(); }
};

/// The next input waits for the last output, as in a control loop: the time is that from an input to its output, and
/// the processor cannot work on two calls at once.
struct ForwardInTurn {
    void operator()(auto& contestant) const {
        contestant.forward();
        contestant.feed_back();
    }
};

struct TrainingStep {
    void operator()(auto& contestant) const { benchmark::DoNotOptimize(contestant.step()); }
};

/// One timing of one implementation. Training starts anew each time: weights that have come to rest would be timed with
/// denormal numbers in their optimiser.
template <class Work, class Contestant>
void measure(benchmark::State& state, Contestant& contestant) {
    contestant.reset();
    Work{}(contestant);
    for (auto _ : state) {
        Work{}(contestant);
        benchmark::ClobberMemory();
    }
}

/// One cell of the table: a work on a network, for each of the contestants.
template <class Work, class Network, std::size_t Samples, class Contest = ContestOfAll<Network, Samples>>
class Cell;

template <class Work, class Network, std::size_t Samples, class... Contestants>
class Cell<Work, Network, Samples, Contest<Contestants...>> {
public:
    explicit Cell(std::string const& work)
        : name_{work + ", batch " + std::to_string(Samples) + "/" + name_of<Network>()} {}

    /// The contestants in turn, as many times as there are rounds: what slows the machine for a while slows them all.
    void operator()(int rounds, Progress& progress) const {
        for (int round = 0; round < rounds; ++round) (add<Contestants>(progress), ...);
    }

private:
    template <class Contestant>
    void add(Progress& progress) const {
        auto const run = [name = name_, contest = contest_, &progress, turn = progress.add()](benchmark::State& state) {
            progress.reach(turn, name);
            if (!*contest) *contest = std::make_unique<Contest<Contestants...>>(make_problem<Network>(Samples));
            measure<Work>(state, (*contest)->template get<Contestant>());
        };
        benchmark::RegisterBenchmark((name_ + "/" + Contestant::name).c_str(), run);
    }

    using Place = std::unique_ptr<Contest<Contestants...>>;

    std::string name_;
    std::shared_ptr<Place> contest_ = std::make_shared<Place>();  // built and checked when it is first run
};

/// The cells of the table, filled by the files of this folder before main runs.
using RegisterCell = std::function<void(int rounds, Progress&)>;

inline std::vector<RegisterCell>& cells() {
    static std::vector<RegisterCell> cells;
    return cells;
}

template <class Work, class Network, std::size_t Samples>
bool add_cell(std::string const& work) {
    cells().push_back(Cell<Work, Network, Samples>{work});
    return true;
}

}  // namespace bench
