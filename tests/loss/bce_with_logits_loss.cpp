#include <algorithm>
#include <cmath>
#include <limits>
#include <type_traits>

#include "laws/trained_network.hpp"

namespace nn = staticnn;

constexpr float inf = std::numeric_limits<float>::infinity(), NaN = std::numeric_limits<float>::quiet_NaN();

// The types, PyTorch's defaults and a value: checked by compiling this file.
static_assert(nn::BCEWithLogitsLoss{}.reduction == nn::Reduction::mean && nn::BCEWithLogitsLoss{}.pos_weight == 1);
static_assert(nn::meta::ElementwiseLoss<nn::BCEWithLogitsLoss>);
static_assert(std::is_same_v<nn::BCEWithLogitsLoss::target_type<double>, double>);
static_assert(nn::BCEWithLogitsLoss::target({2, 3}) == nn::Shape{2, 3});
static_assert(nn::BCEWithLogitsLoss{}.gradient(0.0, 1.0) == -0.5 && nn::BCEWithLogitsLoss{}.gradient(0.0, 0.0) == 0.5);

TEST_CASE("bce_with_logits_loss: worked by hand") {
    // Odds of 1 : 1, 3 : 1 and 3 : 1.
    double const three = std::log(3.0);
    nn::Tensor<double, 1, 3> const y{0, three, three}, t{1, 1, 0};
    auto const [mean, dl_do] = nn::BCEWithLogitsLoss{}(y, t);
    CHECK(mean == doctest::Approx((std::log(2.0) + std::log(4.0 / 3) + std::log(4.0)) / 3).epsilon(1e-15));
    CHECK(laws::close(dl_do, nn::Tensor<double, 1, 3>{-0.5 / 3, -0.25 / 3, 0.75 / 3}));

    auto const [sum, dl_do_of_sum] = nn::BCEWithLogitsLoss{.reduction = nn::Reduction::sum, .pos_weight = 3}(y, t);
    CHECK(sum == doctest::Approx(3 * std::log(2.0) + 3 * std::log(4.0 / 3) + std::log(4.0)).epsilon(1e-15));
    CHECK(laws::close(dl_do_of_sum, nn::Tensor<double, 1, 3>{-1.5, -0.75, 0.75}));
}

TEST_CASE("bce_with_logits_loss: logits of any size, and losses down to the smallest") {
    constexpr nn::BCEWithLogitsLoss loss{};
    for (float const size : {1e3F, 1e10F, 3e38F}) {
        CHECK(loss.value(size, 1.0F) == 0);
        CHECK(loss.value(-size, 0.0F) == 0);
        CHECK(loss.value(size, 0.0F) == size);
        CHECK(loss.value(-size, 1.0F) == size);
        CHECK(loss.gradient(size, 0.0F) == 1);
        CHECK(loss.gradient(-size, 1.0F) == -1);
        CHECK(loss.gradient(size, 1.0F) == 0);
    }
    for (float const y : {1.0F, 5.0F, 20.0F, 60.0F}) {
        double const exact = std::log1p(std::exp(-double(y))), slope = 1 / (1 + std::exp(double(y)));
        CHECK(loss.value(y, 1.0F) == doctest::Approx(exact).epsilon(5e-7));
        CHECK(loss.value(-y, 0.0F) == doctest::Approx(exact).epsilon(5e-7));
        CHECK(loss.gradient(y, 1.0F) == doctest::Approx(-slope).epsilon(5e-7));
        CHECK(loss.gradient(-y, 0.0F) == doctest::Approx(slope).epsilon(5e-7));
    }
    CHECK(loss.value(70.0F, 1.0F) == 0);  // where denormal numbers would begin
}

