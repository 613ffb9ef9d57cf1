// What a loss may state, with one of the user's own: over a sample's classes, with class numbers for targets.

#include <cmath>
#include <span>
#include <type_traits>

#include "laws/numbers.hpp"

namespace nn = staticnn;
namespace meta = nn::meta;

namespace user {

/// Σ over the classes but its own of max(0, 1 + y - y of its own); class 2 counts double, class -1 is left out.
struct Hinge {
    nn::Reduction reduction = nn::Reduction::mean;

    template <class T>
    using target_type = std::int32_t;
    static constexpr nn::Shape target(nn::Shape) { return {}; }

    template <nn::Shape Output>
    static constexpr double count(std::int32_t const* t) {
        return *t == 2 ? 2 : *t == -1 ? 0 : 1;
    }

    template <nn::Shape Output>
    static constexpr nn::Result<void> check(std::int32_t const* t) {
        if (*t < -1 || *t >= int(Output[0]))
            return nn::Error{nn::What::out_of_range, "y", Output[0] - 1, std::size_t(*t)};
        return {};
    }

    template <nn::Shape Output, class V, class T>
    static constexpr V losses(meta::OfSamples<T> pass) {
        namespace simd = nn::simd;
        V const t = simd::load<V>(pass.target), one = simd::broadcast<V>(1), zero{};
        V const count = t == 2 ? one + one : t == -1 ? zero : one;
        auto const y = [&pass](std::size_t c) { return simd::load<V>(pass.y + c * pass.stride); };
        V own{}, loss{}, wrong{};
        for (std::size_t c = 0; c < Output[0]; ++c) own = t == T(c) ? y(c) : own;
        for (std::size_t c = 0; c < Output[0]; ++c) {
            V const margin = t == T(c) ? zero : simd::max_with_zero(1 + y(c) - own);
            V const g = margin > 0 ? count : zero;
            loss = loss + margin;
            wrong = wrong + g;
            simd::store(pass.dl_do + c * pass.stride, g * pass.weight);
        }
        for (std::size_t c = 0; c < Output[0]; ++c) {
            V const g = simd::load<V>(pass.dl_do + c * pass.stride);
            simd::store(pass.dl_do + c * pass.stride, t == T(c) ? V(zero - wrong * pass.weight) : g);
        }
        return loss * count;
    }
};

/// The simplest loss over samples: it counts and checks nothing. Σ y t, twice as large for class 0.
struct Product {
    nn::Reduction reduction = nn::Reduction::mean;

    template <class T>
    using target_type = T;
    static constexpr nn::Shape target(nn::Shape output) { return output; }

    template <nn::Shape Output, class V, class T>
    static constexpr V losses(meta::OfSamples<T> pass) {
        V loss{};
        for (std::size_t k = 0; k < Output.size(); ++k) {
            V const t = nn::simd::load<V>(pass.target + k * pass.stride) * T(k == 0 ? 2 : 1);
            loss = loss + nn::simd::load<V>(pass.y + k * pass.stride) * t;
            nn::simd::store(pass.dl_do + k * pass.stride, t * pass.weight);
        }
        return loss;
    }
};

}  // namespace user

static_assert(meta::ElementwiseLoss<nn::MSELoss> && !meta::ElementwiseLoss<user::Hinge>);
static_assert(meta::ChecksTargets<user::Hinge, nn::Shape{3}, std::int32_t>);
static_assert(!meta::ChecksTargets<user::Product, nn::Shape{3}, float>);

// What counts, and what is left out.
constexpr std::int32_t some_classes[] = {0, 2, -1, 1, -1};
static_assert(meta::weight_of<float, nn::Shape{3}>(user::Hinge{}, 4, [](std::size_t s) { return some_classes + s; }) ==
              0.25F);
static_assert(meta::weight_of<float, nn::Shape{3}>(user::Hinge{nn::Reduction::sum}, 4,
                                                   [](std::size_t s) { return some_classes + s; }) == 1);
