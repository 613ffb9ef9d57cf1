#include <algorithm>
#include <cmath>
#include <limits>
#include <memory>
#include <span>
#include <type_traits>
#include <vector>

#include "laws/numbers.hpp"

namespace nn = staticnn;

using Net = nn::Sequential<nn::Linear<3, 8>, nn::ReLU, nn::Linear<8, 2>>;
using Model = nn::Model<Net, double>;
using Trainer = nn::Trainer<Net, double, nn::MSELoss, nn::Adam, 128, nn::NoGenerator>;

// The types: checked by compiling this file.
static_assert(!std::is_copy_constructible_v<Trainer> && !std::is_copy_assignable_v<Trainer>);
static_assert(!std::is_move_constructible_v<Trainer> && !std::is_move_assignable_v<Trainer>);
static_assert(std::is_constructible_v<Trainer, Model&, nn::MSELoss, nn::Adam>);
static_assert(!std::is_constructible_v<Trainer, Model, nn::MSELoss, nn::Adam>);         // a temporary
static_assert(!std::is_constructible_v<Trainer, Model const&, nn::MSELoss, nn::Adam>);  // could not be trained
static_assert(!std::is_constructible_v<Trainer, Model&, nn::MSELoss, nn::Adam, nn::Generator>);
using Drawing = nn::Trainer<Net, double, nn::MSELoss, nn::Adam, 128, nn::Generator>;
static_assert(std::is_constructible_v<Drawing, Model&, nn::MSELoss, nn::Adam, nn::Generator&>);
static_assert(!std::is_constructible_v<Drawing, Model&, nn::MSELoss, nn::Adam, nn::Generator>);
static_assert(Drawing::has_generator && !Trainer::has_generator);
static_assert(alignof(Trainer) == 64);

/// 37 samples: more than a panel, and the last one short.
struct Data {
    nn::Tensor<double, 37, 3> x;
    nn::Tensor<double, 37, 2> y;

    Data() {
        std::ranges::copy(laws::random<double>(x.size(), 1), x.begin());
        std::ranges::copy(laws::random<double>(y.size(), 2), y.begin());
    }
    std::span<double const> inputs(std::size_t samples) const { return std::span(x.data(), 3 * samples); }
    std::span<double const> targets(std::size_t samples) const { return std::span(y.data(), 2 * samples); }
};

TEST_CASE("trainer: a step is zero_grad, forward, loss, backward and update") {
    Data const data;
    auto in_pieces = laws::random_model<Net, double>(), at_once = in_pieces;
    nn::Trainer a{in_pieces, nn::MSELoss{}, nn::Adam{.lr = 0.1}}, b{at_once, nn::MSELoss{}, nn::Adam{.lr = 0.1}};
    for (int step = 0; step < 5; ++step) {
        a.zero_grad();
        auto const& o = a.forward(data.x);
        auto const [l, dl_do] = nn::MSELoss{}(o, data.y);
        CHECK(a.backward(dl_do).has_value());
        a.update();

        CHECK(laws::close(b.step(data.x, data.y), l));
        CHECK(laws::close(laws::gradients_of(b), laws::gradients_of(a)));
        CHECK(laws::close(laws::parameters_of(at_once), laws::parameters_of(in_pieces)));
    }
}

TEST_CASE("trainer: without anything drawn or coupled, the forward pass of training is inference") {
    Data const data;
    auto model = laws::random_model<Net, double>();
    nn::Trainer trainer{model, nn::MSELoss{}, nn::SGD{}};
    CHECK(laws::identical(trainer.forward(data.x), model(data.x)));
}

TEST_CASE("trainer: the loss is that before the update") {
    Data const data;
    auto model = laws::random_model<Net, double>();
    nn::Trainer trainer{model, nn::MSELoss{}, nn::SGD{.lr = 0.05}};
    double const before = nn::MSELoss{}(model(data.x), data.y).loss;
    CHECK(trainer.step(data.x, data.y) == doctest::Approx(before).epsilon(1e-12));
    double const after = nn::MSELoss{}(model(data.x), data.y).loss;
    CHECK(after < before);
    CHECK(trainer.step(data.x, data.y) == doctest::Approx(after).epsilon(1e-12));
}

