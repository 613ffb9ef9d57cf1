#include <type_traits>

#include "laws/numbers.hpp"

namespace nn = staticnn;

template <class Net, class T = float>
constexpr std::size_t default_capacity =
    decltype(nn::Trainer{std::declval<nn::Model<Net, T>&>(), nn::MSELoss{}, nn::Adam{}})::capacity;

// 128, halved while what is kept exceeds 256 kB, but never below 32: checked by compiling this file.
using Tutorial = nn::Sequential<nn::Linear<1, 8>, nn::ReLU, nn::Linear<8, 8>, nn::ReLU, nn::Linear<8, 1>>;
static_assert(default_capacity<Tutorial> == 128);
static_assert(default_capacity<Tutorial, double> == 128);
static_assert(default_capacity<nn::Linear<400, 8>> == 128);  // 408 numbers a sample
static_assert(default_capacity<nn::Linear<800, 8>> == 64);   // 808
static_assert(default_capacity<nn::Linear<800, 8>, double> == 32);
static_assert(default_capacity<nn::Linear<5000, 8>> == 32);
static_assert(default_capacity<nn::Sequential<nn::Linear<784, 128>, nn::ReLU, nn::Linear<128, 10>>> == 64);
static_assert(nn::train::numbers_per_sample<nn::meta::Plan<nn::Linear<400, 8>>> == 408);

// What is asked for is rounded up to whole panels.
template <std::size_t Wanted, class T = float>
constexpr std::size_t capacity = decltype(nn::Trainer{std::declval<nn::Model<Tutorial, T>&>(), nn::MSELoss{}, nn::SGD{},
                                                      nn::capacity<Wanted>})::capacity;
static_assert(capacity<256> == 256);
static_assert(capacity<1> == laws::lanes<float>);
static_assert(capacity<1, double> == laws::lanes<double>);
static_assert(capacity<65> == (65 + laws::lanes<float> - 1) / laws::lanes<float> * laws::lanes<float>);

// Everything that training needs has a size that a program can bound.
using Trainer = decltype(nn::Trainer{std::declval<nn::Model<Tutorial>&>(), nn::MSELoss{}, nn::Adam{}});
static_assert(sizeof(Trainer) <= 16 * 1024);

TEST_CASE("capacity: a batch of it fits, one more sample does not") {
    nn::Model<Tutorial> model;
    nn::Trainer trainer{model, nn::MSELoss{}, nn::SGD{}, nn::capacity<64>};
    std::vector<float> const x(65);
    std::vector<float> out(65);
    CHECK(trainer.forward(std::span<float const>(x).first(64), std::span(out).first(64)).has_value());
    CHECK(laws::error_of(trainer.forward(x, out)) == nn::Error{nn::What::over_capacity, "x", 64, 65});
    CHECK(trainer.step(x, x).has_value());
}
