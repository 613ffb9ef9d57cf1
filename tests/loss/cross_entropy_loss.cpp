#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <span>
#include <type_traits>

#include "laws/trained_network.hpp"

namespace nn = staticnn;

constexpr float inf = std::numeric_limits<float>::infinity(), NaN = std::numeric_limits<float>::quiet_NaN();
using Classes = nn::CrossEntropyLoss<>;
using Probabilities = nn::CrossEntropyLoss<nn::ClassProbabilities>;

template <std::size_t... E>
using Numbers = nn::Tensor<std::int32_t, E...>;

// The types, and PyTorch's defaults: checked by compiling this file.
static_assert(std::is_same_v<decltype(nn::CrossEntropyLoss{}), Classes>);
static_assert(Classes{}.reduction == nn::Reduction::mean && Classes{}.label_smoothing == 0);
static_assert(Classes{}.ignore_index == -100);
static_assert(std::is_same_v<Classes::target_type<double>, std::int32_t>);
static_assert(std::is_same_v<Probabilities::target_type<double>, double>);
static_assert(Classes::target({5}) == nn::Shape{} && Classes::target({5, 2, 3}) == nn::Shape{2, 3});
static_assert(Probabilities::target({5, 2}) == nn::Shape{5, 2});
static_assert(std::is_same_v<decltype(nn::CrossEntropyLoss{.weight = nn::Tensor<float, 3>{}}),
                             nn::CrossEntropyLoss<nn::ClassNumbers, nn::Tensor<float, 3>>>);

/// The largest difference of two lists, NaN if one has it.
double difference(auto const& a, auto const& b) {
    double largest = 0;
    for (std::size_t k = 0; k < a.size(); ++k)
        if (double const here = std::abs(double(a[k]) - double(b[k])); !(here <= largest)) largest = here;
    return largest;
}

TEST_CASE("cross_entropy_loss: worked by hand") {
    // Odds of 1 : 3 and 1 : 1.
    nn::Tensor<double, 2, 2> const y{0, std::log(3.0), 5, 5};
    auto const [mean, dl_do] = nn::CrossEntropyLoss{}(y, Numbers<2>{1, 0});
    CHECK(mean == doctest::Approx((std::log(4.0 / 3) + std::log(2.0)) / 2).epsilon(1e-15));
    CHECK(difference(dl_do, nn::Tensor<double, 2, 2>{0.125, -0.125, -0.25, 0.25}) < 1e-15);
    auto const [sum, dl_do_of_sum] = nn::CrossEntropyLoss{.reduction = nn::Reduction::sum}(y, Numbers<2>{1, 0});
    CHECK(sum == doctest::Approx(2 * mean).epsilon(1e-15));
    CHECK(difference(dl_do_of_sum, nn::Tensor<double, 2, 2>{0.25, -0.25, -0.5, 0.5}) < 1e-15);

    // One sample, without an extent for samples; and one class, which is certain.
    CHECK(nn::CrossEntropyLoss{}(nn::Tensor<double, 2>{5, 5}, Numbers<1>{1}).loss ==
          doctest::Approx(std::log(2.0)).epsilon(1e-15));
    auto const certain = nn::CrossEntropyLoss{}(nn::Tensor<double, 3, 1>{5, -7, 0}, Numbers<3>{0, 0, 0});
    CHECK(certain.loss == 0);
    CHECK(certain.gradient == nn::Tensor<double, 3, 1>{});
}

TEST_CASE("cross_entropy_loss: class probabilities of one are class numbers") {
    nn::Tensor<float, 9, 4> y, p;
    std::ranges::copy(laws::random<float>(y.size(), 1, {-5, 5}), y.begin());
    Numbers<9> t;
    for (std::size_t s = 0; s < 9; ++s) t[s] = int(s * 3 % 4), p(s, s * 3 % 4) = 1;
    for (double const smoothing : {0.0, 0.3}) {
        auto const numbers = nn::CrossEntropyLoss{.label_smoothing = smoothing}(y, t);
        auto const probabilities = nn::CrossEntropyLoss<nn::ClassProbabilities>{.label_smoothing = smoothing}(y, p);
        CHECK(laws::close(numbers.loss, probabilities.loss));
        CHECK(laws::close(numbers.gradient, probabilities.gradient));
    }
}

