#include "laws/numbers.hpp"

namespace nn = staticnn;

template <class Net>
using Plan = typename nn::Model<Net>::Plan;

using Chain = nn::Sequential<nn::Linear<3, 8>, nn::Linear<8, 5>, nn::Linear<5, 2>>;
using Growing = nn::Sequential<nn::Linear<2, 8>, nn::Linear<8, 9>, nn::Linear<9, 1>>;
using Branch = nn::Sequential<nn::Input<4>, nn::Residual<nn::Linear<4, 4>>>;

/// Whether two buffers that are both still to be read share memory.
template <class Net, std::size_t Multiple>
constexpr bool collides() {
    constexpr auto layout = nn::model::reusing_layout<Plan<Net>, Multiple>();
    constexpr auto steps = Plan<Net>::steps;
    for (std::size_t b = 0; b < steps.buffers; ++b)
        for (std::size_t c = 0; c < b; ++c) {
            bool const live = steps.buffer[c].last_reader >= steps.buffer[b].producer;
            bool const apart = layout.offset[c] + Plan<Net>::features(c) <= layout.offset[b] ||
                               layout.offset[b] + Plan<Net>::features(b) <= layout.offset[c];
            if (live && !apart) return true;
        }
    return false;
}

// Inference: a buffer takes the place of one that nobody reads any more. All checked by compiling this file.
constexpr auto chain = nn::model::reusing_layout<Plan<Chain>, 1>();
static_assert(chain.features == 8 + 5);  // which live at once
static_assert(nn::model::reusing_layout<Plan<Growing>, 1>().features == 9 + 8);
static_assert(nn::model::reusing_layout<Plan<Chain>, 16>().features == 32);
static_assert(nn::model::reusing_layout<Plan<Branch>, 1>().features == 12);  // x is still wanted when the body is made
static_assert(!collides<Chain, 1>() && !collides<Chain, 16>());
static_assert(!collides<Branch, 1>() && !collides<Branch, 16>());

using Deep = nn::Residual<nn::Sequential<nn::Linear<9, 3>, nn::Residual<nn::Linear<3, 3>>, nn::Linear<3, 9>>>;
using Nest = nn::Sequential<nn::Linear<2, 9>, Deep, nn::ReLU, Deep, nn::Linear<9, 1>>;
static_assert(!collides<Nest, 1>() && !collides<Nest, 16>());

// Training: every buffer is kept.
constexpr auto kept = nn::model::keeping_layout<Plan<Chain>>();
static_assert(kept.features == 3 + 8 + 5 + 2);
static_assert(kept.offset[1] == 3 && kept.offset[2] == 11 && kept.offset[3] == 16);

// A gradient takes the place of its buffer, unless that has two readers.
static_assert(nn::model::gradient_layout<Plan<Chain>>().features == kept.features);
static_assert(nn::model::gradient_layout<Plan<Branch>>().features == 3 * 4 + 4);
static_assert(nn::model::gradient_layout<Plan<Branch>>().offset[0] == 12);
static_assert(nn::model::gradient_layout<Plan<Branch>>().offset[1] == 4);

TEST_CASE("layout: is checked by compiling") { CHECK(chain.features >= 13); }
