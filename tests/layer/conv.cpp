#include <cmath>
#include <limits>
#include <memory>
#include <vector>

#include "laws/all.hpp"

namespace nn = staticnn;
using nn::ConvOptions;
using nn::Pair;

// The types: checked by compiling this file.
template <nn::Shape In, class... Layers>
constexpr nn::Shape made = [] {
    nn::Shape shape = In;
    ((shape = nn::meta::output_shape<Layers>(nn::meta::expected_shape<Layers>(shape))), ...);
    return shape;
}();
static_assert(made<nn::Shape{3, 28, 28}, nn::Conv2d<3, 8, 3>> == nn::Shape{8, 26, 26});
static_assert(made<nn::Shape{3, 28, 28}, nn::Conv2d<3, 8, 3, ConvOptions{.padding = 1}>> == nn::Shape{8, 28, 28});
static_assert(made<nn::Shape{3, 28, 27}, nn::Conv2d<3, 8, 3, ConvOptions{.stride = 2, .padding = 1}>> ==
              nn::Shape{8, 14, 14});
static_assert(
    made<nn::Shape{1, 5, 9}, nn::Conv2d<1, 2, Pair{3, 2}, ConvOptions{.stride = {1, 3}, .dilation = {2, 1}}>> ==
    nn::Shape{2, 1, 3});
static_assert(made<nn::Shape{2, 9}, nn::Conv1d<2, 5, 3>> == nn::Shape{5, 7});
static_assert(made<nn::Shape{2, 9}, nn::Conv1d<2, 5, 3, ConvOptions{.dilation = 100, .causal = true}>> ==
              nn::Shape{5, 9});
static_assert(made<nn::Shape{2, 9}, nn::Conv1d<2, 5, 3, ConvOptions{.stride = 2, .causal = true}>> == nn::Shape{5, 5});

// What it would take: more planes, of a size that its window fits into.
static_assert(nn::Conv2d<3, 8, 5>::expects({1, 4, 9}) == nn::Shape{3, 5, 9});
static_assert(nn::Conv2d<3, 8, 5, ConvOptions{.padding = 1}>::expects({784}) == nn::Shape{3, 3, 3});
static_assert(nn::Conv1d<3, 8, 5>::expects({3, 28, 28}) == nn::Shape{3, 5});
static_assert(!nn::Conv2d<3, 8, 5>::expects({}).known());

// Parameters, none of them padded.
static_assert(nn::Sequential<nn::Input<4, 9, 9>, nn::Conv2d<4, 6, 3>>::parameter_count == 6 * 4 * 9 + 6);
static_assert(nn::Conv2d<4, 6, 3, ConvOptions{.groups = 2, .bias = false}>::At<nn::Shape{4, 9, 9}>::storage ==
              6 * 2 * 9);
static_assert(nn::Conv1d<4, 6, 5>::At<nn::Shape{4, 9}>::weight.shape == nn::Shape{6, 4, 5});
static_assert(nn::Conv2d<4, 6, 3>::At<nn::Shape{4, 9, 9}>::multiply_adds == 6 * 4 * 9 * 7 * 7);

/// Weights 1, 2, 3, ... in PyTorch's order, and biases 100, 200, ...
template <class Net>
nn::Model<Net> counting() {
    nn::Model<Net> model;
    model.for_each_parameter([&](std::string_view name, auto p) {
        for (std::size_t k = 0; k < p.size(); ++k)
            p[k] = float(k + 1) * (name == "0.bias" || name == "1.bias" ? 100 : 1);
    });
    return model;
}

using Plane = nn::Sequential<nn::Input<1, 2, 3>, nn::Conv2d<1, 1, 2>>;  // weight 1 2 / 3 4
using Padded =
    nn::Sequential<nn::Input<1, 2, 2>, nn::Conv2d<1, 1, 3, ConvOptions{.padding = 1}>>;  // weight 1 2 3 / ...

