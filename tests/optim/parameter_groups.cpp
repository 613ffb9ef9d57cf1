#include <cstddef>
#include <string_view>
#include <vector>

#include "laws/padding_stays_zero.hpp"

namespace nn = staticnn;

using Block = nn::Residual<nn::Sequential<nn::Linear<7, 17>, nn::ReLU, nn::Linear<17, 7>>>;
using Net = nn::Sequential<nn::Linear<3, 7>, Block, nn::BatchNorm1d<7>, nn::Linear<7, 1>>;

constexpr auto biases_apart(nn::Adam const& others, nn::Adam const& biases) {
    return nn::ParameterGroups{others, nn::group<"*.bias">(biases)};
}
using BiasesApart = decltype(biases_apart({}, {}));

// Options are those of an array; names choose: checked by compiling this file.
static_assert(biases_apart({.lr = 1}, {.lr = 2}).group[0].lr == 1 &&
              biases_apart({.lr = 1}, {.lr = 2}).group[1].lr == 2);
static_assert(BiasesApart::Grouping::group_of("0.weight") == 0 &&
              BiasesApart::Grouping::group_of("2.body.0.bias") == 1);
using Overlapping =
    decltype(nn::ParameterGroups{nn::SGD{}, nn::group<"1.*">(nn::SGD{}), nn::group<"*.bias">(nn::SGD{})});
static_assert(Overlapping::Grouping::group_of("1.body.0.bias") == 1 && Overlapping::Grouping::group_of("0.bias") == 2);

// The table: weights with their padding, then the bias with what follows it; all of one group is one piece.
template <class Optimizer, class Network = Net>
constexpr auto pieces = nn::train::pieces<nn::meta::Plan<Network>, typename Optimizer::Grouping>;
using One = nn::Sequential<nn::Linear<2, 3>, nn::ReLU, nn::Linear<3, 5, false>>;
static_assert(pieces<BiasesApart, One>.count == 3);
static_assert(pieces<BiasesApart, One>.piece[0].from == 0 && pieces<BiasesApart, One>.piece[0].to == 8);
static_assert(pieces<BiasesApart, One>.piece[1].from == 8 && pieces<BiasesApart, One>.piece[1].to == 16);
static_assert(pieces<BiasesApart, One>.piece[2].from == 16 && pieces<BiasesApart, One>.piece[2].to == 48);

TEST_CASE("parameter_groups: pieces are all of the storage, without gaps") {
    std::size_t at = 0;
    for (std::size_t k = 0; k < pieces<BiasesApart>.count; ++k) {
        CHECK(pieces<BiasesApart>.piece[k].from == at);
        at = pieces<BiasesApart>.piece[k].to;
    }
    CHECK(at == nn::meta::Plan<Net>::totals.all.parameters);
}

template <class T, class A, class B>
void train_alike(A const& a, B const& b) {
    laws::TrainedNetwork<Net, T, A> one{a};
    laws::TrainedNetwork<Net, T, B> other{b};
    for (std::size_t const samples : {2U, 7U, 17U, 31U}) {
        auto const x = laws::random<T>(samples * 3, 8), y = laws::random<T>(samples, 9);
        CHECK(one.step(x, y) == other.step(x, y));
        CHECK(laws::identical(one.parameters(), other.parameters()));
    }
}

TEST_CASE_TEMPLATE("parameter_groups: of equal settings are the same bits as none", T, float, double) {
    nn::Adam const adam{.lr = 0.01, .weight_decay = 0.1, .amsgrad = true};
    train_alike<T>(adam, biases_apart(adam, adam));
    nn::SGD const sgd{.lr = 0.01, .momentum = 0.9, .dampening = 0.1, .weight_decay = 0.1};
    train_alike<T>(sgd, nn::ParameterGroups{sgd, nn::group<"*.bias">(sgd), nn::group<"1.body.*">(sgd)});
    train_alike<T>(nn::ClipGradNorm{.max_norm = 0.1, .optimizer = adam},
                   nn::ClipGradNorm{.max_norm = 0.1, .optimizer = biases_apart(adam, adam)});
}

