// A target that follows, by one step of each size; and in the other ways that parameters are copied.

#include <doctest/doctest.h>

#include <iterator>
#include <span>

#include <staticnn/staticnn.hpp>

#include "golden/compare.hpp"
#include "golden/data/lerp.hpp"

namespace nn = staticnn;
using Expected = golden::lerp::lerp;

using Net = nn::Sequential<nn::Linear<3, 7>, nn::ReLU, nn::Linear<7, 2>>;
using OfFrozen = nn::Sequential<nn::Frozen<nn::Linear<3, 7>>, nn::ReLU, nn::Linear<7, 2>>;

template <class Target, class T, class Source, class U>
void agrees() {
    constexpr std::span<double const> expected[] = {Expected::after_0, Expected::after_1, Expected::after_2,
                                                    Expected::after_3, Expected::after_4};
    for (std::size_t k = 0; k < std::size(expected); ++k) {
        nn::Generator generator{42};
        nn::Model<Target, T> target;
        nn::Model<Source, U> source;
        target.for_each_parameter([&](auto, auto p) { golden::draw(generator, p); });
        source.for_each_parameter([&](auto, auto p) { golden::draw(generator, p); });
        nn::lerp(target, source, golden::lerp::tau[k]);
        CHECK(golden::distance(golden::parameters_of(target), expected[k]) < golden::tolerance<T>);
    }
}

TEST_CASE_TEMPLATE("lerp: torch.lerp", T, float, double) {
    agrees<Net, T, Net, T>();
    agrees<OfFrozen, T, Net, T>();
    agrees<Net, T, Net, float>();
    agrees<Net, T, OfFrozen, double>();
}
