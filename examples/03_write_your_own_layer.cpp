// Two layers of a user's own, in the user's own namespace, with no edit of the library: an elementwise one, and one
// with parameters. Trains a network of both on y = x² and checks their gradients numerically.

#include <cmath>
#include <cstdio>
#include <cstdlib>

#include <staticnn/staticnn.hpp>

namespace nn = staticnn;

namespace mine {

//! [elementwise]
/// y = x / √(1 + x²), a smooth step from -1 to 1.
struct Softsign {
    template <class V>  // a number, or a register of them
    static constexpr V value(V x) {
        return x / nn::simd::square_root(1 + x * x);
    }
    template <class V>  // dy/dx = (1 - y²)^(3/2), told from y
    static constexpr V gradient(V y, V dy) {
        V const rest = 1 - y * y;
        return dy * rest * nn::simd::square_root(rest);
    }
};
//! [elementwise]

//! [needs_input]
/// y = x², whose gradient cannot be told from y: the sign of x is lost.
struct Square {
    static constexpr bool gradient_needs_input = true;

    template <class V>
    static constexpr V value(V x) {
        return x * x;
    }
    template <class V>
    static constexpr V gradient(V x, V dy) {
        return dy * (x + x);
    }
};
//! [needs_input]

//! [scale]
/// y = x w, each feature times a weight of its own.
struct Scale {
    template <nn::Shape X>  // the shape of a sample where the layer is placed
    struct At {
        static constexpr std::size_t features = X.size();
        static constexpr std::size_t storage = features;
        static constexpr nn::Fields parameters{nn::Field{.name = "weight", .shape = X, .offset = 0, .stride = {1}}};

        template <class T>
        static constexpr void initialize(T* weight, nn::Generator&) {
            for (std::size_t f = 0; f < features; ++f) weight[f] = 1;
        }

        /// Samples lie in panels, [panel][feature][L] with L samples in lanes: `put` takes each register of y.
        template <std::size_t L, class T, class Put>
        static constexpr void forward(nn::meta::Inference<T> pass, Put put) {
            scale<L>(pass.parameters, pass.x, pass.panels, put);
        }

        /// dx = dy w
        template <std::size_t L, class T, class Put>
        static constexpr void backward(nn::meta::Backward<T> pass, Put put) {
            scale<L>(pass.parameters, pass.dy, pass.panels, put);
        }

        /// dw = Σ x dy over the samples; dy is zero where there is no sample.
        template <std::size_t L, class T>
        static constexpr void gradient(nn::meta::Backward<T> pass) {
            for (std::size_t f = 0; f < features; ++f) {
                T sum = pass.add ? pass.gradient[f] : T(0);
                for (std::size_t p = 0; p < pass.panels; ++p)
                    for (std::size_t l = 0; l < L; ++l) {
                        std::size_t const at = (p * features + f) * L + l;
                        sum += pass.x[at] * pass.dy[at];
                    }
                pass.gradient[f] = sum;
            }
        }

    private:
        template <std::size_t L, class T, class Put>
        static constexpr void scale(T const* weight, T const* x, std::size_t panels, Put put) {
            nn::kernel::in_lanes<T, L>([&]<class V>(V) {  // plain arrays in a constant expression, registers elsewhere
                for (std::size_t p = 0; p < panels; ++p)
                    for (std::size_t f = 0; f < features; ++f)
                        put(p, f, nn::simd::load<V>(x + (p * features + f) * L) * nn::simd::broadcast<V>(weight[f]));
            });
        }
    };
};
//! [scale]

}  // namespace mine

/// The largest difference between the trainer's gradient and a central difference, over all parameters.
template <class Net>
double gradient_error() {
    nn::Generator generator{1};
    nn::Model<Net, double> model{generator};
    nn::Tensor<double, 5, 1> x, y;
    for (std::size_t i = 0; i < 5; ++i) x(i, 0) = 0.3 * double(i) - 0.5, y(i, 0) = x(i, 0) * x(i, 0);

    nn::Trainer trainer{model, nn::MSELoss{}, nn::SGD{.lr = 0}};
    trainer.step(x, y);

    double gradient[Net::parameter_count], worst = 0;
    std::size_t count = 0;
    trainer.for_each_gradient([&](auto, auto g) {
        for (std::size_t k = 0; k < g.size(); ++k) gradient[count++] = g[k];
    });
    count = 0;
    model.for_each_parameter([&](auto, auto p) {
        for (std::size_t k = 0; k < p.size(); ++k) {
            double const at = p[k], step = 1e-6;
            p[k] = at + step;
            double const above = nn::MSELoss{}(model(x), y).loss;
            p[k] = at - step;
            double const below = nn::MSELoss{}(model(x), y).loss;
            p[k] = at;
            double const error = std::fabs((above - below) / (2 * step) - gradient[count++]);
            worst = error > worst ? error : worst;
        }
    });
    return worst;
}

int main() {
    using Net = nn::Sequential<nn::Linear<1, 8>, mine::Softsign, mine::Scale, nn::Linear<8, 1>, mine::Square>;

    double const error = gradient_error<Net>();
    std::printf("gradients differ from central differences by at most %.1e\n", error);

    nn::Generator generator{42};
    nn::Model<Net> model{generator};
    nn::Tensor<float, 99, 1> x, y;
    for (std::size_t i = 0; i < 99; ++i) x(i, 0) = 0.02F * float(i) - 1, y(i, 0) = x(i, 0) * x(i, 0);

    nn::Trainer trainer{model, nn::MSELoss{}, nn::Adam{.lr = 0.01}};
    float const before = trainer.step(x, y);
    float after = before;
    for (int epoch = 0; epoch < 5000; ++epoch) after = trainer.step(x, y);
    std::printf("loss %.4f -> %.2e\n", double(before), double(after));

    return error < 1e-8 && after < 1e-4F ? EXIT_SUCCESS : EXIT_FAILURE;
}
