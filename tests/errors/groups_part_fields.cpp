// error: groups_part_interleaved_fields_of<
// error: Layer<1>
// error: Interleaved
#include <staticnn/staticnn.hpp>

namespace nn = staticnn;

/// Weights and biases by turns.
struct Interleaved {
    static constexpr nn::Shape expects(nn::Shape) { return {4}; }

    template <nn::Shape X>
    struct At {
        static constexpr std::size_t storage = 8;
        static constexpr nn::Fields parameters{nn::Field{.name = "weight", .shape = {4}, .offset = 0, .stride = {2}},
                                               nn::Field{.name = "bias", .shape = {4}, .offset = 1, .stride = {2}}};

        template <std::size_t L, class T, class Put>
        static constexpr void forward(nn::meta::Inference<T>, Put) {}
        template <std::size_t L, class T, class Put>
        static constexpr void backward(nn::meta::Backward<T>, Put) {}
        template <std::size_t L, class T>
        static constexpr void gradient(nn::meta::Backward<T>) {}
    };
};
using Net = nn::Sequential<nn::Linear<2, 4>, Interleaved>;

float train(nn::Model<Net>& model, nn::Tensor<float, 99, 2> const& x, nn::Tensor<float, 99, 4> const& y) {
    nn::Trainer trainer{model, nn::MSELoss{},
                        nn::ParameterGroups{nn::SGD{.lr = 0.1}, nn::group<"*.bias">(nn::SGD{.lr = 0.01})}};
    return trainer.step(x, y);
}
