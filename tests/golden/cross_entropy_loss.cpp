// CrossEntropyLoss with each of its options, on odd shapes and batches, alone and behind a network.

#include <doctest/doctest.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <vector>

#include <staticnn/staticnn.hpp>

#include "golden/compare.hpp"
#include "golden/data/cross_entropy_loss.hpp"

namespace nn = staticnn;
using namespace golden::cross_entropy_loss;

/// Class numbers as `generate.py` draws them.
void draw_classes(nn::Generator& generator, auto&& t, std::size_t classes) {
    for (std::int32_t& one : t) {
        double const u = double(generator.uniform(-1.0F, 1.0F));
        one = std::min(std::int32_t((u + 1) / 2 * double(classes)), std::int32_t(classes) - 1);
    }
}

/// Probabilities of N samples of C classes and P positions, each sample's from u + 1.25.
template <class T>
void draw_probabilities(nn::Generator& generator, auto&& t, std::size_t samples, std::size_t classes) {
    std::size_t const positions = t.size() / samples / classes;
    std::vector<double> u(t.size());
    for (double& one : u) one = double(generator.uniform(-1.0F, 1.0F)) + 1.25;
    for (std::size_t s = 0; s < samples; ++s)
        for (std::size_t d = 0; d < positions; ++d) {
            auto const at = [&](std::size_t c) { return (s * classes + c) * positions + d; };
            double sum = 0;
            for (std::size_t c = 0; c < classes; ++c) sum += u[at(c)];
            for (std::size_t c = 0; c < classes; ++c) t[at(c)] = T(u[at(c)] / sum);
        }
}

template <class Expected>
void agrees(auto const& result) {
    using T = std::remove_cvref_t<decltype(result.loss)>;
    CHECK(golden::distance(double(result.loss), Expected::loss) < golden::tolerance<T>);
    CHECK(golden::distance(result.gradient, Expected::gradient) < golden::tolerance<T>);
}

template <std::size_t C>
constexpr auto weights() {
    nn::Tensor<float, C> weight;
    for (std::size_t c = 0; c < C; ++c) weight[c] = float(c + 1) / 4;
    return weight;
}

struct None;  ///< PyTorch was not asked

/// Expected values in the order of the options below.
template <class T, class Mean, class Sum, class Smooth, class Weighted, class Ignored, class Soft, std::size_t N,
          std::size_t C, std::size_t... D>
void alone() {
    nn::Generator generator{42};
    nn::Tensor<T, N, C, D...> y;
    golden::draw(generator, y);
    for (T& one : y) one *= 8;
    auto same = generator;
    nn::Tensor<std::int32_t, N, D...> t;
    draw_classes(generator, t, C);
    nn::Tensor<T, N, C, D...> p;
    draw_probabilities<T>(same, p, N, C);

    constexpr auto weight = weights<C>();
    agrees<Mean>(nn::CrossEntropyLoss{}(y, t));
    agrees<Sum>(nn::CrossEntropyLoss{.reduction = nn::Reduction::sum}(y, t));
    agrees<Smooth>(nn::CrossEntropyLoss{.label_smoothing = 0.125}(y, t));
    nn::CrossEntropyLoss const weighted{.weight = weight, .label_smoothing = 0.125};
    agrees<Weighted>(weighted(y, t));
    agrees<Soft>(nn::CrossEntropyLoss<nn::ClassProbabilities, nn::Tensor<float, C>>{.weight = weight,
                                                                                    .label_smoothing = 0.125}(y, p));
    if constexpr (!std::is_same_v<Ignored, None>) {
        for (std::size_t k = 0; k < t.size(); k += 3) t[k] = -100;
        agrees<Ignored>(weighted(y, t));
    }
}