TEST_CASE("cross_entropy_loss: logits of any size, and losses down to the smallest") {
    auto const [large, of_large] = nn::CrossEntropyLoss{}(nn::Tensor<float, 1, 3>{3e38F, 0, -3e38F}, Numbers<1>{0});
    CHECK(large == 0);
    CHECK(of_large == nn::Tensor<float, 1, 3>{});
    auto const [wrong, of_wrong] = nn::CrossEntropyLoss{}(nn::Tensor<float, 1, 3>{1e6F, 0, 1e6F}, Numbers<1>{1});
    CHECK(wrong == doctest::Approx(1e6 + std::log(2.0)).epsilon(1e-7));
    CHECK(of_wrong == nn::Tensor<float, 1, 3>{0.5F, -1, 0.5F});

    // ln(1 + 2 e^-30), and p - 1 beside it, with all their digits
    auto const [small, of_small] = nn::CrossEntropyLoss{}(nn::Tensor<float, 1, 3>{30, 0, 0}, Numbers<1>{0});
    double const exact = std::log1p(2 * std::exp(-30.0));
    CHECK(small == doctest::Approx(exact).epsilon(1e-6));
    CHECK(of_small[0] == doctest::Approx(-exact).epsilon(1e-6));
    CHECK(of_small[1] == doctest::Approx(exact / 2).epsilon(1e-6));

    // Where denormal numbers would begin, zero.
    auto const [none, of_none] = nn::CrossEntropyLoss{}(nn::Tensor<float, 1, 2>{0, -90}, Numbers<1>{0});
    CHECK(none == 0);
    CHECK(of_none == nn::Tensor<float, 1, 2>{});
    CHECK(nn::CrossEntropyLoss{}(nn::Tensor<float, 1, 2>{0, -90}, Numbers<1>{1}).loss == 90);
}

TEST_CASE("cross_entropy_loss: NaN and infinity as in PyTorch") {
    auto const alone = [](nn::Tensor<float, 1, 3> const& y, std::int32_t t) {
        return nn::CrossEntropyLoss{}(y, Numbers<1>{t});
    };
    auto const all_nan = [](auto const& values) {
        return std::ranges::all_of(values, [](float v) { return std::isnan(v); });
    };
    for (std::size_t at = 0; at < 3; ++at)
        for (float const value : {NaN, inf}) {
            nn::Tensor<float, 1, 3> y{1, 2, 3};
            y[at] = value;
            CHECK(std::isnan(alone(y, 1).loss));
            CHECK(all_nan(alone(y, 1).gradient));
        }
    CHECK(std::isnan(alone({-inf, -inf, -inf}, 0).loss));

    // A class that is impossible is left out, or infinitely wrong.
    auto const out = alone({0, -inf, 0}, 0);
    CHECK(out.loss == doctest::Approx(std::log(2.0)));
    CHECK(out.gradient == nn::Tensor<float, 1, 3>{-0.5F, 0, 0.5F});
    auto const wrong = alone({0, -inf, 0}, 1);
    CHECK(wrong.loss == inf);
    CHECK(wrong.gradient == nn::Tensor<float, 1, 3>{0.5F, -1, 0.5F});
    CHECK(nn::CrossEntropyLoss{.label_smoothing = 0.1}(nn::Tensor<float, 1, 2>{0, -inf}, Numbers<1>{0}).loss == inf);

    // It stays in its sample's gradient.
    auto const two = nn::CrossEntropyLoss{}(nn::Tensor<float, 2, 2>{NaN, 0, 1, 1}, Numbers<2>{0, 0});
    CHECK(std::isnan(two.loss));
    CHECK(two.gradient(1, 0) == -0.25F);
}

TEST_CASE("cross_entropy_loss: what is ignored counts for nothing") {
    nn::Tensor<float, 3, 2> const y{0, 1, NaN, inf, 3, -2};
    nn::Tensor<float, 2, 2> const without{0, 1, 3, -2};
    auto const some = nn::CrossEntropyLoss{}(y, Numbers<3>{1, -100, 1});
    auto const others = nn::CrossEntropyLoss{}(without, Numbers<2>{1, 1});
    CHECK(some.loss == others.loss);
    CHECK(some.gradient == nn::Tensor<float, 3, 2>{others.gradient[0], others.gradient[1], 0, 0, others.gradient[2],
                                                   others.gradient[3]});

    // A class, too, may be what is ignored; and all may be.
    CHECK(nn::CrossEntropyLoss{.ignore_index = 0}(y, Numbers<3>{1, 0, 1}).loss == others.loss);
    auto const none = nn::CrossEntropyLoss{}(without, Numbers<2>{-100, -100});
    CHECK(std::isnan(none.loss));
    CHECK(none.gradient == nn::Tensor<float, 2, 2>{});
    CHECK(nn::CrossEntropyLoss{.reduction = nn::Reduction::sum}(without, Numbers<2>{-100, -100}).loss == 0);
}

