// error: cannot_run_step_by_step<
// error: Layer<1>
// error: Backwards
#include <staticnn/staticnn.hpp>

namespace nn = staticnn;

/// A layer that needs the whole sequence: the steps in reverse.
struct Backwards {
    template <nn::Shape X>
    struct At {
        template <std::size_t L, class T, class Put>
        static constexpr void forward(nn::meta::Inference<T> pass, Put put) {
            nn::kernel::in_lanes<T, L>([&]<class V>(V) {
                for (std::size_t p = 0; p < pass.panels; ++p)
                    for (std::size_t t = 0; t < X[0]; ++t)
                        for (std::size_t f = 0; f < X[1]; ++f)
                            put(p, t * X[1] + f,
                                nn::simd::load<V>(pass.x + ((p * X[0] + X[0] - 1 - t) * X[1] + f) * L));
            });
        }
        template <std::size_t L, class T, class Put>
        static constexpr void backward(nn::meta::Backward<T> pass, Put put) {
            forward<L>(nn::meta::Inference<T>{pass.parameters, nullptr, pass.dy, pass.panels}, put);
        }
    };
};

using Net = nn::Sequential<nn::Input<8, 1>, Backwards, nn::GRU<1, 4>>;

float run(nn::Model<Net> const& model, nn::Tensor<float, 1> const& x) {
    nn::State<Net> state;
    return model(x, state)[0];
}
