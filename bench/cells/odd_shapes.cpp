// Widths and batches that fill no register, beside the same network and batch rounded up to whole ones: what is odd may
// cost nothing.
//
// What is rounded is what the registers run along. One sample: outputs lie in lanes, so a width becomes that of the
// smallest set of registers that holds it, which is 1, 4, 8, or a multiple of 8 more (a machine with 16 lanes has the
// narrower registers, too). Many samples: samples lie in lanes, so the batch becomes a multiple of the lanes; widths
// are rounded the same way, since registers of outputs are worked on eight at a time. Inputs are only counted, never in
// a register, and stay as they are. This asks more than rounding everything to 16 would, which makes 3-17-5 five times
// the work.

#include <array>
#include <cstddef>
#include <memory>
#include <string>
#include <utility>

#include <staticnn/staticnn.hpp>

#include "contest.hpp"
#include "contestants.hpp"
#include "networks.hpp"
#include "problem.hpp"
#include "suite.hpp"
#include "tables.hpp"

namespace bench {
namespace {

template <std::size_t In, std::size_t Hidden, std::size_t Out>
struct Shape {
    using Net = nn::Sequential<nn::Linear<In, Hidden>, nn::ReLU, nn::Linear<Hidden, Out>>;
    static constexpr std::array<std::size_t, 3> widths{In, Hidden, Out};
    static constexpr Activation activation = Activation::relu;
};

constexpr std::size_t rounded_width(std::size_t width) {
    if (width == 1) return 1;
    return width <= 4 ? 4 : (width + 7) / 8 * 8;
}

constexpr std::size_t rounded_batch(std::size_t samples) {
    constexpr std::size_t lanes = nn::simd::lanes<float>;
    return samples == 1 ? 1 : (samples + lanes - 1) / lanes * lanes;
}

template <class Network, std::size_t Samples>
std::unique_ptr<Contestant> contestant(std::string name) {
    using Implementation = StaticContestant<Network, Samples>;
    auto implementation = std::make_unique<Implementation>(make_problem<Network>(Samples));
    return std::make_unique<ContestantOf<Implementation>>(std::move(name), true, std::move(implementation));
}

template <std::size_t Samples, std::size_t In, std::size_t Hidden, std::size_t Out>
void add(Suite& suite) {
    using Odd = Shape<In, Hidden, Out>;
    using Even = Shape<In, rounded_width(Hidden), rounded_width(Out)>;
    auto contest = std::make_shared<Contest>(make_problem<Odd>(Samples));
    contest->add(contestant<Odd, Samples>("staticnn"));
    contest->add_unchecked(contestant<Even, rounded_batch(Samples)>("rounded shape"));

    std::string const batch = ", batch " + std::to_string(Samples);
    suite.add(table::odd_forward + batch, Samples == 1 ? Work::latency : Work::back_to_back, contest);
    if (Samples > 1) suite.add(table::odd_training + batch, Work::training, contest);
}

template <std::size_t Samples>
void add_shapes(Suite& suite) {
    add<Samples, 3, 17, 5>(suite);
    add<Samples, 7, 33, 1>(suite);
    add<Samples, 10, 99, 10>(suite);
}

}  // namespace

void add_odd_shapes(Suite& suite) {
    add_shapes<1>(suite);
    add_shapes<7>(suite);
    add_shapes<100>(suite);
}

}  // namespace bench
