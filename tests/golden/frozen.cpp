// Networks of which a part is not trained: output, gradients, the gradient of the input, and twenty steps.

#include "golden/data/frozen.hpp"
#include "golden/layer_case.hpp"
#include "golden/twenty_steps.hpp"

namespace nn = staticnn;
using namespace golden::frozen;

using First = nn::Sequential<nn::Frozen<nn::Linear<3, 7>>, nn::ReLU, nn::Linear<7, 2>>;
using Last = nn::Sequential<nn::Linear<3, 7>, nn::ReLU, nn::Frozen<nn::Linear<7, 2>>>;
using Between = nn::Sequential<nn::Linear<3, 17>, nn::Frozen<nn::BatchNorm1d<17>>, nn::ReLU,
                               nn::Frozen<nn::Linear<17, 7>>, nn::Tanh, nn::Linear<7, 2>>;
using FrozenBlock = nn::Frozen<nn::Residual<nn::Sequential<nn::Linear<7, 5>, nn::ReLU, nn::Linear<5, 7>>>>;
using Block = nn::Sequential<nn::Linear<3, 7>, FrozenBlock, nn::ReLU, nn::Linear<7, 2>>;
using UpToBlock = nn::Sequential<nn::Frozen<nn::Linear<3, 7>>, FrozenBlock, nn::ReLU, nn::Linear<7, 2>>;
using FrozenBody = nn::Frozen<nn::Sequential<nn::Linear<7, 5>, nn::ReLU, nn::Linear<5, 3>>>;
using AllButShortcut = nn::Sequential<nn::Frozen<nn::Linear<3, 7>>, nn::Residual<FrozenBody, nn::Linear<7, 3>>,
                                      nn::Frozen<nn::Linear<3, 2>>>;

template <class ExpectedValues, class Network>
struct Case {
    using Expected = ExpectedValues;
    using Net = Network;
};

TEST_CASE_TEMPLATE("frozen: forward and back", T, float, double) {
    golden::all_agree<T, Case<first_x7, First>, Case<first_x17, First>, Case<last_x7, Last>, Case<last_x17, Last>,
                      Case<between_x7, Between>, Case<between_x17, Between>, Case<block_x7, Block>,
                      Case<block_x17, Block>, Case<up_to_block_x7, UpToBlock>, Case<up_to_block_x17, UpToBlock>,
                      Case<all_but_shortcut_x7, AllButShortcut>, Case<all_but_shortcut_x17, AllButShortcut>>();
}

TEST_CASE_TEMPLATE("frozen: twenty steps", T, float, double) {
    nn::AdamW const adamw{.lr = 0.02, .weight_decay = 0.5};
    nn::SGD const sgd{.lr = 0.05, .momentum = 0.9, .weight_decay = 0.1};
    golden::agrees<T, first_trained, First>(sgd);
    golden::agrees<T, last_trained, Last>(adamw);
    golden::agrees<T, between_trained, Between>(sgd);
    golden::agrees<T, block_trained, Block>(adamw);
    golden::agrees<T, up_to_block_trained, UpToBlock>(adamw);
    golden::agrees<T, all_but_shortcut_trained, AllButShortcut>(adamw);
}
