#include <doctest/doctest.h>

#include <cmath>
#include <cstddef>
#include <initializer_list>

#include <staticnn/schedule/cosine_annealing_lr.hpp>

namespace nn = staticnn;

// PyTorch's default, and what it says at compile time: checked by compiling this file.
static_assert(nn::CosineAnnealingLR{.T_max = 3}.eta_min == 0);
static_assert(nn::CosineAnnealingLR{.T_max = 3}.lr(8, 0) == 8);
static_assert(nn::CosineAnnealingLR{.T_max = 3}.lr(8, 6) == 8);

TEST_CASE("cosine_annealing_lr: falls to eta_min in T_max epochs, and rises again") {
    for (std::size_t const T_max : {1U, 2U, 3U, 7U, 99U, 1000U}) {
        CAPTURE(T_max);
        nn::CosineAnnealingLR const schedule{.T_max = T_max, .eta_min = 0.125};
        CHECK(schedule.lr(1, 0) == 1);
        CHECK(schedule.lr(1, T_max) == doctest::Approx(0.125).epsilon(1e-15));
        CHECK(schedule.lr(1, 2 * T_max) == 1);
        for (std::size_t epoch = 0; epoch < T_max; ++epoch) {
            CHECK(schedule.lr(1, epoch) > schedule.lr(1, epoch + 1));
            CHECK(schedule.lr(1, epoch) == doctest::Approx(schedule.lr(1, 2 * T_max - epoch)).epsilon(1e-14));
            CHECK(schedule.lr(1, epoch) == schedule.lr(1, epoch + 20 * T_max));
            double const turn = 3.141592653589793 * double(epoch) / double(T_max);
            CHECK(std::abs(schedule.lr(1, epoch) - (0.125 + 0.875 * (1 + std::cos(turn)) / 2)) < 5e-16);
        }
    }
}

TEST_CASE("cosine_annealing_lr: is never negative, and stays where T_max is zero") {
    for (std::size_t T_max = 1; T_max < 200; ++T_max) CHECK(nn::CosineAnnealingLR{.T_max = T_max}.lr(1, T_max) >= 0);
    CHECK(nn::CosineAnnealingLR{}.lr(0.25, 1000) == 0.25);
}
