// The network of the ReLU tutorial in constant expressions, within the compilers' default limits: what it infers and
// how it trains is the same as at run time, bit for bit.

#include <doctest/doctest.h>

#include <cstddef>
#include <cstdint>

#include <staticnn/staticnn.hpp>

#include "constexpr/same_bits.hpp"

namespace nn = staticnn;
using namespace constexpr_tests;

namespace {

using Net = nn::Sequential<nn::Linear<1, 8>, nn::ReLU, nn::Linear<8, 8>, nn::ReLU, nn::Linear<8, 1>>;

static_assert(Net::parameter_count == 97);

constexpr std::uint64_t seed = 42;

template <class T>
inline constexpr std::size_t panel = nn::simd::lanes<T>;

/// x = 1 ... Samples, y = x²
template <class T, std::size_t Samples>
struct Tutorial {
    nn::Tensor<T, Samples, 1> x, y;

    constexpr Tutorial() {
        for (std::size_t k = 0; k < Samples; ++k) {
            x(k, 0) = T(k + 1);
            y(k, 0) = x(k, 0) * x(k, 0);
        }
    }
};

/// Numbers of a model or a trainer, one after another.
template <class T>
struct Collected {
    nn::Tensor<T, Net::parameter_count> values;
    std::size_t count = 0;

    template <class View>
    constexpr void add(View const& view) {
        for (std::size_t k = 0; k < view.size(); ++k) values[count++] = view[k];
    }
};

template <class T>
constexpr auto parameters_of(nn::Model<Net, T> const& model) {
    Collected<T> all;
    model.for_each_parameter([&all](auto, auto p) { all.add(p); });
    return all.values;
}

template <class Trainer>
constexpr auto gradients_of(Trainer const& trainer) {
    Collected<typename Trainer::Scalar> all;
    trainer.for_each_gradient([&all](auto, auto g) { all.add(g); });
    return all.values;
}

template <class T>
constexpr nn::Model<Net, T> new_model(std::uint64_t from_seed) {
    nn::Generator generator{from_seed};
    return nn::Model<Net, T>{generator};
}

template <class T>
constexpr auto infer(std::uint64_t from_seed) {
    return new_model<T>(from_seed)(Tutorial<T, 99>{}.x);
}

template <class T>
constexpr auto infer_one(std::uint64_t from_seed) {
    return new_model<T>(from_seed)(nn::Tensor<T, 1>{{T(7)}});
}

template <class T>
struct Gradient {
    T loss;
    nn::Tensor<T, Net::parameter_count> of_parameters;
    nn::Tensor<T, 20, 1> of_input;
};

template <class T>
constexpr Gradient<T> gradient(std::uint64_t from_seed) {
    Tutorial<T, 20> const tutorial;
    auto model = new_model<T>(from_seed);
    nn::Trainer trainer{model, nn::MSELoss{}, nn::Adam{.lr = 0.1}, nn::capacity<32>};
    auto const& o = trainer.forward(tutorial.x);
    auto const [loss, dl_do] = nn::MSELoss{}(o, tutorial.y);
    Gradient<T> all{.loss = loss, .of_parameters = {}, .of_input = {}};
    if (!trainer.backward(dl_do, all.of_input)) return {};
    all.of_parameters = gradients_of(trainer);
    return all;
}

template <class T>
struct Trained {
    T loss;
    nn::Tensor<T, Net::parameter_count> parameters;
    nn::Tensor<T, 3, 1> out;
};

template <class T, std::size_t Samples, int Steps>
constexpr Trained<T> train(std::uint64_t from_seed) {
    Tutorial<T, Samples> const tutorial;
    auto model = new_model<T>(from_seed);
    nn::Trainer trainer{model, nn::MSELoss{}, nn::Adam{.lr = 0.1}};
    T loss = 0;
    for (int step = 0; step < Steps; ++step) loss = trainer.step(tutorial.x, tutorial.y);
    return {.loss = loss, .parameters = parameters_of(model), .out = model(Tutorial<T, 3>{}.x)};
}

constexpr auto out = infer<float>(seed);
static_assert(out(0, 0) != out(98, 0));

constexpr auto one_out = infer_one<float>(seed);
static_assert(ulps(one_out(0), out(6, 0)) < 100);  // one sample is summed in another order than a batch

constexpr auto gradients = gradient<float>(seed);
static_assert(gradients.loss > 0 && gradients.of_parameters[96] < 0);  // y = x² lies above: the last bias must rise

constexpr auto after_one_step = train<float, 99, 1>(seed);
static_assert(after_one_step.loss > 1.9e7F && after_one_step.loss < 2.0e7F);

constexpr auto after_ten_steps = train<float, panel<float>, 10>(seed);
static_assert(after_ten_steps.loss > 0);

constexpr auto double_out = infer<double>(seed);
static_assert(double_out(0, 0) != double_out(98, 0));

constexpr auto one_double_out = infer_one<double>(seed);
static_assert(ulps(one_double_out(0), double_out(6, 0)) < 100);

constexpr auto double_gradients = gradient<double>(seed);
static_assert(double_gradients.loss > 0 && double_gradients.of_parameters[96] < 0);

constexpr auto double_after_one_step = train<double, 99, 1>(seed);
static_assert(double_after_one_step.loss > 1.9e7 && double_after_one_step.loss < 2.0e7);

constexpr auto double_after_ten_steps = train<double, panel<double>, 10>(seed);
static_assert(double_after_ten_steps.loss > 0);

template <class T>
void check_same(Trained<T> const& expected, Trained<T> const& got) {
    CHECK(ulps(expected.loss, got.loss) == 0);
    CHECK(same_bits(expected.parameters, got.parameters));
    CHECK(same_bits(expected.out, got.out));
}

template <class T>
void check_same(Gradient<T> const& expected, Gradient<T> const& got) {
    CHECK(ulps(expected.loss, got.loss) == 0);
    CHECK(same_bits(expected.of_parameters, got.of_parameters));
    CHECK(same_bits(expected.of_input, got.of_input));
}

}  // namespace

