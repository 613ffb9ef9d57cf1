#include <cmath>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "laws/all.hpp"

namespace nn = staticnn;

// The types: checked by compiling this file.
using Two = nn::BatchNorm1d<2>;
static_assert(nn::Model<Two>::parameter_count == 2 + 2);
static_assert(nn::Sequential<nn::Linear<3, 7>, nn::BatchNorm1d<7>>::output == nn::Shape{7});
static_assert(nn::Sequential<nn::BatchNorm1d<7>>::input == nn::Shape{7});
static_assert(laws::couples_samples<Two> && laws::minimum_samples<Two> == 2);

/// Inputs of two features; the second has mean 1 and variance 4 in the first two samples.
constexpr nn::Tensor<double, 2, 2> x{1, -1, 5, 3};

TEST_CASE("batch_norm1d: inference uses the running statistics, worked by hand") {
    nn::Model<Two, double> model;
    model.for_each_state([](std::string_view name, auto p) {
        for (std::size_t k = 0; k < p.size(); ++k) {
            if (name == "weight") p[k] = 2;
            if (name == "bias") p[k] = 3;
            if (name == "running_mean") p[k] = 1;
            if (name == "running_var") p[k] = k == 0 ? 4 : 16;
        }
    });
    auto const y = model(x);
    CHECK(y(0, 0) == doctest::Approx(3));
    CHECK(y(1, 0) == doctest::Approx(3 + 2 * 4 / std::sqrt(4 + 1e-5)).epsilon(1e-12));
    CHECK(y(1, 1) == doctest::Approx(3 + 2 * 2 / std::sqrt(16 + 1e-5)).epsilon(1e-12));
    CHECK(model(x) == y);  // and changes nothing
}

TEST_CASE("batch_norm1d: training uses the batch's statistics and moves the running ones, worked by hand") {
    nn::Generator generator{1};
    nn::Model<Two, double> model{generator};  // weight 1, bias 0
    nn::Trainer trainer{model, nn::MSELoss{}, nn::SGD{}};
    auto const y = trainer.forward(x);
    for (std::size_t f = 0; f < 2; ++f) {
        CHECK(y(0, f) == doctest::Approx(-2 / std::sqrt(4 + 1e-5)).epsilon(1e-12));
        CHECK(y(1, f) == doctest::Approx(+2 / std::sqrt(4 + 1e-5)).epsilon(1e-12));
    }

    std::vector<double> buffers;
    model.for_each_buffer([&](auto, auto b) {
        for (std::size_t k = 0; k < b.size(); ++k) buffers.push_back(double(b[k]));
    });
    // mean 3 and 1; the unbiased variance of two samples 4 apart is 8; one batch.
    CHECK(laws::close(buffers, std::vector<double>{0.3, 0.1, 0.9 + 0.8, 0.9 + 0.8, 1}));
}

TEST_CASE("batch_norm1d: names, order and first values are PyTorch's") {
    nn::Model<nn::Sequential<nn::Linear<1, 2>, Two>> const model;
    std::vector<std::string_view> names;
    std::vector<double> numbers;
    model.for_each_state([&](std::string_view name, auto p) {
        names.push_back(name);
        for (std::size_t k = 0; k < p.size(); ++k) numbers.push_back(double(p[k]));
        if constexpr (std::is_same_v<typename decltype(p)::value_type, std::int64_t>) CHECK(p.shape() == nn::Shape{});
    });
    CHECK(names == std::vector<std::string_view>{"0.weight", "0.bias", "1.weight", "1.bias", "1.running_mean",
                                                 "1.running_var", "1.num_batches_tracked"});
    CHECK(numbers == std::vector<double>{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 0});
}

