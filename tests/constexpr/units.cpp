// Each unit that the tutorial's network does not use, in constant expressions, compared with run time.
//
// What is made of sums, products and selections that the kernels spell is the same bit for bit. Elementary functions
// and layers in plain operators, which a compiler may contract at run time, are within `most_ulps`.

#include <doctest/doctest.h>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include <staticnn/staticnn.hpp>

#include "constexpr/same_bits.hpp"

namespace nn = staticnn;
using namespace constexpr_tests;

namespace {

constexpr std::uint64_t seed = 7;
constexpr std::int64_t most_ulps = 2;

template <class T, std::size_t Samples, std::size_t Features>
constexpr nn::Tensor<T, Samples, Features> some_numbers() {
    nn::Tensor<T, Samples, Features> x;
    for (std::size_t k = 0; k < x.size(); ++k) x[k] = T(int(k * 37 % 23) - 11) / T(8);
    return x;
}

/// Losses, then parameters and buffers, then outputs: everything that training leaves behind.
template <class T>
struct Record {
    nn::Tensor<T, 160> values;
    std::size_t count = 0;

    constexpr void add(T value) { values[count++] = value; }
    template <class Numbers>
    constexpr void add_all(Numbers const& numbers) {
        for (std::size_t k = 0; k < numbers.size(); ++k) add(T(numbers[k]));
    }
    template <class Model>
    constexpr void add_state(Model const& model) {
        model.for_each_state([this](std::string_view, auto const& p) { this->add_all(p); });
    }
};

/// Two steps on five samples, in which the last panel is short, and what the model has become.
template <class Net, class T, class Loss, class Optimizer>
constexpr Record<T> train(Loss loss, Optimizer optimizer, std::uint64_t from_seed) {
    nn::Generator generator{from_seed};
    nn::Model<Net, T> model{generator};
    nn::Trainer trainer{model, loss, optimizer, nn::capacity<16>, generator};
    constexpr auto x = some_numbers<T, 5, Net::input[0]>();
    constexpr auto y = some_numbers<T, 5, Net::output[0]>();
    Record<T> record;
    for (int step = 0; step < 2; ++step) record.add(trainer.step(x, y));
    record.add_state(model);
    record.add_all(model(x));
    record.add_all(model(nn::Tensor<T, Net::input[0]>{}));
    return record;
}

template <class T>
void check(std::int64_t most, Record<T> const& expected, Record<T> const& got) {
    CHECK(expected.count > 0);
    CHECK(expected.count == got.count);
    CHECK(ulps_apart(expected.values, got.values) <= most);
}

/// Trains at compile time and at run time.
#define CHECK_CONSTANT(most, T, Net, loss, optimizer)                                                                  \
    do {                                                                                                               \
        static constexpr auto constant = train<Net, T>(loss, optimizer, seed);                                         \
        check(most, constant, train<Net, T>(loss, optimizer, at_run_time(seed)));                                      \
    } while (false)

using Small = nn::Sequential<nn::Linear<2, 3>, nn::ReLU, nn::Linear<3, 1>>;
using WithDropout = nn::Sequential<nn::Linear<2, 3>, nn::Dropout<0.25>, nn::ReLU, nn::Linear<3, 1>>;
using WithResidual =
    nn::Sequential<nn::Linear<2, 3>, nn::Residual<nn::Sequential<nn::Linear<3, 4>, nn::ReLU, nn::Linear<4, 3>>>,
                   nn::Residual<nn::Linear<3, 2, false>, nn::Linear<3, 2>>, nn::ReLU>;
using Inferred = nn::Sequential<nn::Input<2>, nn::LazyLinear<3>, nn::Identity, nn::ReLU, nn::LazyLinear<2, false>>;
using WithTanh = nn::Sequential<nn::Linear<2, 3>, nn::Tanh, nn::Linear<3, 1>, nn::Tanh>;
using WithSigmoid = nn::Sequential<nn::Linear<2, 3>, nn::Sigmoid, nn::Linear<3, 1>, nn::Sigmoid>;
using WithBatchNorm = nn::Sequential<nn::Linear<2, 3>, nn::BatchNorm1d<3>, nn::ReLU, nn::Linear<3, 1>>;

}  // namespace

