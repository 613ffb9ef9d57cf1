#include <cstddef>
#include <string_view>
#include <vector>

#include "laws/numbers.hpp"

namespace nn = staticnn;

using Body = nn::Sequential<nn::Linear<7, 17>, nn::ReLU, nn::Linear<17, 7>>;
using Net = nn::Sequential<nn::Linear<3, 7>, nn::Residual<Body>, nn::BatchNorm1d<7>, nn::Linear<7, 1>>;
using OfFrozen = nn::Sequential<nn::Linear<3, 7>, nn::Frozen<nn::Residual<Body>>, nn::BatchNorm1d<7>, nn::Linear<7, 1>>;

template <class A, class B>
bool same_numbers(A const& a, B const& b) {
    if (a.size() != b.size()) return false;
    for (std::size_t k = 0; k < a.size(); ++k)
        if (float(a[k]) != float(b[k])) return false;
    return true;
}

std::vector<double> buffers_of(auto const& model) {
    std::vector<double> all;
    model.for_each_buffer([&](auto, auto b) {
        for (std::size_t k = 0; k < b.size(); ++k) all.push_back(double(b[k]));
    });
    return all;
}

template <class A, class T, class B, class U>
void copies() {
    auto const from = laws::random_model<A, T>();
    nn::Model<B, U> to;
    auto const buffers = buffers_of(to);
    nn::copy_parameters(from, to);
    CHECK(same_numbers(laws::parameters_of(from), laws::parameters_of(to)));
    CHECK(buffers_of(to) == buffers);
    nn::copy_state(from, to);
    CHECK(same_numbers(buffers_of(from), buffers_of(to)));
}

TEST_CASE("copy: between equal networks, frozen ones, float and double") {
    copies<Net, float, Net, float>();
    copies<Net, float, Net, double>();
    copies<Net, double, OfFrozen, float>();
    copies<OfFrozen, float, Net, float>();
    copies<nn::Sequential<nn::Input<1>, nn::Linear<1, 9>>, float,
           nn::Sequential<nn::Input<1>, nn::LazyLinear<9>, nn::ReLU>, float>();
    copies<nn::Linear<99, 17>, float, nn::Linear<99, 17>, double>();
}

TEST_CASE("copy: then both infer alike") {
    auto const from = laws::random_model<Net, float>();
    nn::Model<OfFrozen> to;
    nn::copy_state(from, to);
    auto const x = laws::random<float>(3 * 33, 1);
    std::vector<float> a(33), b(33);
    CHECK(from(x, a).has_value());
    CHECK(to(x, b).has_value());
    CHECK(laws::identical(a, b));
}

TEST_CASE("copy: by names, and nothing else") {
    using Small = nn::Sequential<nn::Linear<3, 5>, nn::ReLU, nn::Linear<5, 2>>;
    using Large =
        nn::Sequential<nn::Linear<9, 3>, nn::Tanh, nn::Residual<nn::Linear<3, 5>, nn::Linear<3, 5>>, nn::Linear<5, 3>,
                       Small, nn::ReLU, nn::ReLU, nn::ReLU, nn::ReLU, nn::ReLU, nn::Linear<2, 5>, nn::Linear<5, 2>>;
    auto const from = laws::random_model<Small, float>();
    auto const of = [](auto const& model, std::string_view prefix) {
        std::vector<float> all;
        model.for_each_parameter([&](std::string_view name, auto p) {
            if (name.starts_with(prefix))
                for (std::size_t k = 0; k < p.size(); ++k) all.push_back(p[k]);
        });
        return all;
    };
    auto const count_of_others = [&](auto const& model) {
        std::size_t count = 0;
        for (float const v : of(model, "")) count += v == 0;
        return count;
    };
    constexpr std::size_t all = Large::parameter_count;

    nn::Model<Large> to;
    nn::copy_parameters<"0", "2.body">(from, to);
    CHECK(of(to, "2.body.") == of(from, "0."));
    CHECK(count_of_others(to) == all - 20);

    nn::Model<Large> another;
    nn::copy_parameters<"", "4">(from, another);
    CHECK(of(another, "4.") == of(from, ""));
    CHECK(count_of_others(another) == all - 32);

    nn::Model<Small> back;
    nn::copy_parameters<"4", "">(another, back);
    CHECK(of(back, "") == of(from, ""));

    nn::Model<Large> last;  // "1" is not the beginning of "11"
    nn::copy_parameters<"2", "11">(from, last);
    CHECK(of(last, "11.") == of(from, "2."));
    CHECK(count_of_others(last) == all - 12);

    nn::Model<Small> half;
    nn::copy_parameters<"0">(from, half);
    CHECK(of(half, "0.") == of(from, "0."));
    CHECK(count_of_others(half) == 12);
}

TEST_CASE("copy: of what has no parameters is nothing") {
    nn::Model<nn::Sequential<nn::Input<3>, nn::ReLU>> const from;
    nn::Model<nn::Sequential<nn::Input<3>, nn::Tanh>> to;
    nn::copy_state(from, to);
}

constexpr float first_weight() {
    nn::Generator generator{42};
    nn::Model<nn::Sequential<nn::Linear<2, 3>>, double> const from{generator};
    nn::Model<nn::Sequential<nn::Frozen<nn::Linear<2, 3>>>> to;
    nn::copy_state(from, to);
    nn::copy_parameters<"0">(from, to);
    return to(nn::Tensor<float, 2>{1, 0})(0);
}
static_assert(first_weight() != 0);
