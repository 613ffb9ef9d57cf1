// Each layer's output, gradients and buffers, on odd shapes and batches, in float and double.

#include <doctest/doctest.h>

#include <cstddef>

#include <staticnn/staticnn.hpp>

#include "golden/compare.hpp"
#include "golden/data/layers.hpp"
#include "golden/layer_case.hpp"

namespace nn = staticnn;
using namespace golden::layers;

using golden::all_agree;
using golden::Case;

TEST_CASE_TEMPLATE("layers: Linear", T, float, double) {
    all_agree<T, Case<linear_1_1_x1, nn::Linear<1, 1>>, Case<linear_1_3_x7, nn::Linear<1, 3>>,
              Case<linear_1_99_x7, nn::Linear<1, 99>>, Case<linear_3_1_x99, nn::Linear<3, 1>>,
              Case<linear_3_7_x16, nn::Linear<3, 7>>, Case<linear_7_3_x33, nn::Linear<7, 3>>,
              Case<linear_17_3_x17, nn::Linear<17, 3>>, Case<linear_99_3_x7, nn::Linear<99, 3>>>();
}

TEST_CASE_TEMPLATE("layers: Linear without bias", T, float, double) {
    all_agree<T, Case<linear_without_bias_3_17_x16, nn::Linear<3, 17, false>>,
              Case<linear_without_bias_17_1_x33, nn::Linear<17, 1, false>>>();
}

TEST_CASE_TEMPLATE("layers: two Linear layers and a ReLU", T, float, double) {
    all_agree<T, Case<two_layers_1_8_1_x99, nn::Linear<1, 8>, nn::ReLU, nn::Linear<8, 1>>,
              Case<two_layers_3_17_7_x16, nn::Linear<3, 17>, nn::ReLU, nn::Linear<17, 7>>,
              Case<two_layers_7_7_3_x33, nn::Linear<7, 7>, nn::ReLU, nn::Linear<7, 3>>,
              Case<two_layers_17_33_1_x1, nn::Linear<17, 33>, nn::ReLU, nn::Linear<33, 1>>>();
}

template <class Expected, class Activation, std::size_t In, std::size_t Hidden, std::size_t Out>
using Activated = Case<Expected, nn::Linear<In, Hidden>, Activation, nn::Linear<Hidden, Out>, Activation>;

TEST_CASE_TEMPLATE("layers: Tanh", T, float, double) {
    all_agree<T, Activated<tanh_1_8_1_x99, nn::Tanh, 1, 8, 1>, Activated<tanh_3_17_7_x16, nn::Tanh, 3, 17, 7>,
              Activated<tanh_33_7_3_x17, nn::Tanh, 33, 7, 3>>();
}

TEST_CASE_TEMPLATE("layers: Sigmoid", T, float, double) {
    all_agree<T, Activated<sigmoid_1_8_1_x99, nn::Sigmoid, 1, 8, 1>,
              Activated<sigmoid_3_17_7_x16, nn::Sigmoid, 3, 17, 7>,
              Activated<sigmoid_33_7_3_x17, nn::Sigmoid, 33, 7, 3>>();
}

TEST_CASE_TEMPLATE("layers: LazyLinear is Linear, and Identity nothing", T, float, double) {
    all_agree<T, Case<two_layers_3_17_7_x16, nn::Linear<3, 17>, nn::Identity, nn::ReLU, nn::LazyLinear<7>>>();
}

TEST_CASE_TEMPLATE("layers: BatchNorm1d", T, float, double) {
    all_agree<T, Case<batch_norm_1_x99, nn::BatchNorm1d<1>>, Case<batch_norm_3_x7, nn::BatchNorm1d<3>>,
              Case<batch_norm_7_x16, nn::BatchNorm1d<7>>, Case<batch_norm_17_x33, nn::BatchNorm1d<17>>>();
}