TEST_CASE("conv: forward, worked by hand") {
    auto const plane = counting<Plane>();
    CHECK(plane(nn::Tensor<float, 1, 2, 3>{1, 0, 2, 0, 1, 0}) == nn::Tensor<float, 1, 1, 2>{100 + 1 + 4, 100 + 4 + 3});

    auto const padded = counting<Padded>();
    nn::Tensor<float, 1, 2, 2> const y{100 + 5 + 12 + 24 + 36, 100 + 4 + 10 + 21 + 32, 100 + 2 + 6 + 15 + 24,
                                       100 + 1 + 4 + 12 + 20};
    nn::Tensor<float, 1, 2, 2> const x{1, 2, 3, 4};
    CHECK(padded(x) == y);
    nn::Tensor<float, 20, 1, 2, 2> batch;
    for (std::size_t k = 0; k < batch.size(); ++k) batch[k] = x[k % 4];
    nn::Tensor<float, 20, 1, 2, 2> const of_batch = padded(batch);
    for (std::size_t k = 0; k < batch.size(); ++k) CHECK(of_batch[k] == y[k % 4]);

    // Two groups: the first output sees the first input alone, the second the second.
    auto const groups =
        counting<nn::Sequential<nn::Input<2, 1, 2>, nn::Conv2d<2, 2, Pair{1, 2}, ConvOptions{.groups = 2}>>>();
    CHECK(groups(nn::Tensor<float, 2, 1, 2>{1, 10, 100, 1000}) == nn::Tensor<float, 2, 1, 1>{121, 4500});
}

TEST_CASE("conv: backward, worked by hand") {
    auto model = counting<Plane>();
    nn::Trainer trainer{model, nn::MSELoss{}, nn::SGD{}};
    nn::Tensor<float, 1, 1, 2, 3> dl_dx;
    trainer.forward(nn::Tensor<float, 1, 1, 2, 3>{1, 2, 3, 4, 5, 6});
    trainer.backward(nn::Tensor<float, 1, 1, 1, 2>{1, 10}, dl_dx);
    CHECK(dl_dx == nn::Tensor<float, 1, 1, 2, 3>{1, 2 + 10, 20, 3, 4 + 30, 40});
    CHECK(laws::gradients_of(trainer) == std::vector<float>{1 + 20, 2 + 30, 4 + 50, 5 + 60, 11});
}

TEST_CASE("conv: causal depends on no later input") {
    using Net = nn::Sequential<nn::Input<2, 33>, nn::Conv1d<2, 3, 3, ConvOptions{.dilation = 4, .causal = true}>,
                               nn::Tanh, nn::Conv1d<3, 2, 5, ConvOptions{.causal = true}>>;
    auto const model = laws::random_model<Net, float>();
    auto const x = laws::random<float>(66, 1);
    auto const y = laws::infer(model, std::span<float const>(x));
    for (std::size_t const t : {std::size_t{0}, std::size_t{1}, std::size_t{16}, std::size_t{32}}) {
        auto changed = x;
        for (std::size_t c = 0; c < 2; ++c)
            for (std::size_t later = t; later < 33; ++later) changed[c * 33 + later] = 77;
        auto const after = laws::infer(model, std::span<float const>(changed));
        for (std::size_t c = 0; c < 2; ++c) {
            for (std::size_t k = 0; k < t; ++k) CHECK(after[c * 33 + k] == y[c * 33 + k]);
            CHECK(after[c * 33 + t] != y[c * 33 + t]);
        }
    }
}

TEST_CASE("conv: NaN and infinity spread as far as the window, in a batch and alone") {
    constexpr float inf = std::numeric_limits<float>::infinity(), NaN = std::numeric_limits<float>::quiet_NaN();
    auto const model = counting<nn::Sequential<nn::Input<1, 9>, nn::Conv1d<1, 1, 3, ConvOptions{.padding = 1}>>>();
    nn::Tensor<float, 1, 9> x{inf, 0, 0, 0, NaN, 0, 0, 0, -inf};
    nn::Tensor<float, 3, 1, 9> batch;
    for (std::size_t k = 0; k < batch.size(); ++k) batch[k] = x[k % 9];
    auto const alone = model(x);
    auto const y = model(batch);
    for (std::size_t s = 0; s < 3; ++s)
        for (std::size_t k = 0; k < 9; ++k) {
            float const here = y(s, 0, k);
            if (k >= 3 && k <= 5) {
                CHECK(std::isnan(here));
                CHECK(std::isnan(alone(0, k)));
            } else {
                CHECK(here == (k < 2 ? inf : k > 6 ? -inf : 100));
                CHECK(alone(0, k) == here);
            }
        }
}