TEST_CASE("trainer: Tensors and spans go the same way") {
    Data const data;
    auto by_tensor = laws::random_model<Net, double>(), by_span = by_tensor;
    nn::Trainer a{by_tensor, nn::MSELoss{}, nn::SGD{.lr = 0.1}}, b{by_span, nn::MSELoss{}, nn::SGD{.lr = 0.1}};
    double const loss = a.step(data.x, data.y);
    CHECK(b.step(data.inputs(37), data.targets(37)).value() == loss);
    CHECK(laws::identical(laws::parameters_of(by_span), laws::parameters_of(by_tensor)));

    auto const o = a.forward(data.x);
    std::vector<double> o_span(o.size()), dl_dx_span(data.x.size());
    CHECK(b.forward(data.inputs(37), o_span).has_value());
    CHECK(laws::identical(o_span, o));
    nn::Tensor<double, 37, 3> dl_dx;
    CHECK(a.backward(data.y, dl_dx).has_value());
    CHECK(b.backward(data.targets(37), dl_dx_span).has_value());
    CHECK(laws::identical(dl_dx_span, dl_dx));
    CHECK(laws::identical(laws::gradients_of(a), laws::gradients_of(b)));
}

TEST_CASE("trainer: a single sample is a batch of one") {
    auto model = laws::random_model<Net, double>();
    nn::Trainer trainer{model, nn::MSELoss{}, nn::SGD{.lr = 0}};
    nn::Tensor<double, 3> const x{1, 2, 3};
    nn::Tensor<double, 2> const y{4, 5};
    nn::Tensor<double, 1, 3> const batch_x{1, 2, 3};
    nn::Tensor<double, 1, 2> const batch_y{4, 5};
    CHECK(trainer.step(x, y) == trainer.step(batch_x, batch_y));
    nn::Tensor<double, 2> const out = trainer.forward(x);
    nn::Tensor<double, 3> dl_dx;
    CHECK(trainer.backward(out, dl_dx).has_value());
    CHECK(dl_dx != nn::Tensor<double, 3>{});
}

TEST_CASE("trainer: backward adds to the gradient, step does not") {
    Data const data;
    auto model = laws::random_model<Net, double>();
    nn::Trainer trainer{model, nn::MSELoss{}, nn::SGD{.lr = 0}};
    auto const lead_back = [&] {
        auto const [l, dl_do] = nn::MSELoss{}(trainer.forward(data.x), data.y);
        REQUIRE(trainer.backward(dl_do).has_value());
        return laws::gradients_of(trainer);
    };
    auto const once = lead_back();
    auto twice = once;
    for (double& g : twice) g *= 2;
    CHECK(laws::close(lead_back(), twice));

    trainer.step(data.x, data.y);
    CHECK(laws::close(laws::gradients_of(trainer), once));

    trainer.zero_grad();
    CHECK(laws::gradients_of(trainer) == std::vector<double>(once.size(), 0.0));
    CHECK(laws::close(lead_back(), once));
}

TEST_CASE("trainer: dl_dx is asked for or not, the gradient is the same") {
    Data const data;
    auto model = laws::random_model<Net, double>();
    nn::Trainer trainer{model, nn::MSELoss{}, nn::SGD{}};
    trainer.forward(data.x);
    trainer.backward(data.y);
    auto const without = laws::gradients_of(trainer);
    trainer.zero_grad();
    nn::Tensor<double, 37, 3> dl_dx;
    trainer.forward(data.x);
    trainer.backward(data.y, dl_dx);
    CHECK(laws::identical(laws::gradients_of(trainer), without));
    CHECK(dl_dx != nn::Tensor<double, 37, 3>{});
}

TEST_CASE("trainer: a forward pass can be led back once; else it is an error that changes nothing") {
    Data const data;
    auto model = laws::random_model<Net, double>();
    nn::Trainer trainer{model, nn::MSELoss{}, nn::SGD{}};
    nn::Tensor<double, 37, 3> dl_dx;
    std::vector<double> const dl_do(2 * 5, 1.0);
    nn::Error const none{nn::What::no_forward_pass, "dl_do", 37, 0},
        none_of_5{nn::What::no_forward_pass, "dl_do", 5, 0};

    CHECK(laws::error_of(trainer.backward(data.y)) == none);
    CHECK(laws::error_of(trainer.backward(data.y, dl_dx)) == none);
    CHECK(laws::error_of(trainer.backward(dl_do)) == none_of_5);

    trainer.forward(data.x);
    CHECK(trainer.backward(data.y).has_value());
    auto const gradients = laws::gradients_of(trainer);
    CHECK(laws::error_of(trainer.backward(data.y)) == none);
    CHECK(laws::error_of(trainer.backward(data.y, dl_dx)) == none);

    trainer.forward(data.x);
    trainer.step(data.x, data.y);  // takes the activations' place
    auto const after_step = laws::gradients_of(trainer);
    CHECK(laws::error_of(trainer.backward(data.y)) == none);

    CHECK(dl_dx == nn::Tensor<double, 37, 3>{});
    CHECK(laws::gradients_of(trainer) == after_step);
    CHECK(gradients != after_step);
}

