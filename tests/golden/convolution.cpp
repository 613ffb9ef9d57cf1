// Convolutions and poolings: output, loss and gradients, on odd shapes and batches, in float and double.

#include <doctest/doctest.h>

#include <cstddef>
#include <span>
#include <vector>

#include <staticnn/staticnn.hpp>

#include "golden/compare.hpp"
#include "golden/data/convolution.hpp"

namespace nn = staticnn;
using namespace golden::convolution;
using nn::ConvOptions;
using nn::Input;
using nn::Pair;
using nn::PoolOptions;

/// A network, and what PyTorch says of it.
template <class ExpectedValues, class... Layers>
struct Case {
    using Expected = ExpectedValues;
    using Net = nn::Sequential<Layers...>;
};

/// One pass forward and back on numbers that both sides draw: parameters first, then the input, then the target. Then
/// the batch again in inference, and each sample alone.
template <class T, class Case>
void agrees() {
    using Expected = typename Case::Expected;
    constexpr double tolerance = golden::tolerance<T>;
    constexpr std::size_t samples = Expected::samples, inputs = Case::Net::input.size(), outputs = Expected::outputs;
    static_assert(Case::Net::output.size() == outputs);

    nn::Generator generator{42};
    nn::Model<typename Case::Net, T> model{};
    model.for_each_parameter([&](auto, auto p) { golden::draw(generator, p); });
    std::vector<T> x(samples * inputs), dl_dx(x.size());
    nn::Tensor<T, samples * outputs> target, output;
    golden::draw(generator, x);
    golden::draw(generator, target);

    nn::Trainer trainer{model, nn::MSELoss{}, nn::SGD{}};
    trainer.zero_grad();
    std::span<T> const out(output.data(), output.size());
    REQUIRE(trainer.forward(x, out).has_value());
    CHECK(golden::distance(output, Expected::output) < tolerance);

    auto const [loss, dl_do] = nn::MSELoss{}(output, target);
    CHECK(golden::distance(double(loss), Expected::loss) < tolerance);

    REQUIRE(trainer.backward(std::span<T const>(dl_do.data(), dl_do.size()), dl_dx).has_value());
    CHECK(golden::distance(dl_dx, Expected::input_gradient) < tolerance);
    if constexpr (requires { Expected::gradient; })
        CHECK(golden::distance(golden::gradients_of(trainer), Expected::gradient) < tolerance);

    nn::Workspace<typename Case::Net, T> workspace;
    REQUIRE(model(x, out, workspace).has_value());
    CHECK(golden::distance(output, Expected::output) < tolerance);
    for (std::size_t s = 0; s < samples; ++s)
        REQUIRE(model(std::span<T const>(x).subspan(s * inputs, inputs), out.subspan(s * outputs, outputs), workspace)
                    .has_value());
    CHECK(golden::distance(output, Expected::output) < tolerance);
}

template <class T, class... Cases>
void all_agree() {
    (agrees<T, Cases>(), ...);
}

TEST_CASE_TEMPLATE("convolution: Conv2d", T, float, double) {
    all_agree<T, Case<one_by_one, Input<1, 3, 3>, nn::Conv2d<1, 1, 1>>,
              Case<padded, Input<3, 7, 5>, nn::Conv2d<3, 7, 3, ConvOptions{.padding = 1}>>,
              Case<kernel_5, Input<1, 5, 5>, nn::Conv2d<1, 2, 5, ConvOptions{.padding = 2}>>,
              Case<kernel_7, Input<2, 9, 17>, nn::Conv2d<2, 1, 7, ConvOptions{.padding = 3}>>,
              Case<whole, Input<2, 3, 4>, nn::Conv2d<2, 3, Pair{3, 4}>>,
              Case<outputs_17, Input<1, 3, 3>, nn::Conv2d<1, 17, 2>>,
              Case<inputs_17, Input<17, 4, 4>, nn::Conv2d<17, 9, 3, ConvOptions{.padding = 1}>>,
              Case<padding_5, Input<1, 2, 3>, nn::Conv2d<1, 2, 2, ConvOptions{.padding = 5}>>,
              Case<row_99, Input<2, 2, 99>, nn::Conv2d<2, 3, 3, ConvOptions{.padding = 1}>>>();
}

TEST_CASE_TEMPLATE("convolution: Conv2d with strides and dilation", T, float, double) {
    all_agree<
        T, Case<stride_2, Input<2, 5, 6>, nn::Conv2d<2, 5, 3, ConvOptions{.stride = 2, .padding = 1}>>,
        Case<stride_3, Input<2, 8, 8>, nn::Conv2d<2, 2, 2, ConvOptions{.stride = 3}>>,
        Case<dilation_2, Input<2, 7, 7>, nn::Conv2d<2, 3, 3, ConvOptions{.padding = 2, .dilation = 2}>>,
        Case<stride_and_dilation_2, Input<2, 9, 9>,
             nn::Conv2d<2, 3, 3, ConvOptions{.stride = 2, .padding = 2, .dilation = 2}>>,
        Case<uneven, Input<3, 8, 9>,
             nn::Conv2d<3, 2, Pair{3, 2}, ConvOptions{.stride = {2, 3}, .padding = {1, 0}, .dilation = {1, 2}}>>>();
}