TEST_CASE_TEMPLATE("cross_entropy_loss: alone", T, float, double) {
    alone<T, mean_1_2, sum_1_2, smooth_1_2, weighted_1_2, None, probabilities_1_2, 1, 2>();
    alone<T, mean_7_3, sum_7_3, smooth_7_3, weighted_7_3, ignored_7_3, probabilities_7_3, 7, 3>();
    alone<T, mean_17_7, sum_17_7, smooth_17_7, weighted_17_7, ignored_17_7, probabilities_17_7, 17, 7>();
    alone<T, mean_1_17, sum_1_17, smooth_1_17, weighted_1_17, None, probabilities_1_17, 1, 17>();
    alone<T, mean_16_10, sum_16_10, smooth_16_10, weighted_16_10, ignored_16_10, probabilities_16_10, 16, 10>();
    alone<T, mean_3_99, sum_3_99, smooth_3_99, weighted_3_99, ignored_3_99, probabilities_3_99, 3, 99>();
    alone<T, mean_5_3_2, sum_5_3_2, smooth_5_3_2, weighted_5_3_2, ignored_5_3_2, probabilities_5_3_2, 5, 3, 2>();
    alone<T, mean_3_4_2_3, sum_3_4_2_3, smooth_3_4_2_3, weighted_3_4_2_3, ignored_3_4_2_3, probabilities_3_4_2_3, 3, 4,
          2, 3>();
}

/// Behind a network: the loss, the gradients and dx, in a step and in pieces.
template <class T, class Expected, class Loss, class Target>
void network_agrees(Loss const& loss, Target const& draw_target) {
    constexpr std::size_t samples = Expected::samples, inputs = Expected::inputs, outputs = Expected::outputs;
    using Net = nn::Sequential<nn::Linear<inputs, 9>, nn::ReLU, nn::Linear<9, outputs>>;
    constexpr double tolerance = golden::tolerance<T>;
    nn::Generator generator{42};
    nn::Model<Net, T> model{};
    model.for_each_parameter([&](auto, auto p) { golden::draw(generator, p); });
    nn::Tensor<T, samples, inputs> x, dl_dx;
    golden::draw(generator, x);
    auto const target = draw_target(generator);

    nn::Trainer in_pieces{model, loss, nn::SGD{}};
    auto const [l, dl_do] = loss(in_pieces.forward(x), target);
    CHECK(golden::distance(double(l), Expected::loss) < tolerance);
    in_pieces.backward(dl_do, dl_dx);
    CHECK(golden::distance(golden::gradients_of(in_pieces), Expected::gradient) < tolerance);
    CHECK(golden::distance(dl_dx, Expected::input_gradient) < tolerance);

    nn::Trainer in_steps{model, loss, nn::SGD{.lr = 0}};
    nn::Result<T> const stepped = in_steps.step(x, target);
    CHECK(golden::distance(double(stepped.value()), Expected::loss) < tolerance);
    CHECK(golden::distance(golden::gradients_of(in_steps), Expected::gradient) < tolerance);
}

template <class T, class Hard, class Soft>
void networks_agree() {
    network_agrees<T, Hard>(nn::CrossEntropyLoss{}, [](nn::Generator& generator) {
        nn::Tensor<std::int32_t, Hard::samples> t;
        draw_classes(generator, t, Hard::outputs);
        return t;
    });
    network_agrees<T, Soft>(nn::CrossEntropyLoss<nn::ClassProbabilities>{}, [](nn::Generator& generator) {
        nn::Tensor<T, Soft::samples, Soft::outputs> t;
        draw_probabilities<T>(generator, t, Soft::samples, Soft::outputs);
        return t;
    });
}

TEST_CASE_TEMPLATE("cross_entropy_loss: behind a network", T, float, double) {
    networks_agree<T, network_1_3_x7, soft_1_3_x7>();
    networks_agree<T, network_3_7_x16, soft_3_7_x16>();
    networks_agree<T, network_7_2_x33, soft_7_2_x33>();
    networks_agree<T, network_17_10_x99, soft_17_10_x99>();
    networks_agree<T, network_3_17_x1, soft_3_17_x1>();
}
