#include <doctest/doctest.h>

#include <cstddef>

#include <staticnn/schedule/step_lr.hpp>

namespace nn = staticnn;

// PyTorch's default, and what it says at compile time: checked by compiling this file.
static_assert(nn::StepLR{.step_size = 3}.gamma == 0.1);
static_assert(nn::StepLR{.step_size = 3, .gamma = 0.5}.lr(8, 11) == 1);

TEST_CASE("step_lr: falls after every so many epochs") {
    nn::StepLR const schedule{.step_size = 3, .gamma = 0.5};
    double const expected[] = {8, 8, 8, 4, 4, 4, 2, 2, 2, 1};
    for (std::size_t epoch = 0; epoch < 10; ++epoch) CHECK(schedule.lr(8, epoch) == expected[epoch]);
}

TEST_CASE("step_lr: a step size of zero, or beyond the last epoch, leaves lr as it is") {
    CHECK(nn::StepLR{}.lr(0.25, 1000) == 0.25);
    CHECK(nn::StepLR{.step_size = 1001}.lr(0.25, 1000) == 0.25);
}

TEST_CASE("step_lr: after very many steps, zero or infinity") {
    CHECK(nn::StepLR{.step_size = 1}.lr(0.1, 1'000'000'000) == 0);
    CHECK(nn::StepLR{.step_size = 1, .gamma = 2}.lr(0.1, 1'000'000'000) == __builtin_inf());
    CHECK(nn::StepLR{.step_size = 1, .gamma = 1}.lr(0.1, 1'000'000'000) == 0.1);
    CHECK(nn::StepLR{.step_size = 1, .gamma = 0}.lr(0.1, 1) == 0);
}