TEST_CASE("trainer: backward of another number of samples is an error, and the pass can still be led back") {
    Data const data;
    auto model = laws::random_model<Net, double>();
    nn::Trainer trainer{model, nn::MSELoss{}, nn::SGD{}};
    std::vector<double> dl_dx(3 * 37, 7.0);
    trainer.forward(data.x);
    CHECK(laws::error_of(trainer.backward(data.targets(36))) == nn::Error{nn::What::wrong_size, "dl_do", 74, 72});
    CHECK(laws::error_of(trainer.backward(nn::Tensor<double, 36, 2>{})) ==
          nn::Error{nn::What::wrong_size, "dl_do", 74, 72});
    CHECK(laws::error_of(trainer.backward(data.targets(36), dl_dx)) ==
          nn::Error{nn::What::wrong_size, "dl_do", 74, 72});
    CHECK(laws::error_of(trainer.backward(data.targets(37), std::span(dl_dx).first(110))) ==
          nn::Error{nn::What::wrong_size, "dl_dx", 111, 110});
    CHECK(dl_dx == std::vector<double>(3 * 37, 7.0));
    for (double const g : laws::gradients_of(trainer)) CHECK(g == 0);
    CHECK(trainer.backward(data.targets(37), dl_dx).has_value());
}

TEST_CASE("trainer: spans of wrong sizes are errors, and nothing is changed") {
    Data const data;
    auto model = laws::random_model<Net, double>();
    nn::Trainer trainer{model, nn::MSELoss{}, nn::Adam{}, nn::capacity<32>};
    auto const before = laws::parameters_of(model);
    std::vector<double> out(2 * 37, 7.0);
    auto const x = std::span<double const>(data.x.data(), data.x.size());
    auto const y = std::span<double const>(data.y.data(), data.y.size());

    CHECK(laws::error_of(trainer.step(x.first(110), y)) == nn::Error{nn::What::not_whole_samples, "x", 3, 110});
    CHECK(laws::error_of(trainer.step(x, y.first(73))) == nn::Error{nn::What::wrong_size, "y", 74, 73});
    CHECK(laws::error_of(trainer.step(x.first(0), y.first(0))) == nn::Error{nn::What::too_few_samples, "x", 1, 0});
    auto const to = std::span<double>(out);
    CHECK(laws::error_of(trainer.forward(x.first(1), to.first(0))) ==
          nn::Error{nn::What::not_whole_samples, "x", 3, 1});
    CHECK(laws::error_of(trainer.forward(x, to.first(73))) == nn::Error{nn::What::wrong_size, "out", 74, 73});
    CHECK(laws::error_of(trainer.forward(x.first(0), to.first(0))) == nn::Error{nn::What::too_few_samples, "x", 1, 0});
    CHECK(laws::error_of(trainer.forward(x, to)) == nn::Error{nn::What::over_capacity, "x", 32, 37});

    CHECK(out == std::vector<double>(2 * 37, 7.0));
    CHECK(laws::parameters_of(model) == before);
    for (double const g : laws::gradients_of(trainer)) CHECK(g == 0);
    CHECK(trainer.step(x, y).has_value());  // in chunks
    CHECK(laws::parameters_of(model) != before);
}

TEST_CASE("trainer: a failed step leaves the forward pass before it") {
    Data const data;
    auto model = laws::random_model<Net, double>();
    nn::Trainer trainer{model, nn::MSELoss{}, nn::SGD{}};
    trainer.forward(data.x);
    CHECK(!trainer.step(data.inputs(37), data.targets(36)));
    CHECK(trainer.backward(data.y).has_value());
}

TEST_CASE("trainer: the sum of squares is as many times the mean as there are values") {
    Data const data;
    auto model = laws::random_model<Net, double>();
    nn::Trainer mean{model, nn::MSELoss{}, nn::SGD{.lr = 0}};
    nn::Trainer sum{model, nn::MSELoss{.reduction = nn::Reduction::sum}, nn::SGD{.lr = 0}};
    CHECK(sum.step(data.x, data.y) == doctest::Approx(74 * mean.step(data.x, data.y)).epsilon(1e-12));
    auto expected = laws::gradients_of(mean);
    for (double& g : expected) g *= 74;
    CHECK(laws::close(laws::gradients_of(sum), expected));
}