TEST_CASE("cross_entropy_loss: alone, a number that is no class makes NaN") {
    nn::Tensor<float, 2, 2> const y{0, 1, 3, 3};
    for (std::int32_t const wrong :
         {2, -1, 1'000'000'000, std::numeric_limits<std::int32_t>::min(), std::numeric_limits<std::int32_t>::max()}) {
        CAPTURE(wrong);
        auto const [loss, dl_do] = nn::CrossEntropyLoss{}(y, Numbers<2>{wrong, 0});
        CHECK(std::isnan(loss));
        CHECK(std::isnan(dl_do[0]));
        CHECK(std::isnan(dl_do[1]));
        CHECK(dl_do[2] < 0);
        CHECK(std::isnan(nn::CrossEntropyLoss{.weight = nn::Tensor<float, 2>{1, 2}}(y, Numbers<2>{wrong, wrong}).loss));
    }
}

TEST_CASE("cross_entropy_loss: in a step and in fit, it is an Error, with nothing changed") {
    using Net = nn::Sequential<nn::Linear<2, 3>>;
    auto model = laws::random_model<Net, float>();
    auto const before = laws::parameters_of(model);
    nn::Trainer trainer{model, nn::CrossEntropyLoss{}, nn::SGD{.lr = 1}};
    nn::Tensor<float, 5, 2> const x{1, 2, 3, 4, 5, 6, 7, 8, 9, 10};
    for (std::int32_t const wrong : {3, -1, -99, std::numeric_limits<std::int32_t>::min()}) {
        CAPTURE(wrong);
        Numbers<5> const t{0, 1, -100, 2, wrong};
        nn::Error const expected{nn::What::out_of_range, "y", 2, std::size_t(wrong)};
        CHECK(laws::error_of(trainer.step(x, t)) == expected);
        CHECK(laws::error_of(trainer.step(std::span(x.values), std::span(t.values))) == expected);
        CHECK(laws::error_of(nn::fit(trainer, x, t, {.epochs = 2, .batch_size = 2})) == expected);
        CHECK(laws::error_of(nn::fit(trainer, std::span(x.values), std::span(t.values), {.batch_size = 2})) ==
              expected);
    }
    CHECK(laws::identical(laws::parameters_of(model), before));
    CHECK(trainer.step(x, Numbers<5>{0, 1, -100, 2, 2}).has_value());
    CHECK(!laws::identical(laws::parameters_of(model), before));
}

/// A step is made of its pieces, in one chunk or several; the gradient is the derivative.
template <class T, class Net, std::size_t N, class Loss, class Target>
void obeys_the_laws(Loss const& loss, Target const& t) {
    CAPTURE(N);
    auto model = laws::random_model<Net, T>();
    nn::Tensor<T, N, laws::inputs<Net>> x;
    std::ranges::copy(laws::random<T>(x.size(), 1, {-2, 2}), x.begin());
    nn::Trainer in_pieces{model, loss, nn::SGD{}, nn::capacity<128>};
    auto const [l, dl_do] = loss(in_pieces.forward(x), t);
    in_pieces.backward(dl_do);
    auto const gradients = laws::gradients_of(in_pieces);

    auto const same = [&](auto& trainer) {
        nn::Result<T> const stepped = trainer.step(x, t);
        CHECK(laws::close(stepped.value(), l));
        CHECK(laws::close(laws::gradients_of(trainer), gradients));
    };
    nn::Trainer whole{model, loss, nn::SGD{.lr = 0}, nn::capacity<128>};
    same(whole);
    nn::Trainer in_chunks{model, loss, nn::SGD{.lr = 0}, nn::capacity<16>};
    same(in_chunks);

    if constexpr (std::is_same_v<T, double>) {
        std::size_t number = 0;
        double largest = 0;
        model.for_each_parameter([&](auto, auto p) {
            for (std::size_t k = 0; k < p.size(); ++k) {
                constexpr double h = 1e-6;
                double const at = p[k];
                p[k] = at + h;
                double const above = loss(in_pieces.forward(x), t).loss;
                p[k] = at - h;
                double const below = loss(in_pieces.forward(x), t).loss;
                p[k] = at;
                largest = std::max(largest, std::abs((above - below) / (2 * h) - gradients[number++]));
            }
        });
        CHECK(largest < 1e-7);
    }
}

template <class T, std::size_t N>
void all_obey_the_laws() {
    using Net = nn::Sequential<nn::Linear<3, 5>, nn::Tanh, nn::Linear<5, 7>>;
    using Bounded = nn::Sequential<nn::Linear<3, 7>, nn::Tanh>;
    Numbers<N> t;
    nn::Tensor<T, N, 7> p;
    for (std::size_t s = 0; s < N; ++s) {
        t[s] = s % 5 == 4 ? -100 : int(s * 3 % 7);
        for (std::size_t c = 0; c < 7; ++c) p(s, c) = T((s + c) % 7) / 21;
    }
    nn::Tensor<float, 7> const weight{1, 2, 0.5, 0, 3, 1, 1};
    obeys_the_laws<T, Net, N>(nn::CrossEntropyLoss{}, t);
    obeys_the_laws<T, Bounded, N>(nn::CrossEntropyLoss{.reduction = nn::Reduction::sum, .label_smoothing = 0.2}, t);
    obeys_the_laws<T, Net, N>(nn::CrossEntropyLoss{.weight = weight, .label_smoothing = 0.1}, t);
    obeys_the_laws<T, Net, N>(nn::CrossEntropyLoss<nn::ClassProbabilities>{.label_smoothing = 0.1}, p);
}

TEST_CASE_TEMPLATE("cross_entropy_loss: obeys the laws", T, float, double) {
    all_obey_the_laws<T, 1>();
    all_obey_the_laws<T, 7>();
    all_obey_the_laws<T, laws::lanes<T>>();
    all_obey_the_laws<T, laws::lanes<T> + 1>();
    all_obey_the_laws<T, 99>();
}

TEST_CASE("cross_entropy_loss: classes are the first extent of an output") {
    using Places = nn::Sequential<nn::Input<3, 2, 2>, nn::Tanh>;
    nn::Model<Places> model;
    nn::Trainer trainer{model, nn::CrossEntropyLoss{}, nn::SGD{}};
    nn::Tensor<float, 5, 3, 2, 2> x;
    std::ranges::copy(laws::random<float>(x.size(), 1, {-2, 2}), x.begin());
    Numbers<5, 2, 2> t;
    for (std::size_t k = 0; k < t.size(); ++k) t[k] = k % 7 == 3 ? -100 : int(k % 3);
    CHECK(laws::close(trainer.step(x, t).value(), nn::CrossEntropyLoss{}(model(x), t).loss));

    // The same as so many samples of three classes.
    nn::Tensor<float, 20, 3> flat;
    Numbers<20> numbers;
    for (std::size_t s = 0; s < 5; ++s)
        for (std::size_t d = 0; d < 4; ++d) {
            numbers[s * 4 + d] = t[s * 4 + d];
            for (std::size_t c = 0; c < 3; ++c) flat(s * 4 + d, c) = x[(s * 3 + c) * 4 + d];
        }
    CHECK(laws::close(nn::CrossEntropyLoss{}(x, t).loss, nn::CrossEntropyLoss{}(flat, numbers).loss));
}

TEST_CASE("cross_entropy_loss: learns classes, shuffled, batch by batch") {
    using Net = nn::Sequential<nn::Linear<2, 16>, nn::ReLU, nn::Linear<16, 3>>;
    nn::Generator generator{42};
    nn::Model<Net> model{generator};
    nn::Trainer trainer{model, nn::CrossEntropyLoss{}, nn::Adam{.lr = 0.01}, generator};
    nn::Tensor<float, 99, 2> x;
    Numbers<99> t;
    std::ranges::copy(laws::random<float>(x.size(), 1), x.begin());
    for (std::size_t s = 0; s < 99; ++s) t[s] = x(s, 0) > 0 ? 0 : x(s, 1) > 0 ? 1 : 2;
    nn::Result<double> const loss = nn::fit(trainer, x, t, {.epochs = 200, .batch_size = 32, .shuffle = true});
    CHECK(loss.value() < 0.1);
}
