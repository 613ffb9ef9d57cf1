// Frozen: which steps have gradients, and where their numbers lie.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "laws/all.hpp"

namespace nn = staticnn;
namespace meta = staticnn::meta;

using L37 = nn::Linear<3, 7>;
using L77 = nn::Linear<7, 7>;
using L72 = nn::Linear<7, 2>;
using First = nn::Sequential<nn::Frozen<L37>, nn::ReLU, L77, nn::ReLU, L72>;
using Middle = nn::Sequential<L37, nn::ReLU, nn::Frozen<L77>, nn::ReLU, L72>;
using Front = nn::Sequential<nn::Frozen<nn::Sequential<L37, nn::ReLU, nn::Residual<L77>>>, L72>;
using All = nn::Sequential<nn::Frozen<L37>, nn::ReLU, nn::Frozen<L72>>;
template <class Net>
using Plan = meta::Plan<Net>;

// Its steps are those of what it holds, and what follows is fused into them. Checked by compiling this file.
static_assert(Plan<First>::size == 3 && Plan<First>::steps.step[0].fused != meta::none);
static_assert(Plan<First>::steps.step[0].frozen && !Plan<First>::steps.step[1].frozen);
static_assert(First::parameter_count == nn::Sequential<L37, nn::ReLU, L77, nn::ReLU, L72>::parameter_count);

// What is trained comes first, and has gradients.
static_assert(Plan<First>::totals.trained == 64 + 32 && Plan<First>::totals.all.parameters == 32 + 64 + 32);
static_assert(Plan<First>::totals.place[0].parameters == 96 && Plan<First>::totals.place[1].parameters == 0 &&
              Plan<First>::totals.place[2].parameters == 64);
static_assert(!Plan<First>::needs.gradient[1] && Plan<First>::needs.gradient[2]);
static_assert(Plan<Middle>::needs.gradient[1] && Plan<Middle>::needs.gradient[2] && Plan<Middle>::needs.gradient[3]);
static_assert(!Plan<Front>::needs.gradient[1] && !Plan<Front>::needs.gradient[3] && Plan<Front>::needs.gradient[4]);
static_assert(Plan<All>::totals.trained == 0 && !Plan<All>::needs.gradient[2]);

template <class Net, class Optimizer = nn::Adam>
using Trainer = decltype(nn::Trainer{std::declval<nn::Model<Net>&>(), nn::MSELoss{}, Optimizer{}, nn::capacity<32>});
static_assert(sizeof(Trainer<Front>) <
                  sizeof(Trainer<nn::Sequential<nn::Sequential<L37, nn::ReLU, nn::Residual<L77>>, L72>>) - 4 * 4 * 80,
              "no gradient, no moments");

std::vector<std::string> names_of(auto&& for_each) {
    std::vector<std::string> names;
    for_each([&](std::string_view name, auto) { names.emplace_back(name); });
    return names;
}

TEST_CASE("frozen: names are as without, and only what is trained has gradients") {
    nn::Model<Front> model;
    nn::Trainer trainer{model, nn::MSELoss{}, nn::SGD{}};
    CHECK(names_of([&](auto f) { model.for_each_parameter(f); }) ==
          std::vector<std::string>{"0.0.weight", "0.0.bias", "0.2.body.weight", "0.2.body.bias", "1.weight", "1.bias"});
    CHECK(names_of([&](auto f) { trainer.for_each_gradient(f); }) == std::vector<std::string>{"1.weight", "1.bias"});
    nn::Model<All> none;
    nn::Trainer idle{none, nn::MSELoss{}, nn::SGD{}};
    CHECK(names_of([&](auto f) { idle.for_each_gradient(f); }).empty());
}

template <class T, class A, class B>
void same_parameters(nn::Model<A, T> const& a, nn::Model<B, T> const& b, bool expected = true) {
    CHECK(laws::identical(laws::parameters_of(a), laws::parameters_of(b)) == expected);
}

TEST_CASE_TEMPLATE("frozen: is initialised as without, and stays", T, float, double) {
    nn::Generator one{42}, other{42};
    nn::Model<First, T> frozen{one};
    nn::Model<nn::Sequential<L37, nn::ReLU, L77, nn::ReLU, L72>, T> const plain{other};
    same_parameters<T>(frozen, plain);
    auto const x = laws::random<T>(3 * 33, 1), y = laws::random<T>(2 * 33, 2);
    nn::Trainer trainer{frozen, nn::MSELoss{}, nn::AdamW{.lr = 0.1, .weight_decay = 1}};
    for (int step = 0; step < 3; ++step) CHECK(trainer.step(x, y).has_value());
    auto const before = laws::parameters_of(plain), after = laws::parameters_of(frozen);
    for (std::size_t k = 0; k < 28; ++k) CHECK(before[k] == after[k]);
    CHECK(before[28] != after[28]);
}

