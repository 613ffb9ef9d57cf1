#include "laws/numbers.hpp"
#include "laws/user_layers.hpp"

namespace nn = staticnn;

constexpr std::size_t L = laws::lanes<float>;
using V = nn::simd::Vec<float, L>;

/// A register of -1, 1, -1, ... times `size`, or one such number.
V alternating(float size) {
    float lane[L];
    for (std::size_t l = 0; l < L; ++l) lane[l] = l % 2 == 0 ? -size : size;
    return nn::simd::load<V>(lane);
}

TEST_CASE("put: stores a register of a feature in its panel, after the activation") {
    float y[2 * 3 * L]{};
    nn::model::Store<3, L, nn::ReLU, float>{y}(1, 2, alternating(5));
    for (std::size_t k = 0; k < 2 * 3 * L; ++k) {
        CAPTURE(k);
        std::size_t const first = (1 * 3 + 2) * L;
        CHECK(y[k] == (k >= first && (k - first) % 2 == 1 ? 5 : 0));
    }
}

TEST_CASE("put: one sample's features lie in lanes, anywhere") {
    float y[L + 3]{};
    nn::model::StoreOne<nn::meta::NoActivation, float>{y}(3, alternating(5));
    for (std::size_t l = 0; l < L; ++l) CHECK(y[3 + l] == (l % 2 == 0 ? -5 : 5));
    CHECK(y[2] == 0);
}

TEST_CASE("put: a gradient is added to what came before it, then led back through the activation") {
    float y[L], d[L];
    for (std::size_t l = 0; l < L; ++l) y[l] = l % 3 == 0 ? 0.0F : 1.0F, d[l] = 100;

    nn::model::StoreGradient<1, L, false, nn::meta::NoActivation, float>{d, y}(0, 0, alternating(5));
    for (std::size_t l = 0; l < L; ++l) CHECK(d[l] == (l % 2 == 0 ? -5 : 5));
    nn::model::StoreGradient<1, L, true, nn::ReLU, float>{d, y}(0, 0, alternating(2));
    for (std::size_t l = 0; l < L; ++l) CHECK(d[l] == (l % 3 == 0 ? 0 : l % 2 == 0 ? -7 : 7));
}

TEST_CASE("put: a gradient may take the place of the value it is told from") {
    float y[L];
    for (std::size_t l = 0; l < L; ++l) y[l] = l % 3 == 0 ? 0.0F : 1.0F;
    nn::model::StoreGradient<1, L, false, nn::ReLU, float>{y, y}(0, 0, alternating(5));
    for (std::size_t l = 0; l < L; ++l) CHECK(y[l] == (l % 3 == 0 ? 0 : l % 2 == 0 ? -5 : 5));
}

TEST_CASE("put: the gradient of a layer that needs its input") {
    nn::model::GradientOf<user::Cube> const gradient;
    CHECK(gradient(2.0, 5.0) == 60);
}

// In a constant expression a register is a plain array, and the functions of a layer see its numbers.
constexpr bool stores_lanes() {
    using Lanes = nn::simd::Lanes<float, 4>;
    float y[8]{};
    nn::model::Store<2, 4, nn::ReLU, float>{y}(0, 1, Lanes{{-1, 2, -3, 4}});
    return y[3] == 0 && y[4] == 0 && y[5] == 2 && y[6] == 0 && y[7] == 4;
}
static_assert(stores_lanes());
