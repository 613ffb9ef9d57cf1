#include <algorithm>
#include <cstdint>
#include <span>
#include <type_traits>
#include <vector>

#include "laws/numbers.hpp"

namespace nn = staticnn;

using Net = nn::Sequential<nn::Linear<3, 8>, nn::ReLU, nn::Linear<8, 2>>;
using Normed = nn::Sequential<nn::Linear<3, 8>, nn::BatchNorm1d<8>, nn::ReLU, nn::Linear<8, 2>>;

constexpr std::size_t samples = 99;

struct Data {
    nn::Tensor<double, samples, 3> x;
    nn::Tensor<double, samples, 2> y;

    Data() {
        std::ranges::copy(laws::random<double>(x.size(), 1), x.begin());
        std::ranges::copy(laws::random<double>(y.size(), 2), y.begin());
    }
    std::span<double const> inputs() const { return std::span(x.data(), x.size()); }
    std::span<double const> targets() const { return std::span(y.data(), y.size()); }
};

/// A model and its trainer, the same each time.
template <class Network>
struct Case {
    nn::Model<Network, double> model = laws::random_model<Network, double>();
    nn::Generator generator{42};
    nn::Trainer<Network, double, nn::MSELoss, nn::SGD, 64, nn::Generator> trainer{model, nn::MSELoss{},
                                                                                  nn::SGD{.lr = 0.1}, generator};
    std::vector<double> parameters() const { return laws::parameters_of(model); }
};

using Plain = nn::Trainer<Net, double, nn::MSELoss, nn::SGD, 64, nn::NoGenerator>;

// What cannot fail returns a number: checked by compiling this file.
template <class Network>
using Fitted = decltype(nn::fit(std::declval<Case<Network>&>().trainer, Data{}.x, Data{}.y, {}));
static_assert(std::is_same_v<Fitted<Net>, double>);
static_assert(std::is_same_v<Fitted<Normed>, nn::Result<double>>);
static_assert(std::is_same_v<decltype(nn::FitOptions<true>::shuffle), bool>);
static_assert(!std::is_same_v<decltype(nn::FitOptions<false>::shuffle), bool>);  // only a constant false
static_assert(nn::FitOptions<true>{}.epochs == 1 && nn::FitOptions<true>{}.batch_size == 0);

/// One epoch by hand: batch by batch in the order given; the mean loss of the samples.
template <class Network>
double epoch_by_hand(Case<Network>& c, Data const& data, std::span<std::uint32_t const> order, std::size_t batch) {
    double sum = 0;
    for (std::size_t first = 0; first < samples; first += batch) {
        std::size_t const count = std::min(batch, samples - first);
        std::vector<double> x, y;
        for (std::size_t s = first; s < first + count; ++s) {
            x.insert(x.end(), &data.x(order[s], 0), &data.x(order[s], 0) + 3);
            y.insert(y.end(), &data.y(order[s], 0), &data.y(order[s], 0) + 2);
        }
        sum = nn::core::multiply_add(double(c.trainer.step(x, y).value()), double(count), sum);
    }
    return sum / samples;
}

std::vector<std::uint32_t> in_order() {
    std::vector<std::uint32_t> order(samples);
    for (std::uint32_t k = 0; k < samples; ++k) order[k] = k;
    return order;
}

TEST_CASE("fit: goes batch by batch, the last one short, and tells each epoch's number and mean loss") {
    Data const data;
    Case<Net> fitted, by_hand;
    std::vector<double> losses;
    double const last =
        nn::fit(fitted.trainer, data.x, data.y, {.epochs = 3, .batch_size = 32}, [&](nn::Epoch const& e) {
            CHECK(e.number == losses.size());
            losses.push_back(e.loss);
        });
    std::vector<double> expected;
    for (int epoch = 0; epoch < 3; ++epoch) expected.push_back(epoch_by_hand(by_hand, data, in_order(), 32));
    CHECK(losses == expected);
    CHECK(last == losses.back());
    CHECK(fitted.parameters() == by_hand.parameters());
}

TEST_CASE("fit: to shuffle draws one permutation an epoch from the trainer's Generator") {
    Data const data;
    Case<Net> fitted, by_hand;
    std::vector<double> losses, expected;
    nn::fit(fitted.trainer, data.x, data.y, {.epochs = 4, .batch_size = 32, .shuffle = true},
            [&](nn::Epoch const& e) { losses.push_back(e.loss); });
    std::vector<std::uint32_t> order(samples);
    for (int epoch = 0; epoch < 4; ++epoch) {
        by_hand.generator.permutation(order);
        expected.push_back(epoch_by_hand(by_hand, data, order, 32));
    }
    CHECK(losses == expected);
    CHECK(fitted.parameters() == by_hand.parameters());
    CHECK(fitted.generator() == by_hand.generator());  // and no more than that was drawn

    Case<Net> straight;
    nn::fit(straight.trainer, data.x, data.y, {.epochs = 4, .batch_size = 32});
    CHECK(straight.parameters() != fitted.parameters());
}

