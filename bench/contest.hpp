#pragma once

#include <cmath>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <benchmark/benchmark.h>

#include "peers/peer.hpp"
#include "problem.hpp"
#include "work.hpp"

namespace bench {

/// What an implementation makes of a problem: all outputs, and the losses of its first steps of training.
struct Answer {
    std::vector<float> outputs;
    std::vector<float> losses;
};

/// One implementation on one problem, whatever its type.
class Contestant {
public:
    virtual ~Contestant() = default;
    virtual std::string name() const = 0;
    virtual bool can(Work) const = 0;
    virtual Answer answer(Problem const&) = 0;

    /// One timing. Training starts anew each time: weights that have come to rest would be timed with denormal numbers
    /// in their optimiser.
    virtual void time(Work, benchmark::State&) = 0;
};

/// Implementation is a class of contestants.hpp, whose work is inlined here, or Peer.
template <class Implementation>
class ContestantOf final : public Contestant {
public:
    ContestantOf(std::string name, bool has_training, std::unique_ptr<Implementation> implementation)
        : name_{std::move(name)},
          has_training_{has_training},
          implementation_{std::move(implementation)} {}

    std::string name() const override { return name_; }

    bool can(Work work) const override { return work == Work::training ? has_training_ : work != Work::special; }

    Answer answer(Problem const& problem) override {
        Answer answer;
        implementation_->reset();
        implementation_->forward();
        for (std::size_t sample = 0; sample < problem.samples; ++sample)
            for (std::size_t feature = 0; feature < problem.widths.back(); ++feature)
                answer.outputs.push_back(implementation_->output(sample, feature));
        for (int step = 0; has_training_ && step < 20; ++step) answer.losses.push_back(implementation_->step());
        return answer;
    }

    void time(Work work, benchmark::State& state) override {
        Implementation& it = *implementation_;
        it.reset();
        switch (work) {
            case Work::latency:  // as in a control loop: the processor cannot work on two calls at once
                repeat(state, [&] { it.forward(), it.feed_back(); });
                break;
            case Work::back_to_back: repeat(state, [&] { it.forward(); }); break;
            case Work::training: repeat(state, [&] { benchmark::DoNotOptimize(it.step()); }); break;
            case Work::special: break;
        }
    }

private:
    static void repeat(benchmark::State& state, auto work) {
        work();
        for (auto _ : state) {
            work();
            benchmark::ClobberMemory();
        }
    }

    std::string name_;
    bool has_training_;
    std::unique_ptr<Implementation> implementation_;
};

/// All implementations of one network at one number of samples. The first is what the others are checked against.
class Contest {
public:
    explicit Contest(Problem problem) : problem_{std::move(problem)} {}

    Problem const& problem() const { return problem_; }
    std::size_t size() const { return entries_.size(); }
    Contestant& operator[](std::size_t k) { return *entries_[k].contestant; }

    template <class Implementation>
    void add() {
        add(std::make_unique<ContestantOf<Implementation>>(Implementation::name, true,
                                                           std::make_unique<Implementation>(problem_)));
    }

    void add(std::unique_ptr<Peer> peer) {
        std::string const name = peer->name();
        bool const has_training = peer->has_training();
        add(std::make_unique<ContestantOf<Peer>>(name, has_training, std::move(peer)));
    }

    void add(std::unique_ptr<Contestant> contestant) { entries_.push_back({std::move(contestant)}); }

    /// One that works on another problem, so that it cannot agree.
    void add_unchecked(std::unique_ptr<Contestant> contestant) { entries_.push_back({std::move(contestant), true}); }

    /// Ends the program unless contestant k agrees with the first on the outputs and, if it trains, on the losses.
    void require_agreement(std::size_t k) {
        Entry& entry = entries_[k];
        if (entry.agrees) return;
        if (!expected_) expected_ = entries_.front().contestant->answer(problem_);
        Answer const actual = entry.contestant->answer(problem_);
        for (std::size_t i = 0; i < expected_->outputs.size(); ++i)
            compare(k, "output " + std::to_string(i), expected_->outputs[i], actual.outputs[i]);
        for (std::size_t i = 0; i < actual.losses.size(); ++i)
            compare(k, "the loss of step " + std::to_string(i), expected_->losses[i], actual.losses[i]);
        entry.agrees = true;
    }

private:
    struct Entry {
        std::unique_ptr<Contestant> contestant;
        bool agrees = false;
    };

    void compare(std::size_t k, std::string const& what, float expected, float actual) const {
        if (std::abs(actual - expected) <= 1e-5F * (1 + std::abs(expected))) return;
        std::fprintf(stderr, "\nbench: %s, %zu samples: %s of %s is %.9g, of %s %.9g. A wrong result is not timed.\n",
                     problem_.network.c_str(), problem_.samples, what.c_str(), entries_[k].contestant->name().c_str(),
                     double(actual), entries_.front().contestant->name().c_str(), double(expected));
        std::exit(EXIT_FAILURE);
    }

    Problem problem_;
    std::vector<Entry> entries_;
    std::optional<Answer> expected_;
};

}  // namespace bench