TEST_CASE("constant expressions, bit for bit: Dropout") {
    CHECK_CONSTANT(0, float, WithDropout, nn::MSELoss{}, nn::SGD{.lr = 0.1});
    CHECK_CONSTANT(0, double, WithDropout, nn::MSELoss{}, nn::SGD{.lr = 0.1});
}

TEST_CASE("constant expressions, bit for bit: Residual") {
    CHECK_CONSTANT(0, float, WithResidual, nn::MSELoss{}, nn::SGD{.lr = 0.1});
    CHECK_CONSTANT(0, double, WithResidual, nn::MSELoss{}, nn::SGD{.lr = 0.1});
}

TEST_CASE("constant expressions, bit for bit: Tanh and Sigmoid") {
    CHECK_CONSTANT(0, float, WithTanh, nn::MSELoss{}, nn::SGD{.lr = 0.1});
    CHECK_CONSTANT(0, double, WithTanh, nn::MSELoss{}, nn::SGD{.lr = 0.1});
    CHECK_CONSTANT(0, float, WithSigmoid, nn::MSELoss{}, nn::SGD{.lr = 0.1});
    CHECK_CONSTANT(0, double, WithSigmoid, nn::MSELoss{}, nn::SGD{.lr = 0.1});
}

TEST_CASE("constant expressions, bit for bit: Input, LazyLinear, Identity") {
    CHECK_CONSTANT(0, float, Inferred, nn::MSELoss{}, nn::SGD{.lr = 0.1});
    CHECK_CONSTANT(0, double, Inferred, nn::MSELoss{}, nn::SGD{.lr = 0.1});
}

TEST_CASE("constant expressions, bit for bit: SGD with all it has") {
    constexpr nn::SGD momentum{.lr = 0.1, .momentum = 0.9, .dampening = 0.25, .weight_decay = 0.01};
    constexpr nn::SGD nesterov{.lr = 0.1, .momentum = 0.9, .nesterov = true};
    CHECK_CONSTANT(0, float, Small, nn::MSELoss{}, momentum);
    CHECK_CONSTANT(0, float, Small, nn::MSELoss{}, nesterov);
    CHECK_CONSTANT(0, double, Small, nn::MSELoss{}, momentum);
}

TEST_CASE("constant expressions, bit for bit: Adam with all it has") {
    constexpr nn::Adam adam{.lr = 0.1, .betas = {0.8, 0.9}, .weight_decay = 0.01, .amsgrad = true};
    CHECK_CONSTANT(0, float, Small, nn::MSELoss{}, adam);
    CHECK_CONSTANT(0, double, Small, nn::MSELoss{}, adam);
}

TEST_CASE("constant expressions, bit for bit: MSELoss as a sum") {
    static constexpr nn::MSELoss sum{.reduction = nn::Reduction::sum};
    CHECK_CONSTANT(0, float, Small, sum, nn::SGD{.lr = 0.01});
    CHECK_CONSTANT(0, double, Small, sum, nn::SGD{.lr = 0.01});

    constexpr auto evaluate = [](auto from_seed) {
        nn::Generator generator{from_seed};
        nn::Tensor<float, 3, 2> y, target;
        for (std::size_t k = 0; k < y.size(); ++k) {
            y[k] = generator.uniform(-1.0F, 1.0F);
            target[k] = generator.uniform(-1.0F, 1.0F);
        }
        auto const [loss, gradient] = sum(y, target);
        Record<float> record;
        record.add(loss);
        record.add_all(gradient);
        return record;
    };
    static constexpr auto constant = evaluate(seed);
    check(0, constant, evaluate(at_run_time(seed)));
}

TEST_CASE("constant expressions, within ulps: BatchNorm1d") {
    CHECK_CONSTANT(most_ulps, float, WithBatchNorm, nn::MSELoss{}, nn::SGD{.lr = 0.1});
    CHECK_CONSTANT(most_ulps, double, WithBatchNorm, nn::MSELoss{}, nn::SGD{.lr = 0.1});
}