TEST_CASE("conv: an infinite input has an infinite gradient, not NaN, also in a short panel") {
    constexpr float inf = std::numeric_limits<float>::infinity();
    auto model = counting<nn::Sequential<nn::Input<1, 3>, nn::Conv1d<1, 1, 2>>>();
    nn::Trainer trainer{model, nn::MSELoss{}, nn::SGD{}};
    trainer.forward(nn::Tensor<float, 2, 1, 3>{1, 1, 1, 1, inf, 1});
    trainer.backward(nn::Tensor<float, 2, 1, 2>{1, 1, 1, 0});
    auto const gradients = laws::gradients_of(trainer);
    CHECK(std::isnan(gradients[0]));  // infinity times the zero of the window that begins there
    CHECK(gradients[1] == inf);
    CHECK(gradients[2] == 3);
}

/// A sample's bits are the same in a batch and alone: both sum in one order.
template <class Net, class T>
void batch_is_singles() {
    auto const model = laws::random_model<Net, T>();
    constexpr std::size_t samples = laws::lanes<T> + 7, in = laws::inputs<Net>, out = laws::outputs<Net>;
    auto const x = laws::random<T>(samples * in, 1);
    auto const workspace = std::make_unique<nn::Workspace<Net, T>>();
    std::vector<T> batch(samples * out), one(out);
    REQUIRE(model(x, batch, *workspace).has_value());
    for (std::size_t s = 0; s < samples; ++s) {
        REQUIRE(model(std::span<T const>(x).subspan(s * in, in), one, *workspace).has_value());
        CHECK(laws::identical(one, std::span<T const>(batch).subspan(s * out, out)));
    }
}

TEST_CASE_TEMPLATE("conv: the same bits in a batch and alone", T, float, double) {
    batch_is_singles<nn::Sequential<nn::Input<3, 9, 17>, nn::Conv2d<3, 17, 3, ConvOptions{.padding = 1}>, nn::ReLU>,
                     T>();
    batch_is_singles<nn::Sequential<nn::Input<2, 7, 7>, nn::Conv2d<2, 9, 3, ConvOptions{.stride = 2, .padding = 2}>>,
                     T>();
    batch_is_singles<nn::Sequential<nn::Input<4, 5, 99>, nn::Conv2d<4, 4, 3, ConvOptions{.stride = 3, .groups = 4}>>,
                     T>();
    batch_is_singles<nn::Sequential<nn::Input<8, 1, 1>, nn::Conv2d<8, 3, 1>>, T>();
    batch_is_singles<nn::Sequential<nn::Input<1, 99>, nn::Conv1d<1, 7, 7, ConvOptions{.stride = 2, .dilation = 3}>>,
                     T>();
}

TEST_CASE("conv: obeys the laws") {
    laws::all<nn::Sequential<nn::Input<2, 5, 7>, nn::Conv2d<2, 3, 3, ConvOptions{.padding = 1}>, nn::ReLU,
                             nn::Conv2d<3, 4, 3, ConvOptions{.stride = 2, .padding = 1}>>>();
    laws::all<
        nn::Sequential<nn::Input<4, 17>,
                       nn::Conv1d<4, 6, 3, ConvOptions{.dilation = 4, .groups = 2, .bias = false, .causal = true}>>>();
}

TEST_CASE("conv: obeys the laws between others") {
    using Body =
        nn::Sequential<nn::Conv2d<3, 3, 3, ConvOptions{.padding = 1, .groups = 3}>, nn::ReLU, nn::Conv2d<3, 3, 1>>;
    laws::backward_is_the_derivative<nn::Sequential<nn::Input<3, 4, 3>, nn::Residual<Body>, nn::ReLU>>();
    laws::training<nn::Sequential<nn::Input<3, 4, 3>, nn::Residual<Body>, nn::ReLU>>();
    laws::inference<nn::Sequential<nn::Input<1, 28, 28>, nn::Conv2d<1, 8, 5>, nn::ReLU>, double>();
}

TEST_CASE("conv: constant evaluation") {
    using Net = nn::Sequential<nn::Input<1, 3, 3>, nn::Conv2d<1, 2, 2, ConvOptions{.stride = 2, .padding = 1}>>;
    laws::constant_evaluation_equals_run_time<Net>();
    laws::constant_evaluation_equals_run_time<
        nn::Sequential<nn::Input<1, 5>, nn::Conv1d<1, 2, 2, ConvOptions{.causal = true}>>, double, nn::SGD>();
}