TEST_CASE("fit: batch size 0, and one larger than the data, is all samples at once") {
    Data const data;
    Case<Net> all, larger, by_hand;
    double const loss = nn::fit(all.trainer, data.x, data.y, {.epochs = 2});
    nn::fit(larger.trainer, data.x, data.y, {.epochs = 2, .batch_size = 1000});
    epoch_by_hand(by_hand, data, in_order(), samples);
    CHECK(loss == doctest::Approx(epoch_by_hand(by_hand, data, in_order(), samples)).epsilon(1e-14));
    CHECK(all.parameters() == by_hand.parameters());
    CHECK(larger.parameters() == by_hand.parameters());
}

TEST_CASE("fit: no epochs change nothing and have no loss") {
    Data const data;
    Case<Net> c;
    auto const before = c.parameters();
    CHECK(nn::fit(c.trainer, data.x, data.y, {.epochs = 0}, [](nn::Epoch const&) { FAIL("there is none"); }) == 0);
    CHECK(c.parameters() == before);
}

TEST_CASE("fit: a trainer without a Generator fits in order") {
    Data const data;
    auto model = laws::random_model<Net, double>();
    Plain trainer{model, nn::MSELoss{}, nn::SGD{.lr = 0.1}};
    nn::fit(trainer, data.x, data.y, {.epochs = 2, .batch_size = 32, .shuffle = false});
    Case<Net> c;
    nn::fit(c.trainer, data.x, data.y, {.epochs = 2, .batch_size = 32});
    CHECK(laws::parameters_of(model) == c.parameters());
}

TEST_CASE("fit: by Tensors, with an Order and by spans is the same") {
    Data const data;
    Case<Net> tensors, ordered, spans;
    nn::FitOptions<true> const options{.epochs = 3, .batch_size = 10, .shuffle = true};
    double const loss = nn::fit(tensors.trainer, data.x, data.y, options);

    nn::Order<samples + 5> order;  // may be longer
    CHECK(nn::fit(ordered.trainer, data.x, data.y, options, [](nn::Epoch const&) {}, order) == loss);
    CHECK(ordered.parameters() == tensors.parameters());

    std::vector<std::uint32_t> memory(samples);
    auto const result = nn::fit(spans.trainer, data.inputs(), data.targets(), options, [](nn::Epoch const&) {}, memory);
    CHECK(result.value() == loss);
    CHECK(spans.parameters() == tensors.parameters());
}

TEST_CASE("fit: spans of wrong sizes are errors, and nothing is changed") {
    Data const data;
    Case<Net> c;
    auto const before = c.parameters();
    auto const x = data.inputs(), y = data.targets();
    std::vector<std::uint32_t> order(samples - 1);
    auto const silent = [](nn::Epoch const&) { FAIL("no epoch"); };
    auto const error = [&](auto from, auto to, nn::FitOptions<true> options = {}) {
        return laws::error_of(nn::fit(c.trainer, from, to, options, silent, order));
    };
    CHECK(error(x.first(296), y) == nn::Error{nn::What::not_whole_samples, "x", 3, 296});
    CHECK(error(x, y.first(197)) == nn::Error{nn::What::wrong_size, "y", 198, 197});
    CHECK(error(x.first(0), y.first(0)) == nn::Error{nn::What::too_few_samples, "x", 1, 0});
    CHECK(error(x, y, {.shuffle = true}) == nn::Error{nn::What::wrong_size, "order", 99, 98});
    CHECK(c.parameters() == before);
}

TEST_CASE("fit: of a network that couples samples, batches that do not fit are errors, and nothing is changed") {
    Data const data;
    Case<Normed> c;
    auto const before = c.parameters();
    auto const silent = [](nn::Epoch const&) { FAIL("no epoch"); };
    auto const error = [&](std::size_t batch) {
        return laws::error_of(nn::fit(c.trainer, data.x, data.y, {.batch_size = batch}, silent));
    };
    CHECK(error(49) == nn::Error{nn::What::too_few_samples, "x", 2, 1});  // 49 + 49 + 1
    CHECK(error(1) == nn::Error{nn::What::too_few_samples, "x", 2, 1});
    CHECK(error(65) == nn::Error{nn::What::over_capacity, "batch_size", 64, 65});
    CHECK(error(0) == nn::Error{nn::What::over_capacity, "batch_size", 64, 99});
    CHECK(c.parameters() == before);

    CHECK(nn::fit(c.trainer, data.x, data.y, {.epochs = 2, .batch_size = 33}).has_value());
    CHECK(c.parameters() != before);
}

TEST_CASE("fit: of a network that couples samples is steps by hand") {
    Data const data;
    Case<Normed> fitted, by_hand;
    double const loss = nn::fit(fitted.trainer, data.x, data.y, {.batch_size = 64}).value();
    CHECK(loss == epoch_by_hand(by_hand, data, in_order(), 64));
    CHECK(fitted.parameters() == by_hand.parameters());
}

TEST_CASE("fit: with a loss that sums, an epoch's loss is that of a sample, however many a batch has") {
    nn::Model<nn::Linear<1, 1>> model;
    nn::Tensor<float, 64, 1> const x;
    nn::Tensor<float, 64, 1> y;
    for (float& target : y) target = 1;  // the model says 0: each sample costs 1
    nn::Trainer trainer{model, nn::MSELoss{.reduction = nn::Reduction::sum}, nn::SGD{.lr = 0}};
    for (std::size_t const batch : {0U, 64U, 32U, 8U, 5U}) CHECK(nn::fit(trainer, x, y, {.batch_size = batch}) == 1);
}