static_assert(meta::weight_of<double, nn::Shape{3}>(user::Product{}, 8, [](std::size_t) {
                  return static_cast<double const*>(nullptr);
              }) == 0.125);

// A loss alone takes a batch, or one sample of one extent; its targets are of the shape that it states.
template <class Loss, class Y, class Target>
constexpr bool fits = meta::BatchOfLoss<Loss, Y, Target>::fits;
static_assert(fits<user::Hinge, nn::Tensor<float, 7, 3>, nn::Tensor<std::int32_t, 7>>);
static_assert(fits<user::Hinge, nn::Tensor<float, 3>, nn::Tensor<std::int32_t, 1>>);
static_assert(!fits<user::Hinge, nn::Tensor<float, 7, 3>, nn::Tensor<std::int32_t, 7, 1>>);
static_assert(!fits<user::Hinge, nn::Tensor<float, 7, 3>, nn::Tensor<float, 7>>);
static_assert(fits<user::Product, nn::Tensor<float, 3>, nn::Tensor<float, 3>>);
static_assert(fits<user::Product, nn::Tensor<float, 7, 3, 2>, nn::Tensor<float, 7, 3, 2>>);
static_assert(!fits<user::Product, nn::Tensor<float, 7, 3>, nn::Tensor<float, 3, 7>>);

TEST_CASE("loss: over classes, alone, worked by hand") {
    nn::Tensor<float, 3, 3> const y{0, 2, -1, 1, 1, 3, 5, 5, 5};
    nn::Tensor<std::int32_t, 3> const t{0, 2, -1};
    auto const [mean, dl_do] = meta::evaluate_samples(user::Hinge{}, y, t);
    CHECK(mean == 1);  // 1 + 2 - 0 of class 1; class 2 is clear of the others
    CHECK(dl_do == nn::Tensor<float, 3, 3>{-1 / 3.0F, 1 / 3.0F, 0, 0, 0, 0, 0, 0, 0});
    CHECK(meta::evaluate_samples(user::Hinge{nn::Reduction::sum}, y, t).loss == 3);
    CHECK(std::isnan(meta::evaluate_samples(user::Hinge{}, y, nn::Tensor<std::int32_t, 3>{-1, -1, -1}).loss));
}

using Net = nn::Sequential<nn::Linear<2, 5>, nn::ReLU, nn::Linear<5, 3>, nn::Tanh>;

template <class T, std::size_t N>
auto some_samples() {
    nn::Tensor<T, N, 2> x;
    std::ranges::copy(laws::random<T>(x.size(), 1), x.begin());
    return x;
}
template <std::size_t N>
auto some_targets() {
    nn::Tensor<std::int32_t, N> t;
    for (std::size_t s = 0; s < N; ++s) t[s] = int((s * 5 + 2) % 7 % 4) - 1;
    return t;
}

template <class T, std::size_t N>
void step_is_made_of_its_pieces() {
    CAPTURE(N);
    auto const x = some_samples<T, N>();
    auto const t = some_targets<N>();
    for (nn::Reduction const reduction : {nn::Reduction::mean, nn::Reduction::sum}) {
        user::Hinge const criterion{reduction};
        auto model = laws::random_model<Net, T>();
        nn::Trainer in_pieces{model, criterion, nn::SGD{}, nn::capacity<128>};
        auto const [loss, dl_do] = meta::evaluate_samples(criterion, in_pieces.forward(x), t);
        in_pieces.backward(dl_do);

        nn::Trainer whole{model, criterion, nn::SGD{.lr = 0}, nn::capacity<128>};
        CHECK(laws::close(whole.step(x, t).value(), loss));
        CHECK(laws::close(laws::gradients_of(whole), laws::gradients_of(in_pieces)));

        // The weight is that of the whole batch, in chunks as well.
        nn::Trainer in_chunks{model, criterion, nn::SGD{.lr = 0}, nn::capacity<16>};
        CHECK(laws::close(in_chunks.step(x, t).value(), loss));
        CHECK(laws::close(laws::gradients_of(in_chunks), laws::gradients_of(in_pieces)));
    }
}