TEST_CASE("constant expressions: the same forward pass as at run time") {
    CHECK(same_bits(out, infer<float>(at_run_time(seed))));
    CHECK(same_bits(one_out, infer_one<float>(at_run_time(seed))));
    CHECK(same_bits(double_out, infer<double>(at_run_time(seed))));
    CHECK(same_bits(one_double_out, infer_one<double>(at_run_time(seed))));
}

TEST_CASE("constant expressions: the same gradient as at run time") {
    check_same(gradients, gradient<float>(at_run_time(seed)));
    check_same(double_gradients, gradient<double>(at_run_time(seed)));
}

TEST_CASE("constant expressions: the same training step as at run time") {
    check_same(after_one_step, train<float, 99, 1>(at_run_time(seed)));
    check_same(double_after_one_step, train<double, 99, 1>(at_run_time(seed)));
}

TEST_CASE("constant expressions: the same ten steps as at run time") {
    check_same(after_ten_steps, train<float, panel<float>, 10>(at_run_time(seed)));
    check_same(double_after_ten_steps, train<double, panel<double>, 10>(at_run_time(seed)));
}

TEST_CASE("constant expressions: the comparison can fail") {
    CHECK(ulps(1.0F, 1.0F) == 0);
    CHECK(ulps(1.0F, std::bit_cast<float>(bits(1.0F) + 1)) == 1);
    CHECK(ulps(0.0, -0.0) == 1);
    CHECK(ulps(-std::bit_cast<double>(std::int64_t{1}), std::bit_cast<double>(std::int64_t{1})) == 2);
    CHECK_FALSE(same_bits(out, nn::Tensor<float, 99, 1>{}));
}
