// Residual: a block that adds its input to what it makes of it. How it runs is tested in tests/golden.

#include <doctest/doctest.h>

#include <string>
#include <type_traits>
#include <vector>

#include <staticnn/layer/identity.hpp>
#include <staticnn/layer/input.hpp>
#include <staticnn/layer/linear.hpp>
#include <staticnn/layer/relu.hpp>
#include <staticnn/meta/residual.hpp>
#include <staticnn/meta/sequential.hpp>

namespace nn = staticnn;
namespace meta = staticnn::meta;

using Body = nn::Sequential<nn::Linear<3, 7>, nn::ReLU, nn::Linear<7, 3>>;

// It expands into the words that the plan reads.
using At1 = meta::Layer<1>;
static_assert(std::is_same_v<meta::Expanded<nn::Residual<nn::ReLU>, At1>,
                             meta::List<meta::Fork, meta::Atom<nn::ReLU, meta::Layer<1, nn::Part::body>>, meta::Swap,
                                        meta::Atom<nn::Identity, meta::Layer<1, nn::Part::shortcut>>,
                                        meta::Join<nn::Residual<nn::ReLU>, At1>>>);
static_assert(std::is_same_v<nn::Residual<nn::ReLU>, nn::Residual<nn::ReLU, nn::Identity>>);
static_assert(meta::Topology<nn::Residual<nn::ReLU>> && !meta::Topology<nn::ReLU>);

// It costs what its parts cost, and keeps the shape unless both parts change it.
using Block = nn::Sequential<nn::Residual<Body>>;
static_assert(Block::parameter_count == Body::parameter_count);
static_assert(Block::input == nn::Shape{3} && Block::output == nn::Shape{3});

using Widening = nn::Sequential<nn::Residual<nn::Linear<3, 5>, nn::Linear<3, 5, false>>>;
static_assert(Widening::parameter_count == (3 * 5 + 5) + 3 * 5 && Widening::output == nn::Shape{5});

// Shapes of more than one dimension pass, too.
static_assert(nn::Sequential<nn::Input<2, 3>, nn::Residual<nn::ReLU>>::output == nn::Shape{2, 3});

// What the two make must be alike; the block is to blame, not a layer of it.
using Uneven = nn::Residual<nn::Linear<3, 4>>;
static_assert(
    std::is_same_v<meta::Draft<nn::Sequential<nn::Linear<2, 3>, Uneven>>::Error,
                   meta::shapes_do_not_match<meta::Layer<1>, Uneven, meta::body_makes<4>, meta::shortcut_makes<3>>>);

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

TEST_CASE("residual: names lead through body and shortcut") {
    CHECK(names<nn::Sequential<nn::ReLU, nn::Residual<nn::Sequential<nn::Linear<3, 3>>>>>() ==
          std::vector<std::string>{"1.body.0.weight", "1.body.0.bias"});
    CHECK(names<Widening>() == std::vector<std::string>{"0.body.weight", "0.body.bias", "0.shortcut.weight"});
    CHECK(names<nn::Sequential<nn::Residual<nn::Residual<nn::Linear<3, 3, false>>>>>() ==
          std::vector<std::string>{"0.body.body.weight"});
}
