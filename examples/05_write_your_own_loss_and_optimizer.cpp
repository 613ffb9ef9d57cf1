// A loss and an optimiser of a user's own, in the user's own namespace: trains a network on y = x² with one wrong target,
// checks the loss's gradient numerically, and the optimiser's first steps by hand.

#include <cmath>
#include <cstdio>
#include <cstdlib>

#include <staticnn/staticnn.hpp>

namespace nn = staticnn;

namespace mine {

//! [loss]
/// e² / 2 where the error e = y - t is at most delta, delta (|e| - delta / 2) beyond: outliers do not pull harder.
struct HuberLoss {
    nn::Reduction reduction = nn::Reduction::mean;
    double delta = 1;

    template <class T>  // a target is of the network's number type, in the shape of its output
    using target_type = T;
    static constexpr nn::Shape target(nn::Shape output) { return output; }

    template <class V>  // what one value adds: a number, or a register of them
    constexpr V value(V y, V t) const {
        V const e = y - t, near = limited(e);
        return near * (e - near / 2);
    }
    template <class V>  // its derivative with respect to y
    constexpr V gradient(V y, V t) const {
        return limited(y - t);
    }

private:
    template <class V>  // e from -delta to delta; NaN passes
    constexpr V limited(V e) const {
        V const most = nn::simd::broadcast<V>(nn::simd::Scalar<V>(delta));
        V const below = e > most ? most : e;
        return below < -most ? -most : below;
    }
};
//! [loss]

//! [optimizer]
/// Lion: steps of lr in the direction of the sign of a mixture of gradient and momentum.
struct Lion {
    double lr = 1e-4;
    double betas[2] = {0.9, 0.99};

    struct Progress {};  // what lives from step to step, for all parameters alike: here nothing
    template <class T, std::size_t N>
    struct State : Progress {  // and for each of N parameters
        alignas(64) T momentum[N]{};
    };
    template <class T>
    struct Step {};  // what is computed once a step, for all parameters alike

    template <class T>
    constexpr Step<T> begin(Progress&) const {
        return {};
    }

    /// Parameters k, k + 1, ... by their gradient g. Padding has no gradient, and stays zero: so has it no sign.
    template <class V, class T, std::size_t N>
    constexpr void update(Step<T> const&, T* parameters, V g, State<T, N>& state, std::size_t k) const {
        V const p = nn::simd::load<V>(parameters + k), m = nn::simd::load<V>(state.momentum + k);
        V const direction = nn::simd::per_lane(sign, mix(m, g, T(betas[0])));
        nn::simd::store(parameters + k, nn::simd::multiply_add(direction, nn::simd::broadcast<V>(T(-lr)), p));
        nn::simd::store(state.momentum + k, mix(m, g, T(betas[1])));
    }

private:
    static constexpr auto sign = [](auto v) {  // of a number or a register; `per_lane` hands it Lanes one by one
        auto const one = nn::simd::broadcast<decltype(v)>(1), zero = decltype(v){};
        return (v > zero ? one : zero) - (v < zero ? one : zero);
    };
    template <class V, class T>
    static constexpr V mix(V m, V g, T beta) {
        return nn::simd::multiply_add(m, nn::simd::broadcast<V>(beta), g * nn::simd::broadcast<V>(1 - beta));
    }
};
//! [optimizer]

}  // namespace mine

/// The largest difference between the loss's gradient and a central difference of its values, on both sides of delta.
double gradient_error() {
    mine::HuberLoss const loss{.delta = 0.5};
    double worst = 0;
    for (double y = -2.03; y < 2; y += 0.1) {
        double const step = 1e-6;
        double const slope = (loss.value(y + step, 0.2) - loss.value(y - step, 0.2)) / (2 * step);
        worst = std::fmax(worst, std::fabs(slope - loss.gradient(y, 0.2)));
    }
    return worst;
}

/// Two steps of one parameter, also in a constant expression: the sign alone counts, and zero moves nothing.
constexpr bool lion_is_right() {
    double p[2]{1, 0};
    mine::Lion::State<double, 2> state;
    mine::Lion const lion{.lr = 0.25};
    for (int step = 0; step < 2; ++step)
        for (std::size_t k = 0; k < 2; ++k) lion.update(lion.begin<double>(state), p, k == 0 ? 3.0 : 0.0, state, k);
    return p[0] == 0.5 && p[1] == 0;
}
static_assert(lion_is_right());

int main() {
    using Net = nn::Sequential<nn::Linear<1, 16>, nn::Tanh, nn::Linear<16, 1>>;

    double const error = gradient_error();
    std::printf("the loss's gradient differs from central differences by at most %.1e\n", error);

    nn::Generator generator{42};
    nn::Model<Net> model{generator};
    nn::Tensor<float, 99, 1> x, y;
    for (std::size_t i = 0; i < 99; ++i) x(i, 0) = 0.02F * float(i) - 1, y(i, 0) = x(i, 0) * x(i, 0);
    y(50, 0) = 100;  // at x = 0

    nn::Trainer trainer{model, mine::HuberLoss{.delta = 0.05}, mine::Lion{.lr = 1e-3}};
    for (int epoch = 0; epoch < 5000; ++epoch) {
        trainer.optimizer().lr = epoch < 4000 ? 1e-3 : 1e-5;
        trainer.step(x, y);
    }
    float const at_half = model(nn::Tensor<float, 1>{0.5F})[0], at_zero = model(nn::Tensor<float, 1>{0.0F})[0];
    std::printf("0.5² is about %.3f, and 0², whose target is 100, about %.3f\n", double(at_half), double(at_zero));

    bool const good = std::fabs(at_half - 0.25F) < 0.05F && std::fabs(at_zero) < 0.05F;
    return error < 1e-8 && good ? EXIT_SUCCESS : EXIT_FAILURE;
}