TEST_CASE("bce_with_logits_loss: NaN and infinity") {
    constexpr nn::BCEWithLogitsLoss loss{};
    CHECK(std::isnan(loss.value(NaN, 1.0F)));
    CHECK(std::isnan(loss.value(0.0F, NaN)));
    CHECK(std::isnan(loss.gradient(NaN, 1.0F)));
    CHECK(std::isnan(loss.gradient(0.0F, NaN)));
    CHECK(loss.value(inf, 0.0F) == inf);
    CHECK(loss.value(-inf, 1.0F) == inf);
    CHECK(std::isnan(loss.value(inf, 1.0F)));  // as in PyTorch: zero times infinity
    CHECK(std::isnan(loss.value(-inf, 0.0F)));
    CHECK(loss.gradient(inf, 0.0F) == 1);
    CHECK(loss.gradient(inf, 1.0F) == 0);
    CHECK(loss.gradient(-inf, 1.0F) == -1);
    CHECK(loss.gradient(-inf, 0.0F) == 0);

    auto const [total, dl_do] = nn::BCEWithLogitsLoss{}(nn::Tensor<float, 2, 1>{NaN, 0}, nn::Tensor<float, 2, 1>{1, 1});
    CHECK(std::isnan(total));
    CHECK(std::isnan(dl_do[0]));
    CHECK(dl_do[1] == -0.25F);
}

TEST_CASE("bce_with_logits_loss: the gradient is the derivative") {
    for (double const weight : {1.0, 2.5})
        for (double const t : {0.0, 0.3, 1.0})
            for (double const y : {-30.0, -3.0, -0.1, 0.0, 0.7, 4.0, 30.0}) {
                nn::BCEWithLogitsLoss const loss{.pos_weight = weight};
                double const h = 1e-5, slope = (loss.value(y + h, t) - loss.value(y - h, t)) / (2 * h);
                CHECK(std::abs(slope - loss.gradient(y, t)) < 1e-9);
            }
}

/// A step is made of its pieces, in one chunk or several.
template <class T, std::size_t N>
void step_is_made_of_its_pieces() {
    CAPTURE(N);
    using Net = nn::Sequential<nn::Linear<3, 5>, nn::Tanh, nn::Linear<5, 3>, nn::Tanh>;
    nn::Tensor<T, N, 3> x, t;
    std::ranges::copy(laws::random<T>(x.size(), 1), x.begin());
    std::ranges::copy(laws::random<T>(t.size(), 2, {0, 1}), t.begin());
    for (nn::Reduction const reduction : {nn::Reduction::mean, nn::Reduction::sum}) {
        nn::BCEWithLogitsLoss const criterion{.reduction = reduction, .pos_weight = 1.5};
        auto model = laws::random_model<Net, T>();
        nn::Trainer in_pieces{model, criterion, nn::SGD{}, nn::capacity<128>};
        auto const [loss, dl_do] = criterion(in_pieces.forward(x), t);
        in_pieces.backward(dl_do);
        nn::Trainer whole{model, criterion, nn::SGD{.lr = 0}, nn::capacity<128>};
        CHECK(laws::close(whole.step(x, t), loss));
        CHECK(laws::close(laws::gradients_of(whole), laws::gradients_of(in_pieces)));
        nn::Trainer in_chunks{model, criterion, nn::SGD{.lr = 0}, nn::capacity<16>};
        CHECK(laws::close(in_chunks.step(x, t), loss));
        CHECK(laws::close(laws::gradients_of(in_chunks), laws::gradients_of(in_pieces)));
    }
}

TEST_CASE_TEMPLATE("bce_with_logits_loss: a step is made of its pieces", T, float, double) {
    step_is_made_of_its_pieces<T, 1>();
    step_is_made_of_its_pieces<T, 7>();
    step_is_made_of_its_pieces<T, laws::lanes<T> + 1>();
    step_is_made_of_its_pieces<T, 99>();
}

TEST_CASE("bce_with_logits_loss: learns which side of a line") {
    using Net = nn::Sequential<nn::Linear<2, 1>>;
    nn::Generator generator{42};
    nn::Model<Net> model{generator};
    nn::Trainer trainer{model, nn::BCEWithLogitsLoss{}, nn::Adam{.lr = 0.1}};
    nn::Tensor<float, 99, 2> x;
    nn::Tensor<float, 99, 1> t;
    std::ranges::copy(laws::random<float>(x.size(), 1), x.begin());
    for (std::size_t s = 0; s < 99; ++s) t[s] = x(s, 0) > x(s, 1) ? 1 : 0;
    CHECK(nn::fit(trainer, x, t, {.epochs = 300, .batch_size = 33}) < 0.1);
}