TEST_CASE("constant expressions, bit for bit: Generator::uniform and permutation") {
    constexpr auto draw = [](std::uint64_t from_seed) {
        nn::Generator generator{from_seed};
        std::uint32_t order[20];
        generator.permutation(order);
        Record<double> record;
        for (std::uint32_t const o : order) record.add(double(o));
        for (int k = 0; k < 10; ++k) record.add(double(generator.uniform(-2.0F, 3.0F)));
        for (int k = 0; k < 10; ++k) record.add(generator.uniform(-2.0, 3.0));
        record.add(double(generator()));
        return record;
    };
    static constexpr auto constant = draw(seed);
    check(0, constant, draw(at_run_time(seed)));
}

TEST_CASE("constant expressions, within ulps: Generator::normal") {
    constexpr auto draw = []<class T>(T, std::uint64_t from_seed) {
        nn::Generator generator{from_seed};
        nn::Tensor<T, 3> few;
        nn::Tensor<T, 20> many;  // in blocks, of which the last overlaps
        generator.normal(std::span<T>(few.values), T(0.5), T(2));
        generator.normal(std::span<T>(many.values), T(0.5), T(2));
        Record<T> record;
        record.add_all(few);
        record.add_all(many);
        return record;
    };
    static constexpr auto constant_float = draw(0.0F, seed);
    static constexpr auto constant_double = draw(0.0, seed);
    check(most_ulps, constant_float, draw(0.0F, at_run_time(seed)));
    check(most_ulps, constant_double, draw(0.0, at_run_time(seed)));
}

TEST_CASE("constant expressions, bit for bit: fit with shuffle") {
    constexpr auto run = [](std::uint64_t from_seed) {
        nn::Generator generator{from_seed};
        nn::Model<Small> model{generator};
        nn::Trainer trainer{model, nn::MSELoss{}, nn::SGD{.lr = 0.1}, nn::capacity<16>, generator};
        constexpr auto x = some_numbers<float, 7, 2>();
        constexpr auto y = some_numbers<float, 7, 1>();
        Record<float> record;
        double const last = nn::fit(trainer, x, y, {.epochs = 2, .batch_size = 3, .shuffle = true},
                                    [&record](nn::Epoch const& e) { record.add(float(e.loss)); });
        record.add(float(last));
        record.add_state(model);
        return record;
    };
    static constexpr auto constant = run(seed);
    check(0, constant, run(at_run_time(seed)));
}

TEST_CASE("constant expressions, bit for bit: spans and Workspace") {
    constexpr auto run = [](std::uint64_t from_seed) {
        nn::Generator generator{from_seed};
        nn::Model<Small> model{generator};
        nn::Workspace<Small> workspace;
        nn::Trainer trainer{model, nn::MSELoss{}, nn::SGD{.lr = 0.1}, nn::capacity<16>};
        constexpr auto x = some_numbers<float, 5, 2>();
        constexpr auto y = some_numbers<float, 5, 1>();
        nn::Tensor<float, 5, 1> out, same;
        Record<float> record;
        record.add(trainer.step(std::span<float const>(x.values), std::span<float const>(y.values)).value());
        model(std::span<float const>(x.values), std::span<float>(out.values)).value();
        model(std::span<float const>(x.values), std::span<float>(same.values), workspace).value();
        record.add_all(out);
        record.add_all(same);
        record.add_all(model(x, workspace));
        return record;
    };
    static constexpr auto constant = run(seed);
    check(0, constant, run(at_run_time(seed)));
}

// Errors are values in a constant expression, too.
static_assert([] {
    nn::Model<Small> model;
    nn::Tensor<float, 3> x, out;
    nn::Result<void> const result = model(std::span<float const>(x.values), std::span<float>(out.values));
    return !result && result.error() == nn::Error{nn::What::not_whole_samples, "x", 2, 3};
}());
