// Is a linear layer linear? Is ReLU? Goes through the numbers of the tutorial "ReLU Activation Functions"
// (Shataxi Dubey, 2025): sets the weights that it prints, and checks every output that it prints.
//
// The tutorial prints everything rounded to 4 decimals, the weights too. A value that is a sum of rounded numbers
// is therefore known to half a unit of the 4th decimal for each of them, and for its own print: the tolerance of a
// check is that bound and no more (see `Report::compare`).

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <initializer_list>
#include <span>
#include <string_view>

#include <staticnn/staticnn.hpp>

namespace nn = staticnn;

namespace {

//! [declare]
using Affine = nn::Sequential<nn::Linear<2, 4>>;         // W x + b
using Linear = nn::Sequential<nn::Linear<2, 4, false>>;  // W x
using Relu = nn::Sequential<nn::Input<4>, nn::ReLU>;
//! [declare]

static_assert(Affine::parameter_count == 12);

using In = nn::Tensor<float, 2>;
using Out = nn::Tensor<float, 4>;

// As printed, [out][in] as in PyTorch.
constexpr nn::Tensor<float, 4, 2> weight{
    0.5120f,  -0.4466f,  //
    0.2942f,  -0.1407f,  //
    0.2281f,  -0.0761f,  //
    -0.5581f, 0.6117f,
};
constexpr nn::Tensor<float, 4> bias{-0.3678f, -0.3932f, 0.4398f, 0.2615f};

//! [parameters]
template <class Net>
nn::Model<Net> with_printed_parameters() {
    nn::Model<Net> model{};
    model.for_each_parameter([](std::string_view name, auto parameter) {
        std::span<float const> const printed = name.ends_with("weight") ? std::span<float const>{weight} : bias;
        for (std::size_t k = 0; k < parameter.size(); ++k) parameter[k] = printed[k];
    });
    return model;
}
//! [parameters]

/// The tensor of f(a[k], b[k]...), for tensors of one type.
template <class F, class Tensor, class... Tensors>
Tensor map(F f, Tensor const& a, Tensors const&... b) {
    Tensor result;
    for (std::size_t k = 0; k < a.size(); ++k) result[k] = f(a[k], b[k]...);
    return result;
}

template <class Tensor>
Tensor times(float factor, Tensor const& a) {
    return map([=](float v) { return factor * v; }, a);
}

template <class Tensor>
Tensor plus(Tensor const& a, Tensor const& b) {
    return map([](float v, float w) { return v + w; }, a, b);
}

template <class Tensor>
Tensor filled(float value) {
    return map([=](float) { return value; }, Tensor{});
}

/// The largest difference of two outputs, in any column.
double distance(Out const& a, Out const& b) {
    return std::ranges::max(map([](float v, float w) { return std::abs(v - w); }, a, b));
}

/// Row 0 of the layer, written out: weight[0] @ x + bias[0].
float first_output_by_hand(In const& x) { return weight(0, 0) * x(0) + weight(0, 1) * x(1) + bias(0); }

/// Prints what is shown, compares it with what the tutorial prints, and counts what does not hold.
class Report {
public:
    void title(char const* text) { std::printf("\n%s\n", text); }

    /// `roundings`: how many printed, hence rounded, numbers a value is the sum of, each as often as it counts in:
    /// W x + b with x = (1, 2) is 1 and 2 times a weight and once a bias, which makes 4.
    void compare(char const* what, std::span<float const> ours, std::initializer_list<double> printed, int roundings) {
        double const half_unit = 0.5e-4;
        double const float_arithmetic = 2e-6;  // some ten roundings of values below 4
        double const allowed = half_unit * (roundings + 1) + float_arithmetic;
        auto const close = [=](double a, double b) { return std::abs(a - b) <= allowed; };
        bool const holds = std::ranges::equal(ours, printed, close);

        show(what, ours);
        print_row("  the tutorial prints", printed);
        std::printf("   %s within %.5f\n", holds ? "✓" : "✗ not", allowed);
        if (!holds) fail(what, "is not what the tutorial prints");
    }

    void show(char const* what, std::span<float const> ours) {
        print_row(what, ours);
        std::printf("\n");
    }

    void claim(bool holds, char const* text) {
        std::printf("  %s %s\n", holds ? "✓" : "✗", text);
        if (!holds) fail(text, "does not hold");
    }

    int exit_code() const {
        if (failures_ != 0) return EXIT_FAILURE;
        std::printf("\nEverything holds.\n");
        return EXIT_SUCCESS;
    }

private:
    static void print_row(char const* what, auto const& numbers) {
        std::printf("  %-36s", what);
        for (double const v : numbers) std::printf(" %8.4f", v);
    }

