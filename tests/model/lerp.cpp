#include <cmath>
#include <cstddef>
#include <limits>
#include <vector>

#include "laws/padding_stays_zero.hpp"

namespace nn = staticnn;

using Net = nn::Sequential<nn::Linear<3, 17>, nn::BatchNorm1d<17>, nn::ReLU, nn::Linear<17, 2>>;
using OfFrozen =
    nn::Sequential<nn::Frozen<nn::Linear<3, 17>>, nn::BatchNorm1d<17>, nn::ReLU, nn::Frozen<nn::Linear<17, 2>>>;

/// Two models of other numbers.
template <class A, class B, class T>
struct Two {
    nn::Generator generator{42};
    nn::Model<A, T> target{generator};
    nn::Model<B, T> source = laws::random_model<B, T>();
};

TEST_CASE_TEMPLATE("lerp: by registers and by names are the same bits", T, float, double) {
    for (double const tau : {0.0, 0.005, 0.5, 0.75, 1.0}) {
        Two<Net, Net, T> flat;
        Two<Net, OfFrozen, T> by_names;
        nn::lerp(flat.target, flat.source, tau);
        nn::lerp(by_names.target, by_names.source, tau);
        CHECK(laws::identical(laws::parameters_of(flat.target), laws::parameters_of(by_names.target)));
        CHECK(laws::padding_is_zero(flat.target));
    }
}

TEST_CASE_TEMPLATE("lerp: 0 leaves the parameters, 1 makes them equal", T, float, double) {
    Two<Net, Net, T> two;
    auto const before = laws::parameters_of(two.target);
    nn::lerp(two.target, two.source, 0);
    CHECK(laws::identical(laws::parameters_of(two.target), before));
    nn::lerp(two.target, two.source, 1);
    CHECK(laws::identical(laws::parameters_of(two.target), laws::parameters_of(two.source)));
    nn::lerp(two.target, two.target, 0.3);  // to itself
    CHECK(laws::identical(laws::parameters_of(two.target), laws::parameters_of(two.source)));
}

TEST_CASE("lerp: copies buffers") {
    Two<Net, OfFrozen, float> two;
    nn::lerp(two.target, two.source, 0.01);
    std::vector<double> target, source;
    two.target.for_each_buffer([&](auto, auto b) { target.push_back(double(b[0])); });
    two.source.for_each_buffer([&](auto, auto b) { source.push_back(double(b[0])); });
    CHECK(target == source);
}

TEST_CASE("lerp: NaN and infinity spread to their own parameter only") {
    Two<nn::Linear<3, 1>, nn::Linear<3, 1>, float> two;
    two.source.for_each_parameter([](auto, auto p) {
        p[0] = std::numeric_limits<float>::infinity();
        if (p.size() > 1) p[1] = std::nanf("");
    });
    nn::lerp(two.target, two.source, 0.25);
    auto const p = laws::parameters_of(two.target);
    CHECK(std::isinf(p[0]));
    CHECK(std::isnan(p[1]));
    CHECK(std::isfinite(p[2]));
    CHECK(std::isinf(p[3]));
}

constexpr double followed(double tau) {
    nn::Generator generator{42};
    nn::Model<nn::Linear<2, 3>, double> target{generator};
    nn::Model<nn::Linear<2, 3>, double> const source{generator};
    nn::lerp(target, source, tau);
    auto const y = target(nn::Tensor<double, 2>{1, 1});
    return y(0) + y(1) + y(2);
}

TEST_CASE("lerp: constant evaluation is the run, bit for bit") {
    constexpr double constant = followed(0.005);
    double volatile tau = 0.005;
    CHECK(followed(tau) == constant);
}