TEST_CASE("parameter_groups: a group whose lr is 0 stays, and no other") {
    laws::TrainedNetwork<Net, float, BiasesApart> network{biases_apart({.lr = 0.1}, {.lr = 0})};
    auto const before = network.model;
    auto const x = laws::random<float>(31 * 3, 8), y = laws::random<float>(31, 9);
    network.step(x, y);
    std::vector<float> old;
    before.for_each_parameter([&](auto, auto p) {
        for (std::size_t k = 0; k < p.size(); ++k) old.push_back(p[k]);
    });
    std::size_t at = 0;
    network.model.for_each_parameter([&](std::string_view name, auto p) {
        CAPTURE(name);
        bool stayed = true;
        for (std::size_t k = 0; k < p.size(); ++k) stayed = p[k] == old[at++] && stayed;
        CHECK(stayed == name.ends_with(".bias"));
    });
}

TEST_CASE("parameter_groups: in pieces is as in a step") {
    nn::Adam const adam{.lr = 0.01};
    auto const groups = biases_apart(adam, {.lr = 0.1, .betas = {0.5, 0.6}});
    laws::TrainedNetwork<Net, double, BiasesApart> at_once{groups}, in_pieces{groups};
    auto const x = laws::random<double>(17 * 3, 8), y = laws::random<double>(17, 9);
    nn::Tensor<double, 17, 3> tensor;
    nn::Tensor<double, 17, 1> target;
    std::copy(x.begin(), x.end(), tensor.data());
    std::copy(y.begin(), y.end(), target.data());
    for (int step = 0; step < 3; ++step) {
        at_once.step(x, y);
        auto const [l, dl_do] = nn::MSELoss{}(in_pieces.trainer.forward(tensor), target);
        in_pieces.trainer.zero_grad();
        CHECK(in_pieces.trainer.backward(dl_do).has_value());
        in_pieces.trainer.update();
    }
    CHECK(laws::close(at_once.parameters(), in_pieces.parameters()));
}

TEST_CASE("parameter_groups: a schedule scales each group's own lr, inside ClipGradNorm too") {
    nn::ClipGradNorm clip{.max_norm = 1, .optimizer = biases_apart({.lr = 0.5}, {.lr = 0.25})};
    nn::Scheduler scheduler{clip, nn::StepLR{.step_size = 1, .gamma = 0.5}};
    scheduler.step();
    scheduler.step();
    CHECK(clip.optimizer.group[0].lr == 0.125);
    CHECK(clip.optimizer.group[1].lr == 0.0625);
}

TEST_CASE("parameter_groups: padding stays zero") {
    laws::padding_stays_zero_with<Net, float>(biases_apart({.lr = 0.01}, {.lr = 0.1, .eps = 0}), {});
    laws::padding_stays_zero_with<nn::Sequential<nn::Linear<3, 9>>, double>(biases_apart({.lr = 0.01}, {.lr = 0.1}),
                                                                            {});
}

constexpr double three_steps(double lr) {
    nn::Model<nn::Sequential<nn::Linear<2, 3>>, double> model;
    nn::Trainer trainer{model, nn::MSELoss{}, biases_apart({.lr = lr}, {.lr = lr / 2, .betas = {0.5, 0.6}})};
    constexpr nn::Tensor<double, 1, 2> x{1, -2};
    constexpr nn::Tensor<double, 1, 3> y{1, 2, 3};
    double sum = 0;
    for (int step = 0; step < 3; ++step) sum += trainer.step(x, y);
    return sum;
}

TEST_CASE("parameter_groups: constant evaluation is the run, bit for bit") {
    constexpr double constant = three_steps(0.5);
    double volatile lr = 0.5;
    CHECK(three_steps(lr) == constant);
}
