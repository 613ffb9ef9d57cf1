// What a layer states, and what stands for what it leaves out.

#include <doctest/doctest.h>

#include <cstddef>
#include <string_view>

#include <staticnn/layer/batch_norm1d.hpp>
#include <staticnn/layer/dropout.hpp>
#include <staticnn/layer/identity.hpp>
#include <staticnn/layer/input.hpp>
#include <staticnn/layer/linear.hpp>
#include <staticnn/layer/relu.hpp>
#include <staticnn/meta/layer.hpp>

namespace nn = staticnn;
namespace meta = staticnn::meta;
using nn::Shape;

/// An elementwise layer whose gradient needs x.
struct Square {
    static constexpr bool gradient_needs_input = true;
    static constexpr auto value(auto x) { return x * x; }
    static constexpr auto gradient(auto x, auto dy) { return (x + x) * dy; }
};

/// It says that it needs x, and that it does not.
struct Negative {
    static constexpr bool gradient_needs_input = false;
    static constexpr auto value(auto x) { return -x; }
    static constexpr auto gradient(auto, auto dy) { return -dy; }
};

/// Half of an elementwise layer.
struct NoGradient {
    static constexpr auto value(auto x) { return x; }
};

static_assert(meta::Elementwise<nn::ReLU> && meta::Elementwise<Square> && meta::Elementwise<Negative>);
static_assert(!meta::Elementwise<NoGradient> && !meta::Elementwise<nn::Linear<1, 1>> &&
              !meta::Elementwise<nn::Identity>);
static_assert(meta::NeedsInput<Square> && !meta::NeedsInput<Negative> && !meta::NeedsInput<nn::ReLU>);
static_assert(meta::Placed<nn::Linear<1, 1>> && meta::Placed<nn::Dropout<>> && meta::Placed<nn::BatchNorm1d<2>>);
static_assert(!meta::Placed<nn::ReLU> && !meta::Placed<nn::Identity> && !meta::Placed<nn::Input<2>>);

// Shapes: what is left out takes and gives any.
static_assert(meta::expected_shape<nn::ReLU>({3, 4}) == Shape{3, 4} &&
              meta::output_shape<nn::ReLU>({3, 4}) == Shape{3, 4});
static_assert(!meta::expected_shape<nn::ReLU>({}).known(), "it knows none by itself");
static_assert(meta::expected_shape<nn::Linear<2, 5>>({9}) == Shape{2} &&
              meta::output_shape<nn::Linear<2, 5>>({2}) == Shape{5});
static_assert(meta::keeps_shape<nn::ReLU> && meta::keeps_shape<nn::Dropout<>> && !meta::keeps_shape<nn::Linear<2, 2>>);

/// The least a placed layer may state.
struct Bare {
    template <Shape X>
    struct At {};
};
static_assert(meta::Placed<Bare> && meta::keeps_shape<Bare>);

using Defaults = meta::Statements<Bare::At<Shape{4}>>;
static_assert(Defaults::parameters.count == 0 && Defaults::buffers.count == 0 && Defaults::counters.count == 0);
static_assert(Defaults::multiply_adds == 0 && Defaults::storage == 0 && Defaults::buffer_storage == 0 &&
              Defaults::sample_memory == 0);
static_assert(Defaults::batch_memory == 0 && Defaults::scratch == 0 && Defaults::minimum_samples == 1);
static_assert(!Defaults::couples_samples && !Defaults::draws && !Defaults::trains);

/// All of it, in types of its own choice, and one statement that says no.
struct Full {
    template <Shape X>
    struct At {
        static constexpr nn::Fields parameters{nn::Field{.name = "p", .shape = {X.size()}, .offset = 0, .stride = {1}}};
        static constexpr nn::Fields buffers = parameters;
        static constexpr nn::Fields counters{nn::Field{.name = "n", .shape = {}, .offset = 0, .stride = {}}};
        static constexpr int storage = 7, multiply_adds = 70;
        static constexpr short buffer_storage = 6;
        static constexpr std::size_t sample_memory = 5, batch_memory = 4, scratch = 3;
        static constexpr unsigned minimum_samples = 2;
        static constexpr bool couples_samples = true, draws = false;
    };
};
using Stated = meta::Statements<Full::At<Shape{4}>>;
static_assert(Stated::parameters.size() == 4 && Stated::buffers.count == 1 && Stated::counters.size() == 1);
static_assert(Stated::storage == 7 && Stated::multiply_adds == 70 && Stated::buffer_storage == 6 &&
              Stated::sample_memory == 5);
static_assert(Stated::batch_memory == 4 && Stated::scratch == 3 && Stated::minimum_samples == 2 && Stated::trains);
static_assert(Stated::couples_samples && !Stated::draws);

static_assert(meta::Statements<nn::Linear<3, 4>::At<Shape{3}>>::multiply_adds == 16,
              "one for each number that is trained");

using OfDropout = meta::Statements<nn::Dropout<>::At<Shape{4}>>;
static_assert(OfDropout::draws && !OfDropout::couples_samples && !OfDropout::trains && OfDropout::sample_memory == 4);
using OfBatchNorm = meta::Statements<nn::BatchNorm1d<4>::At<Shape{4}>>;
static_assert(OfBatchNorm::couples_samples && !OfBatchNorm::draws && OfBatchNorm::minimum_samples == 2);

TEST_CASE("layer: what it states has PyTorch's names") {
    auto const& linear = meta::Statements<nn::Linear<3, 5>::At<Shape{3}>>::parameters;
    CHECK(linear.size() == 20);
    CHECK(linear.field[0].name == std::string_view("weight"));
    CHECK(linear.field[0].shape == Shape{5, 3});
    CHECK(linear.field[1].name == std::string_view("bias"));
    CHECK(linear.field[1].shape == Shape{5});
}
