#include "laws/all.hpp"

namespace nn = staticnn;

// It leaves no trace in the plan.
using Net = nn::Sequential<nn::Identity, nn::Linear<3, 2>, nn::Identity, nn::ReLU, nn::Identity>;
static_assert(Net::input == nn::Shape{3} && Net::output == nn::Shape{2});
static_assert(Net::parameter_count == 2 * 3 + 2);
static_assert(nn::Model<Net>::Plan::size == 1);
static_assert(sizeof(nn::Model<Net>) == sizeof(nn::Model<nn::Sequential<nn::Linear<3, 2>, nn::ReLU>>));

using Nothing = nn::Sequential<nn::Input<3>, nn::Identity>;
static_assert(nn::Model<Nothing>::Plan::size == 0);

TEST_CASE("identity: passes everything on as it is") {
    nn::Model<Nothing> model;
    nn::Tensor<float, 2, 3> const x{1, -2, 3, -4, 5, -6};
    CHECK(model(x) == x);

    nn::Trainer trainer{model, nn::MSELoss{}, nn::SGD{}};
    nn::Tensor<float, 2, 3> dl_dx;
    CHECK(trainer.forward(x) == x);
    CHECK(trainer.backward(x, dl_dx).has_value());
    CHECK(dl_dx == x);
}

TEST_CASE("identity: counts in the names of the layers after it") {
    nn::Model<Net> const model;
    std::vector<std::string_view> names;
    model.for_each_parameter([&](std::string_view name, auto) { names.push_back(name); });
    CHECK(names == std::vector<std::string_view>{"1.weight", "1.bias"});
}

TEST_CASE("identity: obeys the laws") {
    laws::all<Net>();
    laws::inference<Nothing, double>();
    laws::constant_evaluation_equals_run_time<Net>();
    laws::constant_evaluation_equals_run_time<Nothing, double>();
}