TEST_CASE_TEMPLATE("convolution: Conv2d in groups, and without a bias", T, float, double) {
    all_agree<T, Case<groups_2, Input<4, 5, 6>, nn::Conv2d<4, 6, 3, ConvOptions{.padding = 1, .groups = 2}>>,
              Case<depthwise, Input<5, 7, 7>, nn::Conv2d<5, 5, 3, ConvOptions{.stride = 2, .padding = 1, .groups = 5}>>,
              Case<depthwise_doubled, Input<3, 4, 5>, nn::Conv2d<3, 6, 3, ConvOptions{.padding = 1, .groups = 3}>>,
              Case<without_bias_1x7, Input<2, 3, 9>,
                   nn::Conv2d<2, 3, Pair{1, 7}, ConvOptions{.padding = {0, 3}, .bias = false}>>>();
}

TEST_CASE_TEMPLATE("convolution: Conv1d", T, float, double) {
    all_agree<T, Case<sequence, Input<3, 9>, nn::Conv1d<3, 5, 3>>,
              Case<sequence_kernel_1, Input<1, 1>, nn::Conv1d<1, 1, 1>>,
              Case<sequence_kernel_8, Input<2, 33>,
                   nn::Conv1d<2, 3, 8, ConvOptions{.stride = 2, .padding = 3, .bias = false}>>,
              Case<sequence_kernel_30, Input<1, 40>, nn::Conv1d<1, 2, 30>>,
              Case<sequence_groups, Input<4, 17>,
                   nn::Conv1d<4, 4, 5, ConvOptions{.padding = 6, .dilation = 3, .groups = 2}>>>();
}

TEST_CASE_TEMPLATE("convolution: Conv1d that is causal", T, float, double) {
    all_agree<T, Case<causal, Input<3, 17>, nn::Conv1d<3, 4, 3, ConvOptions{.dilation = 4, .causal = true}>>,
              Case<causal_stride_2, Input<2, 9>, nn::Conv1d<2, 2, 4, ConvOptions{.stride = 2, .causal = true}>>,
              Case<causal_stack, Input<2, 19>, nn::Conv1d<2, 3, 2, ConvOptions{.causal = true}>, nn::Tanh,
                   nn::Conv1d<3, 2, 2, ConvOptions{.dilation = 2, .causal = true}>>>();
}

TEST_CASE_TEMPLATE("convolution: MaxPool2d", T, float, double) {
    all_agree<
        T, Case<pool_2, Input<3, 6, 6>, nn::MaxPool2d<2>>, Case<pool_2_odd, Input<1, 7, 5>, nn::MaxPool2d<2>>,
        Case<pool_3_overlapping, Input<1, 5, 6>, nn::MaxPool2d<3, PoolOptions{.stride = 2, .padding = 1}>>,
        Case<pool_3_stride_1, Input<1, 4, 99>, nn::MaxPool2d<3, PoolOptions{.stride = 1}>>,
        Case<pool_1x3, Input<2, 3, 9>, nn::MaxPool2d<Pair{1, 3}, PoolOptions{.stride = {2, 1}, .padding = {0, 1}}>>>();
}

TEST_CASE_TEMPLATE("convolution: GlobalAvgPool", T, float, double) {
    all_agree<T, Case<mean_of_planes, Input<3, 7, 5>, nn::GlobalAvgPool>,
              Case<mean_of_rows, Input<2, 99>, nn::GlobalAvgPool>,
              Case<mean_of_ones, Input<17, 1, 1>, nn::GlobalAvgPool>>();
}

TEST_CASE_TEMPLATE("convolution: networks, with Flatten", T, float, double) {
    all_agree<T,
              Case<network, Input<1, 8, 8>, nn::Conv2d<1, 4, 3, ConvOptions{.padding = 1}>, nn::ReLU, nn::MaxPool2d<2>,
                   nn::Conv2d<4, 6, 3, ConvOptions{.groups = 2}>, nn::ReLU, nn::Flatten, nn::Linear<24, 3>>,
              Case<network_of_means, Input<2, 9, 7>, nn::Conv2d<2, 5, 3, ConvOptions{.stride = 2}>, nn::Tanh,
                   nn::GlobalAvgPool, nn::Linear<5, 2>>>();
}

/// All first parameters of one layer after another, from one generator.
template <class T, class... Nets>
std::vector<double> initial_parameters() {
    nn::Generator generator{42};
    std::vector<double> all;
    auto const add = [&](auto const& model) {
        auto const of_model = golden::parameters_of(model);
        all.insert(all.end(), of_model.begin(), of_model.end());
    };
    (add(nn::Model<Nets, T>{generator}), ...);
    return all;
}

TEST_CASE("convolution: initial parameters are PyTorch's, bit for bit") {
    using First = nn::Sequential<Input<4, 9, 9>, nn::Conv2d<4, 6, 3, ConvOptions{.groups = 2}>,
                                 nn::Conv2d<6, 3, Pair{1, 7}, ConvOptions{.bias = false}>>;
    using Second = nn::Sequential<Input<3, 9>, nn::Conv1d<3, 5, 4>, nn::Conv1d<5, 5, 2, ConvOptions{.groups = 5}>>;
    CHECK(golden::identical(initial_parameters<float, First, Second>(), initial::float_parameters));
    CHECK(golden::identical(initial_parameters<double, First, Second>(), initial::double_parameters));
}