    void fail(char const* what, char const* how) {
        std::fprintf(stderr, "01_linear_and_relu: %s: %s\n", what, how);
        ++failures_;
    }

    int failures_ = 0;
};

}  // namespace

int main() {
    Report report;

    nn::Model<Affine> const linear = with_printed_parameters<Affine>();
    In const x{1, 2};
    In const twice_x = times(2, x);
    In const five = filled<In>(5);
    In const x_plus_5 = plus(x, five);

    report.title("A linear layer with a bias: linear(x) = W x + b, x = (1, 2)");
    Out const y = linear(x);
    report.compare("linear(x)", y, {-0.7489, -0.3803, 0.5158, 0.9267}, 4);
    report.compare("weight[0] @ x + bias[0]", std::array{first_output_by_hand(x)}, {-0.7489}, 4);

    report.title("Twice the input is not twice the output...");
    Out const y_of_twice_x = linear(twice_x);
    Out const twice_y = times(2, y);
    report.compare("linear(2x)", y_of_twice_x, {-1.1300, -0.3675, 0.5917, 1.5919}, 7);
    report.compare("2 linear(x)", twice_y, {-1.4978, -0.7607, 1.0316, 1.8534}, 8);
    report.compare("weight[0] @ 2x + bias[0]", std::array{first_output_by_hand(twice_x)}, {-1.1300}, 7);
    report.claim(y_of_twice_x != twice_y, "linear(2x) != 2 linear(x): the layer is affine");
    report.claim(distance(twice_y, plus(y_of_twice_x, bias)) < 1e-6,
                 "2 linear(x) = linear(2x) + b: they differ by the bias");

    report.title("...unless there is no bias");
    nn::Model<Linear> const no_bias = with_printed_parameters<Linear>();
    report.show("linear(2x)", no_bias(twice_x));
    report.show("2 linear(x)", times(2, no_bias(x)));
    report.claim(no_bias(twice_x) == times(2, no_bias(x)), "linear(2x) = 2 linear(x), bit for bit");

    report.title("A sum of inputs is not the sum of their outputs, either");
    Out const y_of_sum = linear(x_plus_5);
    Out const sum_of_y = plus(y, linear(five));
    report.compare("linear(x + 5)", y_of_sum, {-0.4215, 0.3874, 1.2760, 1.1945}, 14);
    report.compare("weight[0] @ (x + 5) + bias[0]", std::array{first_output_by_hand(x_plus_5)}, {-0.4215}, 14);
    report.compare("linear(x) + linear(5) - b[0]", plus(sum_of_y, filled<Out>(-bias(0))),
                   {-0.4215, 0.3620, 2.0836, 1.8237}, 16);
    report.claim(distance(y_of_sum, plus(sum_of_y, times(-1, bias))) < 1e-6,
                 "linear(x + 5) = linear(x) + linear(5) - b, with the whole b: b[0] mends the first column only");

    nn::Model<Relu> const relu{};
    Out const& a = y;

    report.title("ReLU, of a = linear(x)");
    report.compare("relu(a)", relu(a), {0.0000, 0.0000, 0.5158, 0.9267}, 4);

    report.title("ReLU does not commute with a negative factor");
    Out const relu_of_minus_2a = relu(times(-2, a));
    Out const minus_2_relu = times(-2, relu(a));
    report.compare("relu(-2a)", relu_of_minus_2a, {1.4978, 0.7607, 0.0000, 0.0000}, 8);
    report.compare("-2 relu(a)", minus_2_relu, {-0.0000, -0.0000, -1.0316, -1.8534}, 8);
    report.claim(std::signbit(minus_2_relu(0)) && std::signbit(minus_2_relu(1)), "-2 relu(a) has negative zeros, too");
    report.claim(relu_of_minus_2a != minus_2_relu, "relu(-2a) != -2 relu(a): ReLU is not linear");
    report.claim(relu(times(2, a)) == times(2, relu(a)),
                 "relu(2a) = 2 relu(a): a positive factor would not have shown it");

    report.title("ReLU does not commute with a sum");
    Out const least = filled<Out>(std::ranges::min(a));
    Out const relu_of_sum = relu(plus(a, least));
    Out const sum_of_relu = plus(relu(a), relu(least));
    report.compare("relu(a + min a)", relu_of_sum, {0.0000, 0.0000, 0.0000, 0.1778}, 8);
    report.compare("relu(a) + relu(min a)", sum_of_relu, {0.0000, 0.0000, 0.5158, 0.9267}, 8);
    report.claim(relu_of_sum != sum_of_relu, "relu(a + b) != relu(a) + relu(b): ReLU is not linear");

    return report.exit_code();
}