TEST_CASE("trainer: spans may be unaligned, and step takes any number of samples") {
    auto model = laws::random_model<Net, double>(), other = model;
    nn::Trainer a{model, nn::MSELoss{}, nn::SGD{.lr = 0.1}}, b{other, nn::MSELoss{}, nn::SGD{.lr = 0.1}};
    for (std::size_t const n : {1U, 2U, 127U, 128U, 129U, 1000U}) {
        CAPTURE(n);
        auto const x = laws::random<double>(3 * n, n), y = laws::random<double>(2 * n, n + 1);
        std::vector<double> shifted_x{0}, shifted_y{0, 0, 0};
        shifted_x.insert(shifted_x.end(), x.begin(), x.end());
        shifted_y.insert(shifted_y.end(), y.begin(), y.end());
        double const loss = a.step(x, y).value();
        CHECK(b.step(std::span<double const>(shifted_x).subspan(1), std::span<double const>(shifted_y).subspan(3))
                  .value() == loss);
    }
    CHECK(laws::identical(laws::parameters_of(model), laws::parameters_of(other)));
}

TEST_CASE("trainer: a network with nothing to train still knows its loss and dl_dx") {
    nn::Model<nn::Sequential<nn::Input<2>, nn::ReLU>> model;
    nn::Trainer trainer{model, nn::MSELoss{}, nn::Adam{}};
    CHECK(trainer.step(nn::Tensor<float, 1, 2>{-3, 4}, nn::Tensor<float, 1, 2>{1, 1}) == 5);  // (1 + 9) / 2
    trainer.for_each_gradient([](auto, auto) { FAIL("there is none"); });
    nn::Tensor<float, 1, 2> dl_dx;
    trainer.forward(nn::Tensor<float, 1, 2>{-3, 4});
    trainer.backward(nn::Tensor<float, 1, 2>{5, 6}, dl_dx);
    CHECK(dl_dx == nn::Tensor<float, 1, 2>{0, 6});
}

TEST_CASE("trainer: make_unique aligns it") {
    auto model = laws::random_model<Net, double>();
    for (int k = 0; k < 5; ++k) {
        auto const trainer = std::make_unique<Trainer>(model, nn::MSELoss{}, nn::Adam{});
        CHECK(reinterpret_cast<std::uintptr_t>(trainer.get()) % alignof(Trainer) == 0);
    }
}

TEST_CASE("trainer: learns") {
    nn::Generator generator{1};
    nn::Model<Net> model{generator};
    nn::Trainer trainer{model, nn::MSELoss{}, nn::Adam{.lr = 0.01}};
    nn::Tensor<float, 64, 3> x;
    nn::Tensor<float, 64, 2> y;
    std::ranges::copy(laws::random<float>(x.size(), 1), x.begin());
    for (std::size_t s = 0; s < 64; ++s) y(s, 0) = x(s, 0) * x(s, 1), y(s, 1) = x(s, 2) + 1;
    float const first = trainer.step(x, y);
    for (int step = 0; step < 1000; ++step) trainer.step(x, y);
    CHECK(trainer.step(x, y) < first / 30);
}

namespace {

/// Reads samples where they lie when it infers, as a wide Linear does, but trains in a way of its own.
struct TrainsOtherwise : nn::Linear<64, 32> {
    template <nn::Shape X>
    struct At : nn::Linear<64, 32>::At<X> {
        template <std::size_t L, class T, class Put>
        static constexpr void train(nn::meta::Training<T> pass, Put put) {
            At::template forward<L>(nn::meta::Inference<T>{pass.parameters, pass.buffers, pass.x, pass.panels}, put);
        }
    };
};

}  // namespace

TEST_CASE("trainer: a layer that trains otherwise than it infers is given packed samples") {
    nn::Generator generator{3};
    nn::Model<TrainsOtherwise> model{generator};
    auto const x = laws::random<float>(20 * 64, 1), y = laws::random<float>(20 * 32, 2);
    nn::Tensor<float, 20, 64> samples;
    nn::Tensor<float, 20, 32> targets;
    std::copy(x.begin(), x.end(), samples.data());
    std::copy(y.begin(), y.end(), targets.data());
    float const expected = nn::MSELoss{}(model(samples), targets).loss;
    nn::Trainer trainer{model, nn::MSELoss{}, nn::SGD{}};
    CHECK(trainer.step(samples, targets) == doctest::Approx(expected));
}
