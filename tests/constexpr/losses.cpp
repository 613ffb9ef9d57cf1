// Losses in constant expressions, alone and in training: bit for bit what the machine finds.

#include <doctest/doctest.h>

#include <cstddef>
#include <cstdint>

#include <staticnn/staticnn.hpp>

#include "constexpr/same_bits.hpp"

namespace nn = staticnn;
using namespace constexpr_tests;

namespace {

/// Numbers from -4 to 4, in no order.
template <class Tensor>
constexpr Tensor numbers(unsigned seed) {
    Tensor x;
    for (unsigned k = 0; k < x.size(); ++k)
        x[k] = typename Tensor::value_type((seed + k * 7919) % 1000) / typename Tensor::value_type(125) - 4;
    return x;
}

/// The loss and the gradient.
template <class T, std::size_t... E>
constexpr nn::Tensor<T, nn::Tensor<T, E...>::size() + 1> all_of(
    nn::LossAndGradient<nn::Tensor<T, E...>> const& result) {
    nn::Tensor<T, nn::Tensor<T, E...>::size() + 1> all{result.loss};
    for (std::size_t k = 0; k < result.gradient.size(); ++k) all[k + 1] = result.gradient[k];
    return all;
}

/// Alone, on five samples of three classes, then two positions of three classes.
template <class T, class Loss, class Targets, class Positions>
constexpr auto alone(unsigned seed, Loss const& loss, Targets const& t, Positions const& at_positions) {
    struct Results {
        nn::Tensor<T, 16> flat;
        nn::Tensor<T, 31> positions;
    };
    return Results{all_of(loss(numbers<nn::Tensor<T, 5, 3>>(seed), t)),
                   all_of(loss(numbers<nn::Tensor<T, 5, 3, 2>>(seed), at_positions))};
}

/// Two steps on 19 samples: more than a chunk, and a short panel at the end. Losses, then parameters.
template <class T, class Loss, class Targets>
constexpr auto trained(unsigned seed, Loss const& loss, Targets const& t) {
    using Net = nn::Sequential<nn::Linear<2, 3>, nn::Tanh>;
    nn::Model<Net, T> model;
    unsigned n = seed;
    model.for_each_parameter([&n](auto, auto p) {
        for (std::size_t k = 0; k < p.size(); ++k) p[k] = T(n++ * 7919 % 1000) / T(500) - 1;
    });
    nn::Trainer trainer{model, loss, nn::SGD{.lr = 0.5}, nn::capacity<16>};
    auto const x = numbers<nn::Tensor<T, 19, 2>>(seed);
    nn::Tensor<T, 11> results;
    for (std::size_t step = 0; step < 2; ++step) results[step] = nn::Result<T>(trainer.step(x, t)).value();
    std::size_t k = 2;
    model.for_each_parameter([&](auto, auto p) {
        for (std::size_t i = 0; i < p.size(); ++i) results[k++] = p[i];
    });
    return results;
}

template <class Tensor>
constexpr Tensor some_classes(bool some_ignored) {
    Tensor t;
    for (unsigned k = 0; k < t.size(); ++k) t[k] = some_ignored && k % 4 == 2 ? -100 : std::int32_t(k * 5 % 3);
    return t;
}
template <class Tensor>
constexpr Tensor some_probabilities() {
    Tensor t;
    for (unsigned k = 0; k < t.size(); ++k) t[k] = typename Tensor::value_type(k * 5 % 8) / 8;
    return t;
}

template <std::size_t... E>
using Classes = nn::Tensor<std::int32_t, E...>;

}  // namespace

#define CHECK_LOSS(T, loss, five, five_by_two, nineteen)                                                               \
    do {                                                                                                               \
        static constexpr auto constant = alone<T>(7, loss, five, five_by_two);                                         \
        auto const run = alone<T>(at_run_time(7U), loss, five, five_by_two);                                           \
        CHECK(same_bits(constant.flat, run.flat));                                                                     \
        CHECK(same_bits(constant.positions, run.positions));                                                           \
        static constexpr auto constant_steps = trained<T>(7, loss, nineteen);                                          \
        CHECK(same_bits(constant_steps, trained<T>(at_run_time(7U), loss, nineteen)));                                 \
    } while (false)

template <class T>
void class_numbers() {
    static constexpr nn::CrossEntropyLoss<> plain{};
    static constexpr nn::CrossEntropyLoss all{.weight = nn::Tensor<float, 3>{1, 3, 0.7F}, .label_smoothing = 0.3};
    CHECK_LOSS(T, plain, (some_classes<Classes<5>>(false)), (some_classes<Classes<5, 2>>(false)),
               (some_classes<Classes<19>>(false)));
    CHECK_LOSS(T, all, (some_classes<Classes<5>>(true)), (some_classes<Classes<5, 2>>(true)),
               (some_classes<Classes<19>>(true)));
}

template <class T>
void class_probabilities() {
    static constexpr nn::CrossEntropyLoss<nn::ClassProbabilities> plain{.label_smoothing = 0.3};
    static constexpr nn::CrossEntropyLoss<nn::ClassProbabilities, nn::Tensor<float, 3>> weighted{
        .weight = {1, 3, 0.7F}, .reduction = nn::Reduction::sum};
    CHECK_LOSS(T, plain, (some_probabilities<nn::Tensor<T, 5, 3>>()), (some_probabilities<nn::Tensor<T, 5, 3, 2>>()),
               (some_probabilities<nn::Tensor<T, 19, 3>>()));
    CHECK_LOSS(T, weighted, (some_probabilities<nn::Tensor<T, 5, 3>>()), (some_probabilities<nn::Tensor<T, 5, 3, 2>>()),
               (some_probabilities<nn::Tensor<T, 19, 3>>()));
}

TEST_CASE("losses in constant expressions, bit for bit: CrossEntropyLoss of class numbers") {
    class_numbers<float>();
    class_numbers<double>();
}

TEST_CASE("losses in constant expressions, bit for bit: CrossEntropyLoss of class probabilities") {
    class_probabilities<float>();
    class_probabilities<double>();
}

template <class T>
void binary() {
    static constexpr nn::BCEWithLogitsLoss plain{};
    static constexpr nn::BCEWithLogitsLoss weighted{.reduction = nn::Reduction::sum, .pos_weight = 2.3};
    CHECK_LOSS(T, plain, (some_probabilities<nn::Tensor<T, 5, 3>>()), (some_probabilities<nn::Tensor<T, 5, 3, 2>>()),
               (some_probabilities<nn::Tensor<T, 19, 3>>()));
    CHECK_LOSS(T, weighted, (some_probabilities<nn::Tensor<T, 5, 3>>()), (some_probabilities<nn::Tensor<T, 5, 3, 2>>()),
               (some_probabilities<nn::Tensor<T, 19, 3>>()));
}

TEST_CASE("losses in constant expressions, bit for bit: BCEWithLogitsLoss") {
    binary<float>();
    binary<double>();
}

// Errors are values in a constant expression, too.
static_assert([] {
    nn::Model<nn::Linear<2, 3>> model;
    nn::Trainer trainer{model, nn::CrossEntropyLoss{}, nn::SGD{}};
    auto const loss = trainer.step(nn::Tensor<float, 2, 2>{}, Classes<2>{1, 3});
    return !loss && loss.error() == nn::Error{nn::What::out_of_range, "y", 2, 3};
}());
