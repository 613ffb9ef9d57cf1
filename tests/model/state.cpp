#include <cstddef>
#include <span>
#include <type_traits>
#include <vector>

#include "laws/all.hpp"

namespace nn = staticnn;

template <std::size_t Steps>
using Effect = nn::Sequential<nn::Input<Steps, 1>, nn::GRU<1, 5>, nn::Linear<5, 1>>;

static_assert(std::is_trivially_copyable_v<nn::State<Effect<8>>>);

/// One sample of a whole sequence, and the same step after step: the same bits.
template <class Net, class T>
void streams() {
    using StepPlan = nn::meta::StepPlan<Net>;
    constexpr std::size_t steps = Net::input[0], in = StepPlan::input.size(), out = StepPlan::output.size();
    constexpr bool last_only = Net::output.size() == out && steps > 1;
    auto const model = laws::random_model<Net, T>();
    nn::State<Net, T> state;
    for (std::uint64_t seed = 1; seed <= 2; ++seed) {
        auto const x = laws::random<T>(steps * in, seed);
        auto const whole = laws::infer(model, std::span<T const>(x));
        std::vector<T> y(steps * out), again(steps * out);

        state.reset();
        for (std::size_t t = 0; t < steps; ++t) {
            nn::Tensor<T, in> x_t;
            for (std::size_t k = 0; k < in; ++k) x_t[k] = x[t * in + k];
            nn::Tensor<T, out> const y_t = model(x_t, state);
            for (std::size_t k = 0; k < out; ++k) y[t * out + k] = y_t[k];
        }
        if (last_only)
            CHECK(laws::identical(std::span(y).last(out), whole));
        else
            CHECK(laws::identical(y, whole));

        // In blocks whose length is known at run time.
        state.reset();
        for (std::size_t t = 0; t < steps;) {
            std::size_t const count = steps - t < 3 ? steps - t : 3;
            REQUIRE(
                model(std::span(x).subspan(t * in, count * in), std::span(again).subspan(t * out, count * out), state)
                    .has_value());
            t += count;
        }
        CHECK(laws::identical(again, y));
    }
}

TEST_CASE_TEMPLATE("state: a sequence step by step, bit for bit", T, float, double) {
    streams<Effect<8>, T>();
    streams<nn::Sequential<nn::Input<7, 3>, nn::LSTM<3, 17>, nn::Tanh, nn::LSTM<17, 4>>, T>();
    streams<
        nn::Sequential<nn::Input<5, 2>, nn::Linear<2, 7>, nn::ReLU, nn::GRU<7, 16>, nn::LastStep, nn::Linear<16, 3>>,
        T>();
    streams<nn::Sequential<nn::Input<4, 3>, nn::Residual<nn::GRU<3, 3>>, nn::Dropout<0.5>, nn::LayerNorm<3>,
                           nn::PReLU<>, nn::Softmax, nn::Identity>,
            T>();
}

/// The same where time is the last extent.
template <class Net, class T>
void streams_in_channels() {
    constexpr std::size_t in = Net::input[0], out = Net::output[0], steps = Net::input[1];
    static_assert(Net::output == nn::Shape{out, steps});
    auto const model = laws::random_model<Net, T>();
    nn::State<Net, T> state;
    for (std::uint64_t seed = 1; seed <= 2; ++seed) {
        auto const x = laws::random<T>(in * steps, seed);
        auto const whole = laws::infer(model, std::span<T const>(x));
        std::vector<T> y(whole.size());
        state.reset();
        for (std::size_t t = 0; t < steps; ++t) {
            nn::Tensor<T, in> x_t;
            for (std::size_t c = 0; c < in; ++c) x_t[c] = x[c * steps + t];
            nn::Tensor<T, out> const y_t = model(x_t, state);
            for (std::size_t c = 0; c < out; ++c) y[c * steps + t] = y_t[c];
        }
        CHECK(laws::identical(y, whole));
    }
}