TEST_CASE_TEMPLATE("loss: a step is made of its pieces, in one chunk or several", T, float, double) {
    step_is_made_of_its_pieces<T, 1>();
    step_is_made_of_its_pieces<T, 7>();
    step_is_made_of_its_pieces<T, laws::lanes<T> + 1>();
    step_is_made_of_its_pieces<T, 99>();
}

TEST_CASE("loss: over samples whose targets are like the outputs, in any shape") {
    using Squares = nn::Sequential<nn::Input<3, 2>, nn::Tanh>;
    nn::Model<Squares> model;
    nn::Trainer trainer{model, user::Product{}, nn::SGD{}};
    nn::Tensor<float, 7, 3, 2> x, t;
    std::ranges::copy(laws::random<float>(x.size(), 1), x.begin());
    std::ranges::copy(laws::random<float>(t.size(), 2), t.begin());
    static_assert(std::is_same_v<decltype(trainer.step(x, t)), float>);  // nothing can fail
    CHECK(laws::close(trainer.step(x, t), meta::evaluate_samples(user::Product{}, model(x), t).loss));
}

TEST_CASE("loss: a target that it cannot take is an Error, with nothing changed") {
    auto model = laws::random_model<Net, float>();
    nn::Trainer trainer{model, user::Hinge{}, nn::SGD{.lr = 1}, nn::capacity<16>};
    auto const before = laws::parameters_of(model);
    auto const x = some_samples<float, 33>();
    auto t = some_targets<33>();
    t[31] = 3;  // in the last chunk
    constexpr nn::Error expected{nn::What::out_of_range, "y", 2, 3};

    static_assert(std::is_same_v<decltype(trainer.step(x, t)), nn::Result<float>>);
    CHECK(laws::error_of(trainer.step(x, t)) == expected);
    std::span<float const> const xs(x.data(), x.size());
    CHECK(laws::error_of(trainer.step(xs, std::span<std::int32_t const>(t.data(), t.size()))) == expected);
    int epochs = 0;
    auto const count = [&epochs](nn::Epoch const&) { ++epochs; };
    static_assert(std::is_same_v<decltype(nn::fit(trainer, x, t, {}, count)), nn::Result<double>>);
    CHECK(laws::error_of(nn::fit(trainer, x, t, {.epochs = 2, .batch_size = 8}, count)) == expected);
    CHECK(laws::error_of(nn::fit(trainer, xs, std::span<std::int32_t const>(t.data(), t.size()), {.batch_size = 8},
                                 count)) == expected);
    CHECK(epochs == 0);
    CHECK(laws::identical(laws::parameters_of(model), before));

    t[31] = -2;
    CHECK(laws::error_of(trainer.step(x, t)) == nn::Error{nn::What::out_of_range, "y", 2, std::size_t(-2)});
    t[31] = -1;
    CHECK(nn::fit(trainer, x, t, {.epochs = 2, .batch_size = 8}, count).has_value());
    CHECK(epochs == 2);
    CHECK(!laws::identical(laws::parameters_of(model), before));
}

TEST_CASE("loss: one sample's class is a batch of one") {
    auto model = laws::random_model<Net, float>();
    nn::Trainer trainer{model, user::Hinge{}, nn::SGD{.lr = 0}};
    nn::Tensor<float, 2> const x{0.5F, -1};
    CHECK(laws::close(trainer.step(x, nn::Tensor<std::int32_t, 1>{1}).value(),
                      meta::evaluate_samples(user::Hinge{}, model(x), nn::Tensor<std::int32_t, 1>{1}).loss));
}