TEST_CASE_TEMPLATE("frozen: trains as one whose parameters are put back after each step", T, float, double) {
    using Plain = nn::Sequential<L37, nn::ReLU, L77, nn::ReLU, L72>;
    nn::Model<Middle, T> frozen = laws::random_model<Middle, T>();
    nn::Model<Plain, T> plain = laws::random_model<Plain, T>();
    nn::Trainer a{frozen, nn::MSELoss{}, nn::SGD{.lr = 0.1, .momentum = 0.9}};
    nn::Trainer b{plain, nn::MSELoss{}, nn::SGD{.lr = 0.1, .momentum = 0.9}};
    auto const kept = laws::parameters_of(plain);
    for (std::size_t const samples : {1U, 7U, 33U}) {
        auto const x = laws::random<T>(3 * samples, samples), y = laws::random<T>(2 * samples, 2);
        CHECK(a.step(x, y).value() == b.step(x, y).value());
        std::size_t at = 0;
        plain.for_each_parameter([&](std::string_view name, auto p) {
            for (std::size_t k = 0; k < p.size(); ++k, ++at)
                if (name.starts_with("2.")) p[k] = kept[at];
        });
        same_parameters<T>(frozen, plain);
    }
}

TEST_CASE("frozen: all of it trains nothing, whatever the optimiser, and has a gradient of its input") {
    auto model = laws::random_model<All, float>();
    auto const before = model;
    nn::Trainer trainer{model, nn::MSELoss{}, nn::AdamW{.lr = 1, .weight_decay = 1}};
    nn::Tensor<float, 5, 3> x, dl_dx;
    nn::Tensor<float, 5, 2> y;
    for (float& v : x) v = 0.5F;
    trainer.step(x, y);
    trainer.update();
    CHECK(trainer.clip_grad_norm(1) == 0);
    same_parameters<float>(model, before);
    trainer.forward(x);
    for (float& v : y) v = 1;
    CHECK(trainer.backward(y, dl_dx).has_value());
    bool any = false;
    for (float const v : dl_dx) any = any || v != 0;
    CHECK(any);
}

TEST_CASE("frozen: BatchNorm1d moves its running statistics, and trains no parameter") {
    using Net = nn::Sequential<L37, nn::Frozen<nn::BatchNorm1d<7>>, L72>;
    nn::Generator generator{1};
    nn::Model<Net> model{generator};
    nn::Trainer trainer{model, nn::MSELoss{}, nn::SGD{.lr = 0.1}};
    auto const x = laws::random<float>(3 * 9, 1), y = laws::random<float>(2 * 9, 2);
    CHECK(trainer.step(x, y).has_value());
    model.for_each_state([](std::string_view name, auto s) {
        if (name == "1.weight") CHECK(s[0] == 1);
        if (name == "1.bias") CHECK(s[0] == 0);
        if (name == "1.running_mean") CHECK(s[0] != 0);
        if (name == "1.num_batches_tracked") CHECK(s[0] == 1);
    });
}

TEST_CASE("frozen: groups of parameters see what is trained") {
    nn::Model<Middle> model;
    nn::ParameterGroups const groups{nn::SGD{}, nn::group<"4.*">(nn::SGD{})};
    nn::Trainer trainer{model, nn::MSELoss{}, groups};
    static_assert(nn::train::pieces<Plan<Middle>, decltype(groups)::Grouping>.count == 2);
    CHECK(trainer.step(nn::Tensor<float, 3, 3>{}, nn::Tensor<float, 3, 2>{}) == 0);
}

TEST_CASE("frozen: a wide first layer that reads samples where they lie") {
    using Net = nn::Sequential<nn::Frozen<nn::Linear<64, 32>>, nn::ReLU, nn::Linear<32, 3>>;
    laws::training<Net>();
    laws::inference<Net>();
}

TEST_CASE("frozen: the laws") {
    laws::inference<Middle>();
    laws::training<First>();
    laws::training<Middle>();
    laws::training<Front>();
    laws::training<nn::Sequential<L37, nn::Frozen<nn::BatchNorm1d<7>>, nn::ReLU, nn::Frozen<nn::Dropout<0.5>>, L72>>();
    laws::constant_evaluation_equals_run_time<nn::Sequential<nn::Linear<2, 3>, nn::Frozen<nn::Linear<3, 1>>>>();
}