TEST_CASE_TEMPLATE("state: causal convolutions step by step, bit for bit", T, float, double) {
    constexpr nn::ConvOptions causal{.causal = true}, far{.dilation = 4, .causal = true};
    constexpr nn::ConvOptions grouped{.dilation = 2, .groups = 2, .bias = false, .causal = true};
    streams_in_channels<nn::Sequential<nn::Input<1, 9>, nn::Conv1d<1, 1, 1, causal>>, T>();
    streams_in_channels<nn::Sequential<nn::Input<3, 7>, nn::Conv1d<3, 5, 3, causal>>, T>();
    streams_in_channels<nn::Sequential<nn::Input<1, 33>, nn::Conv1d<1, 17, 2, causal>, nn::Tanh,
                                       nn::Conv1d<17, 4, 3, far>, nn::PReLU<4>, nn::Conv1d<4, 6, 5, grouped>>,
                        T>();
}

TEST_CASE("state: begins as zeros, goes on, and begins again") {
    auto const model = laws::random_model<Effect<8>, float>();
    nn::State<Effect<8>> state;
    nn::Tensor<float, 1> const x{0.5F};
    float const first = model(x, state)[0], second = model(x, state)[0];
    CHECK(first != second);

    nn::State<Effect<8>> const copy = state;
    float const third = model(x, state)[0];
    state = copy;
    CHECK(model(x, state)[0] == third);

    state.reset();
    CHECK(model(x, state)[0] == first);
}

TEST_CASE("state: two streams share a model") {
    auto const model = laws::random_model<Effect<8>, float>();
    nn::State<Effect<8>> left, right;
    nn::Tensor<float, 1> const loud{1}, quiet{0};
    for (int t = 0; t < 3; ++t) {
        model(loud, left);
        model(quiet, right);
    }
    nn::State<Effect<8>> alone;
    for (int t = 0; t < 3; ++t) model(quiet, alone);
    CHECK(model(quiet, right) == model(quiet, alone));
    CHECK(model(quiet, left) != model(quiet, right));
}

TEST_CASE("state: spans of a wrong size are refused, and nothing changes") {
    using Two = nn::Sequential<nn::Input<4, 2>, nn::LSTM<2, 3>>;
    auto const model = laws::random_model<Two, float>();
    nn::State<Two> state, untouched;
    std::vector<float> const x(4, 0.5F);
    std::vector<float> out(6, 7.0F), few(5, 7.0F);
    CHECK(laws::error_of(model(std::span(x).first(3), out, state)) ==
          nn::Error{nn::What::not_whole_samples, "x", 2, 3});
    CHECK(laws::error_of(model(x, few, state)) == nn::Error{nn::What::wrong_size, "out", 6, 5});
    CHECK(out == std::vector<float>(6, 7.0F));
    CHECK(few == std::vector<float>(5, 7.0F));
    std::vector<float> a(6), b(6);
    REQUIRE(model(x, a, state).has_value());
    REQUIRE(model(x, b, untouched).has_value());
    CHECK(a == b);
}

TEST_CASE("state: the output may take the place of the input") {
    auto const model = laws::random_model<Effect<8>, float>();
    nn::State<Effect<8>> a, b;
    auto block = laws::random<float>(64, 3);
    std::vector<float> out(64);
    REQUIRE(model(block, out, a).has_value());
    REQUIRE(model(block, block, b).has_value());
    CHECK(laws::identical(block, out));
}

// In a constant expression, too.
static_assert([] {
    nn::Generator generator{1};
    nn::Model<Effect<2>> const model{generator};
    nn::State<Effect<2>> state;
    nn::Tensor<float, 1> const x{0.5F};
    nn::Tensor<float, 2, 1> const whole = model(nn::Tensor<float, 2, 1>{0.5F, 0.5F});
    return model(x, state)[0] == whole[0] && model(x, state)[0] == whole[1];
}());
