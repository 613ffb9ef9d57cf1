#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include "laws/all.hpp"

namespace nn = staticnn;

// The types: checked by compiling this file.
using Half = nn::Sequential<nn::Input<3>, nn::Dropout<>>;
static_assert(std::is_same_v<nn::Dropout<>, nn::Dropout<0.5>>);
static_assert(nn::Sequential<nn::Input<2, 3>, nn::Dropout<0.1>>::output == nn::Shape{2, 3});
static_assert(Half::parameter_count == 0);
static_assert(laws::minimum_samples<Half> == 1 && !laws::couples_samples<Half>);

/// What a training pass makes of ones, in which every number is its factor of the mask.
template <class Net, class T = float, std::size_t Capacity = 512>
std::vector<T> mask(std::size_t samples, nn::Generator& generator) {
    nn::Model<Net, T> model;
    nn::Trainer trainer{model, nn::MSELoss{}, nn::SGD{}, nn::capacity<Capacity>, generator};
    std::vector<T> const x(samples * laws::inputs<Net>, T(1));
    std::vector<T> out(x.size());
    REQUIRE(trainer.forward(x, out).has_value());
    return out;
}

template <class Net, class T = float>
std::vector<T> mask(std::size_t samples, std::uint64_t seed = 42) {
    nn::Generator generator{seed};
    return mask<Net, T>(samples, generator);
}

double kept(std::vector<float> const& values) {
    return double(std::ranges::count_if(values, [](float v) { return v != 0; })) / double(values.size());
}

TEST_CASE("dropout: keeps its share and scales it up") {
    auto const half = mask<nn::Sequential<nn::Input<40>, nn::Dropout<>>>(500);
    CHECK(std::ranges::all_of(half, [](float v) { return v == 0 || v == 2; }));
    CHECK(std::abs(kept(half) - 0.5) < 4 * 0.5 / std::sqrt(20'000.0));  // four standard deviations

    auto const most = mask<nn::Sequential<nn::Input<40>, nn::Dropout<0.1>>>(500);
    CHECK(std::ranges::all_of(most, [](float v) { return v == 0 || v == float(1 / 0.9); }));
    CHECK(std::abs(kept(most) - 0.9) < 4 * 0.3 / std::sqrt(20'000.0));
}

TEST_CASE("dropout: P = 0 keeps all, P = 1 nothing") {
    CHECK(mask<nn::Sequential<nn::Input<7>, nn::Dropout<0.0>>>(33) == std::vector<float>(7 * 33, 1.0F));
    CHECK(mask<nn::Sequential<nn::Input<7>, nn::Dropout<1.0>>>(33) == std::vector<float>(7 * 33, 0.0F));
}

TEST_CASE("dropout: infers as the identity") {
    nn::Model<Half> const model;
    nn::Tensor<float, 2, 3> const x{1, -2, 3, -4, 5, -6};
    CHECK(model(x) == x);
    CHECK(model(nn::Tensor<float, 3>{1, -2, 3}) == nn::Tensor<float, 3>{1, -2, 3});
}

TEST_CASE("dropout: the mask depends on the seed") {
    CHECK(mask<Half>(99) == mask<Half>(99));
    CHECK(mask<Half>(99, 1) != mask<Half>(99, 2));
}

TEST_CASE("dropout: the mask differs from step to step, layer to layer, sample to sample, feature to feature") {
    nn::Generator generator{42};
    auto const first = mask<Half>(99, generator);
    CHECK(first != mask<Half>(99, generator));

    // Two layers with the same mask would keep half of the numbers, two that differ a quarter.
    using Two = nn::Sequential<nn::Input<40>, nn::Dropout<>, nn::Dropout<>>;
    CHECK(std::abs(kept(mask<Two>(500)) - 0.25) < 0.02);

    std::vector<std::vector<float>> samples(99), features(3);
    for (std::size_t k = 0; k < first.size(); ++k) {
        samples[k / 3].push_back(first[k]);
        features[k % 3].push_back(first[k]);
    }
    CHECK(std::ranges::count(samples, samples[0]) < 30);  // of eight patterns, each should come 12 times
    CHECK(features[0] != features[1]);
    CHECK(features[1] != features[2]);
}

TEST_CASE("dropout: the mask is the same whatever the lanes") {
    auto const floats = mask<Half, float>(99);
    auto const doubles = mask<Half, double>(99);
    CHECK(std::ranges::equal(floats, doubles));

    // Part of a batch has the masks of its samples.
    auto const few = mask<Half, float>(5);
    CHECK(std::ranges::equal(few, std::span(floats).first(15)));
}

/// The first `Features` numbers of seed 42 on any machine: the mask itself must not change either.
TEST_CASE("dropout: the mask is the same on every machine") {
    auto const m = mask<Half>(4);
    std::vector<float> expected;
    nn::Generator generator{42};
    auto const key = nn::core::derived_key(generator.bits64(), 0);
    for (std::uint32_t s = 0; s < 4; ++s)
        for (std::uint32_t f = 0; f < 3; ++f)
            expected.push_back(nn::core::random_bits(key, s, f) >= 0x80000000u ? 2.0F : 0.0F);
    CHECK(m == expected);
}

/// A network that has something to train before and after.
using Between = nn::Sequential<nn::Linear<3, 8>, nn::Dropout<0.3>, nn::ReLU, nn::Linear<8, 2>>;

template <std::size_t Capacity>
std::vector<float> stepped() {
    return laws::stepped<Capacity, Between, float>(99, {}).gradients;
}

TEST_CASE("dropout: the mask is the same whatever the chunks") {
    auto const whole = stepped<128>();
    CHECK(laws::close(stepped<32>(), whole));
}

TEST_CASE("dropout: backward uses the mask of the forward pass") {
    nn::Generator generator{42};
    nn::Model<Half> model;
    nn::Trainer trainer{model, nn::MSELoss{}, nn::SGD{}, generator};
    nn::Tensor<float, 33, 3> ones, dl_dx;
    std::ranges::fill(ones, 1.0F);
    auto const out = trainer.forward(ones);
    CHECK(trainer.backward(ones, dl_dx).has_value());
    CHECK(dl_dx == out);
    CHECK(dl_dx != ones);

    CHECK(trainer.forward(ones) != out);  // another pass, another mask
}

TEST_CASE("dropout: obeys the laws") {
    laws::all<Between>();
    laws::backward_is_the_derivative<nn::Sequential<nn::Input<7>, nn::Dropout<>>>();
    laws::constant_evaluation_equals_run_time<nn::Sequential<nn::Input<3>, nn::Dropout<>, nn::Linear<3, 1>>>();
}
