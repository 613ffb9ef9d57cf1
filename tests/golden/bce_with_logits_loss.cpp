// BCEWithLogitsLoss with each of its options, on odd shapes and batches, alone and behind a network.

#include <doctest/doctest.h>

#include <cstddef>

#include <staticnn/staticnn.hpp>

#include "golden/compare.hpp"
#include "golden/data/bce_with_logits_loss.hpp"

namespace nn = staticnn;
using namespace golden::bce_with_logits_loss;

template <class T, class Expected>
void agrees(auto const& result) {
    CHECK(golden::distance(double(result.loss), Expected::loss) < golden::tolerance<T>);
    CHECK(golden::distance(result.gradient, Expected::gradient) < golden::tolerance<T>);
}

/// Expected values in the order of the options below.
template <class T, class Mean, class Sum, class Weighted, class Sure, std::size_t... E>
void alone() {
    nn::Generator generator{42};
    nn::Tensor<T, E...> y, t;
    golden::draw(generator, y);
    golden::draw(generator, t);
    for (T& one : y) one *= 4;

    nn::Tensor<T, E...> part, sure;
    for (std::size_t k = 0; k < t.size(); ++k) part[k] = (t[k] + 1) / 2, sure[k] = t[k] > 0 ? 1 : 0;
    agrees<T, Mean>(nn::BCEWithLogitsLoss{}(y, part));
    agrees<T, Sum>(nn::BCEWithLogitsLoss{.reduction = nn::Reduction::sum}(y, part));
    agrees<T, Weighted>(nn::BCEWithLogitsLoss{.pos_weight = 2.5}(y, part));
    agrees<T, Sure>(nn::BCEWithLogitsLoss{.pos_weight = 0.75}(y, sure));
}

TEST_CASE_TEMPLATE("bce_with_logits_loss: alone", T, float, double) {
    alone<T, mean_1_1, sum_1_1, weighted_1_1, sure_1_1, 1, 1>();
    alone<T, mean_7_3, sum_7_3, weighted_7_3, sure_7_3, 7, 3>();
    alone<T, mean_17_17, sum_17_17, weighted_17_17, sure_17_17, 17, 17>();
    alone<T, mean_99_1, sum_99_1, weighted_99_1, sure_99_1, 99, 1>();
    alone<T, mean_5_3_2, sum_5_3_2, weighted_5_3_2, sure_5_3_2, 5, 3, 2>();
}

/// Behind a network: the loss, the gradients and dx, in a step and in pieces.
template <class T, class Expected>
void network_agrees() {
    constexpr std::size_t samples = Expected::samples, inputs = Expected::inputs, outputs = Expected::outputs;
    using Net = nn::Sequential<nn::Linear<inputs, 9>, nn::ReLU, nn::Linear<9, outputs>>;
    constexpr double tolerance = golden::tolerance<T>;
    constexpr nn::BCEWithLogitsLoss criterion{.pos_weight = 2.5};
    nn::Generator generator{42};
    nn::Model<Net, T> model{};
    model.for_each_parameter([&](auto, auto p) { golden::draw(generator, p); });
    nn::Tensor<T, samples, inputs> x, dl_dx;
    nn::Tensor<T, samples, outputs> target;
    golden::draw(generator, x);
    golden::draw(generator, target);
    for (T& t : target) t = t > 0 ? 1 : 0;

    nn::Trainer in_pieces{model, criterion, nn::SGD{}};
    auto const [loss, dl_do] = criterion(in_pieces.forward(x), target);
    CHECK(golden::distance(double(loss), Expected::loss) < tolerance);
    in_pieces.backward(dl_do, dl_dx);
    CHECK(golden::distance(golden::gradients_of(in_pieces), Expected::gradient) < tolerance);
    CHECK(golden::distance(dl_dx, Expected::input_gradient) < tolerance);

    nn::Trainer in_steps{model, criterion, nn::SGD{.lr = 0}};
    CHECK(golden::distance(double(in_steps.step(x, target)), Expected::loss) < tolerance);
    CHECK(golden::distance(golden::gradients_of(in_steps), Expected::gradient) < tolerance);
}

TEST_CASE_TEMPLATE("bce_with_logits_loss: behind a network", T, float, double) {
    network_agrees<T, network_1_1_x99>();
    network_agrees<T, network_3_7_x16>();
    network_agrees<T, network_7_2_x33>();
    network_agrees<T, network_17_3_x17>();
    network_agrees<T, network_3_1_x1>();
}
