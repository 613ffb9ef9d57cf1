// The tutorial's training from beginning to end: y = x² on x = 1..99, 100,000 epochs of the whole batch.

#include <cstddef>
#include <memory>
#include <string>

#include <benchmark/benchmark.h>

#include <staticnn/staticnn.hpp>

#include "contest.hpp"
#include "networks.hpp"
#include "problem.hpp"
#include "suite.hpp"
#include "tables.hpp"

namespace bench {
namespace {

constexpr int epochs = 100'000;
constexpr std::size_t samples = Tiny::training_samples;

class Tutorial final : public Contestant {
public:
    Tutorial() {
        for (std::size_t i = 0; i < samples; ++i) {
            x_(i, 0) = float(i + 1);
            y_(i, 0) = x_(i, 0) * x_(i, 0);
        }
    }

    std::string name() const override { return "staticnn"; }
    bool can(Work work) const override { return work == Work::special; }
    Answer answer(Problem const&) override { return {}; }

    void time(Work, benchmark::State& state) override {
        for (auto _ : state) {
            nn::Generator generator{42};
            nn::Model<Tiny::Net> model{generator};
            nn::Trainer trainer{model, nn::MSELoss{}, nn::Adam{.lr = 0.1}};
            for (int epoch = 0; epoch < epochs; ++epoch) benchmark::DoNotOptimize(trainer.step(x_, y_));
        }
    }

private:
    nn::Tensor<float, samples, 1> x_;
    nn::Tensor<float, samples, 1> y_;
};

}  // namespace

void add_tutorial(Suite& suite) {
    auto contest = std::make_shared<Contest>(make_problem<Tiny>(samples));
    contest->add(std::make_unique<Tutorial>());
    Cost cost = training_cost(Tiny::widths, samples);
    cost.flops *= epochs;
    suite.add({.table = table::tutorial, .work = Work::special, .cost = cost, .contest = contest});
}

}  // namespace bench
