#include <type_traits>

#include "laws/all.hpp"

namespace nn = staticnn;

// The types: checked by compiling this file.
using Alone = nn::Sequential<nn::Input<2, 3>, nn::Flatten>;
static_assert(Alone::input == nn::Shape{2, 3} && Alone::output == nn::Shape{6} && Alone::parameter_count == 0);
static_assert(nn::Sequential<nn::Input<5>, nn::Flatten>::output == nn::Shape{5});
static_assert(nn::Sequential<nn::Input<1, 2, 3, 4>, nn::Flatten>::output == nn::Shape{24});
static_assert(std::is_empty_v<nn::Flatten>);

// No step of its own, and fusing goes through it.
using Net =
    nn::Sequential<nn::Input<3, 2, 2>, nn::Flatten, nn::Linear<12, 5>, nn::Flatten, nn::ReLU, nn::LazyLinear<2>>;
static_assert(nn::Model<Alone>::Plan::size == 0 && nn::Model<Net>::Plan::size == 2);
static_assert(Net::input == nn::Shape{3, 2, 2} && Net::output == nn::Shape{2});

// One way of a fork may see the numbers in another shape.
using Forked =
    nn::Sequential<nn::Input<2, 3>, nn::Residual<nn::Sequential<nn::Flatten, nn::Linear<6, 6>>, nn::Flatten>>;
static_assert(Forked::input == nn::Shape{2, 3} && Forked::output == nn::Shape{6});

TEST_CASE("flatten: the numbers stay in their order") {
    nn::Model<Alone> model;
    nn::Tensor<float, 2, 2, 3> const x{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
    nn::Tensor<float, 2, 6> const y = model(x);
    for (std::size_t k = 0; k < 12; ++k) CHECK(y[k] == x[k]);
    nn::Tensor<float, 6> const one = model(nn::Tensor<float, 2, 3>{1, 2, 3, 4, 5, 6});
    for (std::size_t k = 0; k < 6; ++k) CHECK(one[k] == x[k]);

    nn::Trainer trainer{model, nn::MSELoss{}, nn::SGD{}};
    nn::Tensor<float, 2, 2, 3> dl_dx;
    trainer.forward(x);
    trainer.backward(y, dl_dx);
    CHECK(dl_dx == x);
}

TEST_CASE("flatten: obeys the laws") {
    laws::all<Net>();
    laws::all<Forked>();
    laws::inference<Net, double>();
}

TEST_CASE("flatten: constant evaluation") {
    laws::constant_evaluation_equals_run_time<nn::Sequential<nn::Input<2>, nn::Flatten, nn::Linear<2, 2>>>();
}
