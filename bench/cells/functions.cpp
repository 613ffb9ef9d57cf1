// Functions of many numbers: staticnn's registers, the standard library one by one, Eigen's arrays.

#include <cmath>
#include <cstddef>
#include <memory>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include <benchmark/benchmark.h>

#include <staticnn/simd/exp.hpp>
#include <staticnn/simd/tanh.hpp>
#include <staticnn/staticnn.hpp>

#include "contest.hpp"
#include "problem.hpp"
#include "suite.hpp"
#include "tables.hpp"

#ifdef STATICNN_HAVE_EIGEN
#include "eigen_dynamic.hpp"
#endif

namespace bench {
namespace {

using Numbers = std::vector<float>;

/// A loop over all numbers, by a function of two arrays of `count` numbers.
template <class Loop>
class FunctionContestant final : public Contestant {
public:
    FunctionContestant(std::string name, Problem const& problem, Loop loop)
        : name_{std::move(name)},
          x_{problem.x},
          y_(problem.x.size()),
          loop_{loop} {}

    std::string name() const override { return name_; }
    bool can(Work work) const override { return work == Work::special; }

    Answer answer(Problem const&) override {
        loop_(x_.data(), y_.data(), x_.size());
        return {.outputs = y_, .losses = {}};
    }

    void time(Work, benchmark::State& state) override {
        for (auto _ : state) {
            loop_(x_.data(), y_.data(), x_.size());
            benchmark::ClobberMemory();
        }
    }

private:
    std::string name_;
    Numbers x_;
    Numbers y_;
    Loop loop_;
};

/// In whole registers; there are no numbers left over.
auto in_registers(auto function) {
    return [function](float const* x, float* y, std::size_t count) {
        constexpr std::size_t lanes = nn::simd::lanes<float>;
        for (std::size_t k = 0; k < count; k += lanes)
            nn::simd::store(y + k, function(nn::simd::load<nn::simd::Vec<float, lanes>>(x + k)));
    };
}

auto one_by_one(auto function) {
    return [function](float const* x, float* y, std::size_t count) {
        for (std::size_t k = 0; k < count; ++k) y[k] = function(x[k]);
    };
}

#ifdef STATICNN_HAVE_EIGEN
auto in_arrays(auto function) {
    return [function](float const* x, float* y, std::size_t count) {
        auto const size = Eigen::Index(count);
        Eigen::Map<Eigen::ArrayXf>{y, size} = function(Eigen::Map<Eigen::ArrayXf const>{x, size});
    };
}
#endif

/// Numbers between -range and range.
Problem numbers(std::string name, float range) {
    constexpr std::size_t count = 4096;
    std::mt19937 random{1};
    std::uniform_real_distribution<float> uniform{-range, range};
    Numbers x(count);
    for (float& v : x) v = uniform(random);
    return {.network = std::move(name),
            .widths = {},
            .activation = {},
            .samples = count,
            .x = x,
            .y = {},
            .parameters = {}};
}

void add(Suite& suite, Problem problem, auto registers, auto single, [[maybe_unused]] auto arrays) {
    std::shared_ptr<Contest> const contest = std::make_shared<Contest>(std::move(problem));
    auto const enter = [&](char const* name, auto loop) {
        contest->add(std::make_unique<FunctionContestant<decltype(loop)>>(name, contest->problem(), loop));
    };
    enter("staticnn", in_registers(registers));
#ifdef STATICNN_HAVE_EIGEN
    enter("Eigen array", in_arrays(arrays));
#endif
    enter("std", one_by_one(single));

    double const count = double(contest->problem().x.size());
    suite.add({.table = table::functions,
               .work = Work::special,
               .cost = {.cycles = count},
               .contest = contest,
               .items = count});
}

}  // namespace

void add_functions(Suite& suite) {
    add(
        suite, numbers("exp", 10), [](auto v) { return nn::simd::exp(v); }, [](float v) { return std::exp(v); },
        [](auto const& v) { return v.exp(); });
    add(
        suite, numbers("tanh", 5), [](auto v) { return nn::simd::tanh(v); }, [](float v) { return std::tanh(v); },
        [](auto const& v) { return v.tanh(); });
}

}  // namespace bench
