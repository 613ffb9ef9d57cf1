// Twenty steps with the gradient's norm clipped, in `step` and in pieces.

#include <vector>

#include "golden/data/clipping.hpp"
#include "golden/twenty_steps.hpp"

namespace nn = staticnn;

using namespace golden::clipping;

template <class T, class Expected, class Optimizer>
void in_pieces(double max_norm, Optimizer const& optimizer) {
    nn::Generator generator{42};
    nn::Model<nn::Sequential<nn::Linear<3, 7>, nn::ReLU, nn::Linear<7, 2>>, T> model;
    model.for_each_parameter([&](auto, auto p) { golden::draw(generator, p); });
    nn::Tensor<T, 16, 3> x;
    nn::Tensor<T, 16, 2> target;
    golden::draw(generator, x);
    golden::draw(generator, target);
    nn::Trainer trainer{model, nn::MSELoss{}, optimizer};
    std::vector<T> norms;
    for (int step = 0; step < 20; ++step) {
        auto const [l, dl_do] = nn::MSELoss{}(trainer.forward(x), target);
        trainer.zero_grad();
        CHECK(trainer.backward(dl_do).has_value());
        norms.push_back(trainer.clip_grad_norm(max_norm));
        trainer.update();
    }
    CHECK(golden::distance(norms, Expected::norms) < golden::tolerance<T>);
    CHECK(golden::distance(golden::parameters_of(model), Expected::parameters) < golden::tolerance<T>);
}

template <class T, class Expected, class Optimizer>
void agrees(double max_norm, Optimizer const& optimizer) {
    golden::agrees<T, Expected>(nn::ClipGradNorm{.max_norm = max_norm, .optimizer = optimizer});
    in_pieces<T, Expected>(max_norm, optimizer);
}

TEST_CASE_TEMPLATE("clipping: twenty steps", T, float, double) {
    agrees<T, sgd>(1, nn::SGD{.lr = 0.3});
    agrees<T, sgd_never>(100, nn::SGD{.lr = 0.1});
    agrees<T, sgd_weight_decay>(0.3, nn::SGD{.lr = 0.1, .momentum = 0.9, .weight_decay = 0.1});
    agrees<T, golden::clipping::adamw>(0.001, nn::AdamW{.lr = 0.03, .betas = {0.5, 0.6}, .eps = 1e-3});
}
