// Layers over sequences: outputs and gradients through time, on odd shapes and batches, in float and double.

#include <doctest/doctest.h>

#include <cstddef>

#include <staticnn/staticnn.hpp>

#include "golden/data/recurrent.hpp"
#include "golden/pass.hpp"

namespace nn = staticnn;
using namespace golden::recurrent;

using golden::agrees;

TEST_CASE_TEMPLATE("recurrent: LSTM", T, float, double) {
    agrees<T, lstm_1_1_to_1_x1, nn::Input<1, 1>, nn::LSTM<1, 1>>();
    agrees<T, lstm_5_3_to_7_x17, nn::Input<5, 3>, nn::LSTM<3, 7>>();
    agrees<T, lstm_9_1_to_17_x3, nn::Input<9, 1>, nn::LSTM<1, 17>>();
    agrees<T, lstm_3_17_to_4_x16, nn::Input<3, 17>, nn::LSTM<17, 4>>();
    agrees<T, lstm_2_2_to_19_x7, nn::Input<2, 2>, nn::LSTM<2, 19>>();
}

TEST_CASE_TEMPLATE("recurrent: GRU", T, float, double) {
    agrees<T, gru_1_1_to_1_x1, nn::Input<1, 1>, nn::GRU<1, 1>>();
    agrees<T, gru_5_3_to_7_x17, nn::Input<5, 3>, nn::GRU<3, 7>>();
    agrees<T, gru_9_1_to_17_x3, nn::Input<9, 1>, nn::GRU<1, 17>>();
    agrees<T, gru_3_17_to_4_x16, nn::Input<3, 17>, nn::GRU<17, 4>>();
    agrees<T, gru_2_2_to_19_x7, nn::Input<2, 2>, nn::GRU<2, 19>>();
}

template <class T, class Expected, template <std::size_t, std::size_t> class Layer>
void last_of_two_agrees() {
    agrees<T, Expected, nn::Input<6, 3>, Layer<3, 7>, nn::ReLU, Layer<7, 5>, nn::LastStep, nn::Linear<5, 2>>();
}

TEST_CASE_TEMPLATE("recurrent: the last step of two layers", T, float, double) {
    last_of_two_agrees<T, last_of_two_lstm_6_3_to_2_x1, nn::LSTM>();
    last_of_two_agrees<T, last_of_two_lstm_6_3_to_2_x17, nn::LSTM>();
    last_of_two_agrees<T, last_of_two_gru_6_3_to_2_x1, nn::GRU>();
    last_of_two_agrees<T, last_of_two_gru_6_3_to_2_x17, nn::GRU>();
}
