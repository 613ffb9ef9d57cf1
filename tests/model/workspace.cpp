#include <algorithm>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "laws/trained_network.hpp"

namespace nn = staticnn;

using Digits = nn::Sequential<nn::Linear<784, 128>, nn::ReLU, nn::Linear<128, 10>>;
using Wide = nn::Linear<20'000, 8>;

// What runs on the stack, and what needs a Workspace: checked by compiling this file.
template <class Net, class T = float>
using Rows = typename nn::Workspace<Net, T>::Rows;
static_assert(Rows<Digits>::on_stack >= 1);
static_assert(Rows<Digits>::on_stack * Rows<Digits>::panel_bytes <= 64 * 1024);
static_assert(Rows<Wide>::on_stack == 0);
static_assert(Rows<nn::Linear<1, 8>>::wanted == 8);

// One sample is read where it lies, however wide, and few go one by one.
static_assert(nn::model::one_sample_layout<nn::meta::Plan<nn::Linear<100'000, 16>>>.features == 16);
using Tutorial = nn::Sequential<nn::Linear<1, 8>, nn::ReLU, nn::Linear<8, 8>, nn::ReLU, nn::Linear<8, 1>>;
using Policy = nn::Sequential<nn::Linear<16, 64>, nn::ReLU, nn::Linear<64, 64>, nn::ReLU, nn::Linear<64, 8>>;
static_assert(Rows<Tutorial>::fewest == 2);
static_assert(Rows<Policy>::fewest == 9);

// A weight that is used more than once costs a sample more than its size.
struct UsedOften {
    template <nn::Shape X>
    struct At : nn::Linear<16, 16>::At<X> {
        static constexpr std::size_t multiply_adds = 100 * 16 * 16;
    };
    static constexpr nn::Shape expects(nn::Shape) { return {16}; }
};
static_assert(Rows<nn::Linear<16, 16>>::fewest == 4 && Rows<UsedOften>::fewest == 10);

// Two to eight panels of the two layers that live at once: 784 + 128 features here, as 10 take the place of 784, or
// 128 + 10 where the samples are read as the user holds them.
constexpr std::size_t features = Rows<Digits>::from_samples ? 138 : 912;
static_assert(sizeof(nn::Workspace<Digits>) == Rows<Digits>::wanted * features * laws::lanes<float> * sizeof(float));
static_assert(alignof(nn::Workspace<Digits>) == 64);

template <class T>
bool is_aligned(T const& object) {
    return reinterpret_cast<std::uintptr_t>(&object) % alignof(T) == 0;
}

TEST_CASE("workspace: a network too wide for the stack runs in one") {
    auto const model = std::make_unique<nn::Model<Wide>>(laws::random_model<Wide, float>());
    auto const workspace = std::make_unique<nn::Workspace<Wide>>();
    auto const p = laws::parameters_of(*model);
    constexpr std::size_t samples = laws::lanes<float> * 2 + 1;
    auto const x = laws::random<float>(samples * 20'000, 1);
    std::vector<float> out(samples * 8), one(8);
    CHECK((*model)(x, out, *workspace).has_value());
    CHECK((*model)(std::span<float const>(x).first(20'000), one, *workspace).has_value());

    std::vector<float> expected;
    for (std::size_t s = 0; s < samples; ++s)
        for (std::size_t o = 0; o < 8; ++o) {
            double sum = p[8 * 20'000 + o];
            for (std::size_t i = 0; i < 20'000; ++i) sum += double(p[o * 20'000 + i]) * x[s * 20'000 + i];
            expected.push_back(float(sum));
        }
    CHECK(laws::close(out, expected));
    CHECK(laws::close(one, std::span(expected).first(8)));

    static_assert(Rows<Wide>::one_on_stack);  // and with it the same bits
    nn::Tensor<float, 20'000> x_one;
    std::ranges::copy(std::span<float const>(x).first(20'000), x_one.begin());
    CHECK(laws::identical((*model)(x_one), one));
}

TEST_CASE("workspace: where it is not needed it changes nothing") {
    auto const model = laws::random_model<nn::Sequential<nn::Linear<17, 99>, nn::ReLU, nn::Linear<99, 3>>, float>();
    nn::Workspace<decltype(model)::Network> workspace;
    for (std::size_t const n : {2U, 33U, 300U}) {
        CAPTURE(n);
        auto const x = laws::random<float>(n * 17, 1);
        std::vector<float> out(n * 3);
        for (int again = 0; again < 2; ++again) {  // what the last call left in it does not matter
            CHECK(model(x, out, workspace).has_value());
            CHECK(laws::identical(out, laws::infer(model, std::span<float const>(x))));
        }
    }
}

TEST_CASE("workspace: make_unique and vector align it") {
    CHECK(is_aligned(*std::make_unique<nn::Workspace<Digits>>()));
    std::vector<nn::Workspace<nn::Linear<3, 5>>> const several(3);
    for (auto const& workspace : several) CHECK(is_aligned(workspace));
}
