// Sequential: layers one after another.

#include <doctest/doctest.h>

#include <cstddef>
#include <string>
#include <type_traits>
#include <vector>

#include <staticnn/layer/identity.hpp>
#include <staticnn/layer/input.hpp>
#include <staticnn/layer/linear.hpp>
#include <staticnn/layer/relu.hpp>
#include <staticnn/meta/sequential.hpp>

namespace nn = staticnn;
namespace meta = staticnn::meta;

using Tutorial = nn::Sequential<nn::Linear<1, 8>, nn::ReLU, nn::Linear<8, 8>, nn::ReLU, nn::Linear<8, 1>>;
static_assert(Tutorial::parameter_count == 97);
static_assert(Tutorial::input == nn::Shape{1} && Tutorial::output == nn::Shape{1});
static_assert(std::is_empty_v<Tutorial>, "a network is a type, and holds no numbers");

static_assert(nn::Sequential<nn::Linear<3, 5>>::parameter_count == 20);
static_assert(nn::Sequential<nn::Linear<3, 5, false>>::parameter_count == 15);
static_assert(nn::Sequential<nn::Input<2, 3, 4>, nn::ReLU>::output == nn::Shape{2, 3, 4});

// LazyLinear takes what comes.
static_assert(nn::Sequential<nn::Input<6>, nn::LazyLinear<4>, nn::LazyLinear<2>>::parameter_count ==
              6 * 4 + 4 + 4 * 2 + 2);

// A Sequential inside another is the same layers under longer names.
using Head = nn::Sequential<nn::ReLU, nn::Linear<4, 2>>;
using Outer = nn::Sequential<nn::Linear<3, 4>, Head, nn::Identity, nn::Sequential<nn::Sequential<nn::Linear<2, 5>>>>;
using Flat = nn::Sequential<nn::Linear<3, 4>, nn::ReLU, nn::Linear<4, 2>, nn::Linear<2, 5>>;
static_assert(Outer::parameter_count == Flat::parameter_count && Outer::output == Flat::output);
static_assert(meta::Plan<Outer>::size == meta::Plan<Flat>::size);
static_assert(std::is_same_v<meta::Plan<Outer>::Activation<0>, nn::ReLU>, "fused into the layer before the inner one");

/// The names of all parameters, in order.
template <class Net>
std::vector<std::string> names() {
    std::vector<std::string> all;
    using Plan = meta::Plan<Net>;
    Plan::for_each_layer([&](auto k, auto layer) {
        for (nn::Field const& field : layer.parameters)
            all.emplace_back(meta::name_of(typename Plan::template PositionOf<k()>{}, field.name));
    });
    return all;
}

TEST_CASE("sequential: names count every layer, with parameters or without") {
    CHECK(names<Tutorial>() ==
          std::vector<std::string>{"0.weight", "0.bias", "2.weight", "2.bias", "4.weight", "4.bias"});
    CHECK(names<Outer>() ==
          std::vector<std::string>{"0.weight", "0.bias", "1.1.weight", "1.1.bias", "3.0.0.weight", "3.0.0.bias"});
}