TEST_CASE("batch_norm1d: copies that fill a short panel do not count") {
    constexpr std::size_t L = laws::lanes<double>;
    for (std::size_t const samples : {std::size_t{2}, std::size_t{3}, L - 1, L + 1, 2 * L - 1, std::size_t{31}}) {
        if (samples < 2) continue;
        CAPTURE(samples);
        laws::TrainedNetwork<Two, double> network{nn::SGD{}};
        auto const numbers = laws::random<double>(samples * 2, 3);
        std::vector<double> out(numbers.size());
        network.forward(numbers, out);
        auto const p = network.parameters();
        for (std::size_t f = 0; f < 2; ++f) {
            double mean = 0, variance = 0;
            for (std::size_t s = 0; s < samples; ++s) mean += out[2 * s + f] / double(samples);
            for (std::size_t s = 0; s < samples; ++s)
                variance += (out[2 * s + f] - mean) * (out[2 * s + f] - mean) / double(samples);
            CHECK(mean == doctest::Approx(p[2 + f]).epsilon(1e-9));
            CHECK(variance == doctest::Approx(p[f] * p[f]).epsilon(1e-3));
        }
    }
}

TEST_CASE("batch_norm1d: NaN in one sample spreads over its feature in the whole batch, and no further") {
    nn::Generator generator{1};
    nn::Model<Two, double> model{generator};
    nn::Trainer trainer{model, nn::MSELoss{}, nn::SGD{}};
    nn::Tensor<double, 5, 2> numbers{1, 2, 3, 4, 5, 6, 7, 9, 8, 1};
    numbers(4, 0) = std::numeric_limits<double>::quiet_NaN();
    auto const y = trainer.forward(numbers);
    for (std::size_t s = 0; s < 5; ++s) {
        CHECK(std::isnan(y(s, 0)));
        CHECK(std::isfinite(y(s, 1)));
    }
}

/// Every number of a model.
template <class Model>
std::vector<double> state(Model const& model) {
    std::vector<double> all;
    model.for_each_state([&](auto, auto p) {
        for (std::size_t k = 0; k < p.size(); ++k) all.push_back(double(p[k]));
    });
    return all;
}

TEST_CASE("batch_norm1d: one sample, or more than the capacity, is an error that changes nothing") {
    nn::Generator generator{1};
    nn::Model<Two> model{generator};
    nn::Trainer trainer{model, nn::MSELoss{}, nn::SGD{.lr = 0.1}, nn::capacity<32>};
    auto const before = state(model);
    std::vector<float> const numbers(2 * 33, 1.0F);
    std::vector<float> out(2 * 33, 7.0F);
    auto const samples = [&](std::size_t n) { return std::span<float const>(numbers).first(2 * n); };
    auto const places = [&](std::size_t n) { return std::span<float>(out).first(2 * n); };

    nn::Error const too_few{nn::What::too_few_samples, "x", 2, 1}, too_many{nn::What::over_capacity, "x", 32, 33};
    CHECK(laws::error_of(trainer.step(samples(1), samples(1))) == too_few);
    CHECK(laws::error_of(trainer.forward(samples(1), places(1))) == too_few);
    CHECK(laws::error_of(trainer.step(samples(33), samples(33))) == too_many);
    CHECK(laws::error_of(trainer.forward(samples(33), places(33))) == too_many);
    CHECK(state(model) == before);
    CHECK(out == std::vector<float>(2 * 33, 7.0F));
    CHECK(laws::error_of(trainer.backward(samples(1))).what == nn::What::no_forward_pass);

    CHECK(trainer.step(samples(2), samples(2)).has_value());
    CHECK(trainer.step(samples(32), samples(32)).has_value());
    CHECK(state(model) != before);
}

TEST_CASE("batch_norm1d: obeys the laws") {
    laws::all<nn::Sequential<nn::Linear<3, 7>, nn::BatchNorm1d<7>, nn::ReLU, nn::Linear<7, 2>>>();
    laws::backward_is_the_derivative<nn::Sequential<nn::Input<17>, nn::Residual<nn::BatchNorm1d<17>>>>();
    laws::inference<nn::BatchNorm1d<99>, double>();
}

TEST_CASE("batch_norm1d: constant evaluation, but for what the compiler fuses") {
    laws::constant_evaluation_equals_run_time<nn::BatchNorm1d<2>, double, nn::SGD, false>();
    laws::constant_evaluation_equals_run_time<nn::BatchNorm1d<3>, float, nn::SGD, false>();
}
