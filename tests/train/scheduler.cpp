#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <type_traits>
#include <vector>

#include "laws/numbers.hpp"

namespace nn = staticnn;

using Net = nn::Sequential<nn::Linear<3, 8>, nn::ReLU, nn::Linear<8, 2>>;
constexpr std::size_t samples = 33;

struct Data {
    nn::Tensor<double, samples, 3> x;
    nn::Tensor<double, samples, 2> y;

    Data() {
        std::ranges::copy(laws::random<double>(x.size(), 1), x.begin());
        std::ranges::copy(laws::random<double>(y.size(), 2), y.begin());
    }
};

/// A model and its trainer, the same each time.
struct Case {
    nn::Model<Net, double> model = laws::random_model<Net, double>();
    nn::Generator generator{42};
    nn::Trainer<Net, double, nn::MSELoss, nn::SGD, 64, nn::Generator> trainer{model, nn::MSELoss{}, nn::SGD{.lr = 0.5},
                                                                              generator};
    double lr() const { return trainer.optimizer().lr; }
    std::vector<double> parameters() const { return laws::parameters_of(model); }
};

constexpr nn::StepLR halves{.step_size = 1, .gamma = 0.5};

TEST_CASE("scheduler: steps from the learning rate that the optimiser has when it is made") {
    nn::Adam adam{.lr = 0.5};
    nn::Scheduler scheduler{adam, nn::StepLR{.step_size = 2, .gamma = 0.5}};
    CHECK(adam.lr == 0.5);
    double const expected[] = {0.5, 0.25, 0.25, 0.125};
    for (std::size_t epoch = 1; epoch <= 4; ++epoch) {
        scheduler.step();
        CHECK(scheduler.epoch() == epoch);
        CHECK(adam.lr == expected[epoch - 1]);
    }
}

TEST_CASE("scheduler: fit steps it once an epoch, after the callback, and leaves the next epoch's lr") {
    Data const data;
    Case fitted, by_hand;
    std::vector<double> rates;
    nn::fit(fitted.trainer, data.x, data.y, {.epochs = 3, .batch_size = 10}, halves,
            [&](nn::Epoch const&) { rates.push_back(fitted.lr()); });
    CHECK(rates == std::vector{0.5, 0.25, 0.125});
    CHECK(fitted.lr() == 0.0625);

    for (double const lr : rates) {
        by_hand.trainer.optimizer().lr = lr;
        nn::fit(by_hand.trainer, data.x, data.y, {.batch_size = 10});
    }
    CHECK(fitted.parameters() == by_hand.parameters());
}

TEST_CASE("scheduler: a Scheduler goes on from one fit to the next; a schedule begins again, from where lr is") {
    Data const data;
    Case one, two, again;
    nn::fit(one.trainer, data.x, data.y, {.epochs = 4}, nn::CosineAnnealingLR{.T_max = 5});
    nn::Scheduler scheduler{two.trainer.optimizer(), nn::CosineAnnealingLR{.T_max = 5}};
    nn::fit(two.trainer, data.x, data.y, {.epochs = 3}, scheduler);
    nn::fit(two.trainer, data.x, data.y, {.epochs = 1}, scheduler);
    CHECK(scheduler.epoch() == 4);
    CHECK(one.parameters() == two.parameters());
    CHECK(one.lr() == two.lr());

    nn::fit(again.trainer, data.x, data.y, {.epochs = 5}, nn::CosineAnnealingLR{.T_max = 5, .eta_min = 0.25});
    CHECK(again.lr() == doctest::Approx(0.25).epsilon(1e-14));
    nn::fit(again.trainer, data.x, data.y, {.epochs = 1}, halves);
    CHECK(again.lr() == doctest::Approx(0.125).epsilon(1e-14));
}

TEST_CASE("scheduler: by Tensors and by spans, with callback and order or without, is the same") {
    Data const data;
    nn::FitOptions<true> const options{.epochs = 2, .batch_size = 10, .shuffle = true};
    auto const silent = [](nn::Epoch const&) {};
    std::span<double const> const x(data.x.values), y(data.y.values);
    std::vector<std::uint32_t> memory(samples);
    nn::Order<samples> order;

    Case plain, called, ordered, spans, in_order, by_spans;
    double const loss = nn::fit(plain.trainer, data.x, data.y, options, halves);
    CHECK(nn::fit(called.trainer, data.x, data.y, options, halves, silent) == loss);
    CHECK(nn::fit(ordered.trainer, data.x, data.y, options, halves, silent, order) == loss);
    CHECK(nn::fit(spans.trainer, x, y, options, halves, silent, memory).value() == loss);
    CHECK(ordered.parameters() == plain.parameters());
    CHECK(spans.parameters() == plain.parameters());

    double const straight = nn::fit(in_order.trainer, data.x, data.y, {.epochs = 2, .batch_size = 10}, halves);
    CHECK(nn::fit(by_spans.trainer, x, y, {.epochs = 2, .batch_size = 10}, halves).value() == straight);
}

TEST_CASE("scheduler: no epochs, and a fit that fails, leave lr as it is") {
    Data const data;
    Case c;
    nn::fit(c.trainer, data.x, data.y, {.epochs = 0}, halves);
    CHECK(c.lr() == 0.5);
    std::span<double const> const x(data.x.values), y(data.y.values);
    CHECK(laws::error_of(nn::fit(c.trainer, x.first(98), y, {}, halves)).what == nn::What::not_whole_samples);
    CHECK(c.lr() == 0.5);
}

constexpr double after_four(double lr) {
    nn::Model<nn::Linear<1, 1>, double> model;
    nn::Trainer trainer{model, nn::MSELoss{}, nn::SGD{.lr = lr}};
    constexpr nn::Tensor<double, 1, 1> x{1}, y{1};
    double const loss = nn::fit(trainer, x, y, {.epochs = 4}, nn::CosineAnnealingLR{.T_max = 7});
    return loss + trainer.optimizer().lr;
}

TEST_CASE("scheduler: constant evaluation is the run, bit for bit") {
    constexpr double constant = after_four(0.1);
    double volatile lr = 0.1;
    CHECK(after_four(lr) == constant);
}
