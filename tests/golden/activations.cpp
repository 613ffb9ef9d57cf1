// Activations between linear layers, alone and one by one, and values of a number, in float and double.

#include <doctest/doctest.h>

#include <cmath>

#include <staticnn/staticnn.hpp>

#include "golden/data/activations.hpp"
#include "golden/pass.hpp"

namespace nn = staticnn;
using namespace golden::activations;
using golden::agrees;

template <class T, class Expected, class Activation, std::size_t In, std::size_t Hidden, std::size_t Out>
void agrees_between_linears() {
    agrees<T, Expected, nn::Linear<In, Hidden>, Activation, nn::Linear<Hidden, Out>, Activation>();
}

TEST_CASE_TEMPLATE("activations: LeakyReLU", T, float, double) {
    agrees_between_linears<T, leaky_relu_1_99_1_x7, nn::LeakyReLU<>, 1, 99, 1>();
    agrees_between_linears<T, leaky_relu_3_17_7_x16, nn::LeakyReLU<>, 3, 17, 7>();
    agrees_between_linears<T, leaky_relu_17_7_3_x17, nn::LeakyReLU<>, 17, 7, 3>();
    agrees_between_linears<T, leaky_relu_10th_3_17_7_x16, nn::LeakyReLU<0.1>, 3, 17, 7>();
    agrees_between_linears<T, leaky_relu_10th_17_7_3_x17, nn::LeakyReLU<0.1>, 17, 7, 3>();
}

TEST_CASE_TEMPLATE("activations: LeakyReLU with a negative slope", T, float, double) {
    agrees_between_linears<T, leaky_relu_negative_1_99_1_x7, nn::LeakyReLU<-0.5>, 1, 99, 1>();
    agrees_between_linears<T, leaky_relu_negative_3_17_7_x16, nn::LeakyReLU<-0.5>, 3, 17, 7>();
    agrees_between_linears<T, leaky_relu_negative_17_7_3_x17, nn::LeakyReLU<-0.5>, 17, 7, 3>();
}

/// Number by number: within the tolerance of the value, or of one for those near zero that PyTorch has cancelled.
template <class T, class Expected, class Activation>
void values_agree() {
    for (std::size_t k = 0; k < std::size(Expected::x); ++k) {
        CAPTURE(Expected::x[k]);
        T const x = T(Expected::x[k]);
        CHECK(std::abs(double(Activation::value(x)) - Expected::y[k]) <=
              golden::tolerance<T> * std::max(1.0, std::abs(Expected::y[k])));
        CHECK(std::abs(double(Activation::gradient(x, T(1))) - Expected::derivative[k]) <= golden::tolerance<T>);
    }
}

TEST_CASE_TEMPLATE("activations: GELU", T, float, double) {
    agrees_between_linears<T, gelu_1_7_1_x99, nn::GELU<>, 1, 7, 1>();
    agrees_between_linears<T, gelu_3_17_7_x16, nn::GELU<>, 3, 17, 7>();
    agrees_between_linears<T, gelu_17_7_3_x17, nn::GELU<>, 17, 7, 3>();
    values_agree<T, gelu_values, nn::GELU<>>();
}

TEST_CASE_TEMPLATE("activations: GELU by tanh", T, float, double) {
    using Gelu = nn::GELU<nn::Approximate::tanh>;
    agrees_between_linears<T, gelu_tanh_1_7_1_x99, Gelu, 1, 7, 1>();
    agrees_between_linears<T, gelu_tanh_3_17_7_x16, Gelu, 3, 17, 7>();
    agrees_between_linears<T, gelu_tanh_17_7_3_x17, Gelu, 17, 7, 3>();
    values_agree<T, gelu_tanh_values, Gelu>();
}

TEST_CASE_TEMPLATE("activations: PReLU", T, float, double) {
    agrees_between_linears<T, prelu_1_99_1_x7, nn::PReLU<>, 1, 99, 1>();
    agrees_between_linears<T, prelu_3_17_7_x16, nn::PReLU<>, 3, 17, 7>();
    agrees_between_linears<T, prelu_17_7_3_x17, nn::PReLU<>, 17, 7, 3>();
}

TEST_CASE_TEMPLATE("activations: PReLU of channels", T, float, double) {
    agrees<T, prelu_channels_7_x33, nn::PReLU<7>>();
    agrees<T, prelu_channels_3_17_to_17_x7, nn::Input<3, 17>, nn::PReLU<3>>();
    agrees<T, prelu_channels_7_2_3_to_3_x1, nn::Input<7, 2, 3>, nn::PReLU<7>>();
}

TEST_CASE_TEMPLATE("activations: Softmax", T, float, double) {
    agrees<T, softmax_classifier_x17, nn::Linear<3, 17>, nn::Tanh, nn::Linear<17, 7>, nn::Softmax>();
    agrees<T, softmax_3_to_3_x17, nn::Input<3>, nn::Softmax>();
    agrees<T, softmax_17_to_17_x7, nn::Input<17>, nn::Softmax>();
    agrees<T, softmax_99_to_99_x1, nn::Input<99>, nn::Softmax>();
    agrees<T, softmax_2_7_to_7_x16, nn::Input<2, 7>, nn::Softmax>();
    agrees<T, softmax_3_2_3_to_3_x5, nn::Input<3, 2, 3>, nn::Softmax>();
}

TEST_CASE_TEMPLATE("activations: LogSoftmax", T, float, double) {
    agrees<T, log_softmax_classifier_x17, nn::Linear<3, 17>, nn::Tanh, nn::Linear<17, 7>, nn::LogSoftmax>();
    agrees<T, log_softmax_3_to_3_x17, nn::Input<3>, nn::LogSoftmax>();
    agrees<T, log_softmax_17_to_17_x7, nn::Input<17>, nn::LogSoftmax>();
    agrees<T, log_softmax_99_to_99_x1, nn::Input<99>, nn::LogSoftmax>();
    agrees<T, log_softmax_2_7_to_7_x16, nn::Input<2, 7>, nn::LogSoftmax>();
    agrees<T, log_softmax_3_2_3_to_3_x5, nn::Input<3, 2, 3>, nn::LogSoftmax>();
}