TEST_CASE_TEMPLATE("layers: BatchNorm1d between Linear and ReLU", T, float, double) {
    all_agree<T, Case<batch_norm_inside_x7, nn::Linear<3, 7>, nn::BatchNorm1d<7>, nn::ReLU, nn::Linear<7, 2>>,
              Case<batch_norm_inside_x16, nn::Linear<3, 7>, nn::BatchNorm1d<7>, nn::ReLU, nn::Linear<7, 2>>,
              Case<batch_norm_inside_x17, nn::Linear<3, 7>, nn::BatchNorm1d<7>, nn::ReLU, nn::Linear<7, 2>>>();
}

template <std::size_t In, std::size_t Out>
using Body = nn::Sequential<nn::Linear<In, 7>, nn::ReLU, nn::Linear<7, Out>>;

TEST_CASE_TEMPLATE("layers: Residual", T, float, double) {
    all_agree<T, Case<residual_x7, nn::Linear<5, 3>, nn::Residual<Body<3, 3>>, nn::ReLU, nn::Linear<3, 2>>,
              Case<residual_x17, nn::Linear<5, 3>, nn::Residual<Body<3, 3>>, nn::ReLU, nn::Linear<3, 2>>,
              Case<residual_x33, nn::Linear<5, 3>, nn::Residual<Body<3, 3>>, nn::ReLU, nn::Linear<3, 2>>>();
}

TEST_CASE_TEMPLATE("layers: Residual as the first layer", T, float, double) {
    all_agree<T, Case<residual_first_x1, nn::Input<7>, nn::Residual<nn::Linear<7, 7>>>,
              Case<residual_first_x16, nn::Input<7>, nn::Residual<nn::Linear<7, 7>>>>();
}

TEST_CASE_TEMPLATE("layers: Residual with a shortcut", T, float, double) {
    all_agree<T, Case<residual_with_shortcut_x7, nn::Input<3>, nn::Residual<Body<3, 5>, nn::Linear<3, 5>>>,
              Case<residual_with_shortcut_x17, nn::Input<3>, nn::Residual<Body<3, 5>, nn::Linear<3, 5>>>>();
}

template <class T, class Expected>
void mean_squared_error_agrees() {
    nn::Generator generator{42};
    nn::Tensor<T, Expected::samples, Expected::outputs> output, target;
    golden::draw(generator, output);
    golden::draw(generator, target);

    auto const [mean, mean_gradient] = nn::MSELoss{}(output, target);
    CHECK(golden::distance(double(mean), Expected::mean) < golden::tolerance<T>);
    CHECK(golden::distance(mean_gradient, Expected::mean_gradient) < golden::tolerance<T>);

    auto const [sum, sum_gradient] = nn::MSELoss{.reduction = nn::Reduction::sum}(output, target);
    CHECK(golden::distance(double(sum), Expected::sum) < golden::tolerance<T>);
    CHECK(golden::distance(sum_gradient, Expected::sum_gradient) < golden::tolerance<T>);
}

TEST_CASE_TEMPLATE("layers: MSELoss", T, float, double) {
    mean_squared_error_agrees<T, mse_1_x1>();
    mean_squared_error_agrees<T, mse_3_x7>();
    mean_squared_error_agrees<T, mse_17_x17>();
    mean_squared_error_agrees<T, mse_1_x99>();
}

TEST_CASE("layers: initial parameters are PyTorch's, bit for bit") {
    using Net = nn::Sequential<nn::Linear<1, 3>, nn::Residual<Body<3, 3>>, nn::BatchNorm1d<3>, nn::Linear<3, 17, false>,
                               nn::Linear<17, 2>, nn::Residual<nn::Linear<2, 5>, nn::Linear<2, 5>>>;

    nn::Generator for_floats{42};
    CHECK(golden::identical(golden::parameters_of(nn::Model<Net, float>{for_floats}), initial::float_parameters));

    nn::Generator for_doubles{42};
    CHECK(golden::identical(golden::parameters_of(nn::Model<Net, double>{for_doubles}), initial::double_parameters));
}
