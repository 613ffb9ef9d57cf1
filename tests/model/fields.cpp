#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "laws/numbers.hpp"

namespace nn = staticnn;

using Names = std::vector<std::string>;

template <class Net>
Names parameter_names() {
    Names names;
    nn::Model<Net> const model;
    model.for_each_parameter([&](std::string_view name, auto) { names.emplace_back(name); });
    return names;
}

TEST_CASE("fields: names are PyTorch's") {
    CHECK(parameter_names<nn::Linear<2, 4>>() == Names{"weight", "bias"});
    CHECK(parameter_names<nn::Sequential<nn::Linear<2, 4>, nn::ReLU, nn::Linear<4, 1, false>>>() ==
          Names{"0.weight", "0.bias", "2.weight"});
    CHECK(parameter_names<
              nn::Sequential<nn::Sequential<nn::Linear<2, 4>>, nn::Sequential<nn::ReLU, nn::Linear<4, 1>>>>() ==
          Names{"0.0.weight", "0.0.bias", "1.1.weight", "1.1.bias"});

    using Body = nn::Sequential<nn::Linear<4, 4>, nn::ReLU, nn::Linear<4, 4, false>>;
    CHECK(parameter_names<nn::Sequential<nn::Linear<2, 4>, nn::Residual<Body, nn::Linear<4, 4>>>>() ==
          Names{"0.weight", "0.bias", "1.body.0.weight", "1.body.0.bias", "1.body.2.weight", "1.shortcut.weight",
                "1.shortcut.bias"});
    CHECK(parameter_names<nn::Sequential<nn::Linear<4, 4>, nn::Residual<nn::Linear<4, 4>>>>() ==
          Names{"0.weight", "0.bias", "1.body.weight", "1.body.bias"});
    CHECK(parameter_names<nn::Sequential<nn::Input<3>>>().empty());
}

TEST_CASE("fields: numbers of two digits") {
    using I = nn::Identity;
    CHECK(parameter_names<nn::Sequential<I, I, I, I, I, I, I, I, I, I, I, I, nn::Linear<1, 1>>>() ==
          Names{"12.weight", "12.bias"});
}

TEST_CASE("fields: shapes, indices and order are PyTorch's, wherever the numbers lie") {
    auto const model = laws::random_model<nn::Linear<3, 5>, float>();
    model.for_each_parameter([](std::string_view name, auto p) {
        static_assert(std::is_same_v<decltype(p[0]), float const&>);  // of a const model
        if (name == "weight") {
            CHECK(p.shape() == nn::Shape{5, 3});
            CHECK(p.size() == 15);
            for (std::size_t o = 0; o < 5; ++o)
                for (std::size_t i = 0; i < 3; ++i) CHECK(&p(o, i) == &p[o * 3 + i]);
        } else {
            CHECK(p.shape() == nn::Shape{5});
            for (std::size_t o = 0; o < 5; ++o) CHECK(&p(o) == &p[o]);
        }
    });
}

TEST_CASE("fields: of a model that is not const they can be written") {
    nn::Model<nn::Linear<2, 2>> model;
    model.for_each_parameter([](std::string_view name, auto p) {
        static_assert(std::is_same_v<decltype(p[0]), float&>);
        if (name == "weight") p(1, 0) = 5;
        if (name == "bias") p[1] = 2;
    });
    CHECK(model(nn::Tensor<float, 2>{3, 4}) == nn::Tensor<float, 2>{0, 17});
}

TEST_CASE("fields: gradients as the parameters") {
    auto model = laws::random_model<nn::Sequential<nn::Linear<3, 5>, nn::Linear<5, 1>>, float>();
    nn::Trainer trainer{model, nn::MSELoss{}, nn::SGD{}};
    std::vector<std::pair<std::string, nn::Shape>> of_parameters, of_gradients;
    model.for_each_parameter([&](std::string_view name, auto p) { of_parameters.emplace_back(name, p.shape()); });
    trainer.for_each_gradient([&](std::string_view name, auto g) {
        of_gradients.emplace_back(name, g.shape());
        g[0] = 7;
    });
    CHECK(of_gradients == of_parameters);
    std::as_const(trainer).for_each_gradient([](auto, auto g) {
        static_assert(std::is_same_v<decltype(g[0]), float const&>);
        CHECK(g[0] == 7);
    });
}

TEST_CASE("fields: buffers apart, and with the parameters in the order of state_dict") {
    using Net = nn::Sequential<nn::BatchNorm1d<2>, nn::Linear<2, 3>, nn::BatchNorm1d<3>>;
    nn::Model<Net> model;
    Names buffers, all;
    model.for_each_buffer([&](std::string_view name, auto b) {
        buffers.emplace_back(name);
        if constexpr (std::is_same_v<typename decltype(b)::value_type, float>) b[0] = 5;
    });
    CHECK(buffers == Names{"0.running_mean", "0.running_var", "0.num_batches_tracked", "2.running_mean",
                           "2.running_var", "2.num_batches_tracked"});
    std::as_const(model).for_each_state([&](std::string_view name, auto p) {
        all.emplace_back(name);
        if (name == "2.running_mean") CHECK(p[0] == 5);
        if (name == "2.running_mean") CHECK(p.shape() == nn::Shape{3});
    });
    CHECK(all == Names{"0.weight", "0.bias", "0.running_mean", "0.running_var", "0.num_batches_tracked", "1.weight",
                       "1.bias", "2.weight", "2.bias", "2.running_mean", "2.running_var", "2.num_batches_tracked"});
}
