#pragma once

#include <cstddef>

#include <staticnn/kernel/matrix.hpp>
#include <staticnn/model/layout.hpp>
#include <staticnn/simd/vec.hpp>

namespace staticnn::inline STATICNN_TARGET {

namespace model {

/// Whether a placed layer trains otherwise than it infers.
template <class Placed, std::size_t L, class T>
inline constexpr bool has_train = requires(meta::Training<T> pass) { Placed::template train<L>(pass, [](auto...) {}); };

/// Whether the first step reads the samples as the user holds them, and nobody else wants them packed.
template <class Plan, std::size_t L>
constexpr bool first_step_reads_samples() {
    if constexpr (Plan::size > 0 && Plan::steps.step[0].kind == meta::Kind::layer)
        return Plan::steps.buffer[0].readers == 1 &&
               requires { requires Plan::template PlacedOf<0>::template reads_samples<L>; };
    else
        return false;
}

/// From how many samples on a batch lies in lanes; fewer go one by one, each with its features in lanes.
///
/// A panel costs the same, full or not: 0.58 cycles a multiply-add. One sample costs a cycle for 18 weights from the
/// nearest cache, or 12 from the next, or for 16 that are used again, and 30 for each layer to wait for the one before
/// (measured with 8 and 16 lanes; between the two where they differ). It depends on the network alone, so that all
/// machines add in the same order.
struct FewestInLanes {
    std::size_t work = 0, weights = 0, layers = 0;
    bool one_by_one = true;

    template <class Work>
    constexpr void add(std::size_t) {
        if constexpr (Work::kind == meta::Kind::layer) {
            using Layer = meta::Statements<typename Work::Placed>;
            work += Layer::multiply_adds;
            weights += Layer::storage;
            ++layers;
            one_by_one = one_by_one && meta::has_forward_one<typename Work::Placed>;
        }
    }

    constexpr std::size_t samples() const {
        std::size_t const again = work > weights ? (work - weights) / 16 : 0;
        std::size_t const panel = work / 2 + work / 12;
        std::size_t const one = weights / (weights > 8192 ? 12 : 18) + again + 30 * layers;
        return one_by_one && panel > 2 * one ? (panel + one - 1) / one : 2;
    }
};

/// How inference cuts a batch into rows of panels that stay in the nearest cache.
template <class Plan, class T>
struct Rows {
    static_assert(alignof(Plan) > 0);  // so that a plan that does not hold says so here, and nothing after it
    static constexpr std::size_t lanes = simd::lanes<T>;
    static constexpr auto layout = reusing_layout<Plan, 1>(!first_step_reads_samples<Plan, lanes>());
    static constexpr bool from_samples = first_step_reads_samples<Plan, lanes>();
    template <std::size_t K>
    static constexpr bool reads_samples = K == 0 && from_samples;
    static constexpr std::size_t numbers = layout.features + Plan::totals.pass_memory;  ///< of a sample in a panel
    static constexpr std::size_t panel_bytes = numbers * lanes * sizeof(T);

    static constexpr std::size_t fewest = Plan::added(FewestInLanes{}).samples();

    /// 24 kB worth of panels, but at least those that share the weights they read, and at most 8.
    static constexpr std::size_t wanted = [] {
        constexpr std::size_t least = kernel::tile_panels, most = 8;
        std::size_t const fitting = 24 * 1024 / panel_bytes;
        return fitting < least ? least : fitting > most ? most : fitting;
    }();

    /// As many panels as `model(x)` may put on the stack, 0 when not even one fits; and whether one sample fits.
    static constexpr std::size_t stack_bytes = 64 * 1024;
    static constexpr bool one_on_stack = one_sample_layout<Plan>.features * sizeof(T) <= stack_bytes;
    static constexpr std::size_t on_stack = wanted * panel_bytes <= stack_bytes ? wanted : stack_bytes / panel_bytes;
};

}  // namespace model

/// The memory that inference needs while it runs, for networks whose layers are too wide for the stack.
///
/// Shapes   one object for each thread: `model(x, workspace)`
/// Cost     `sizeof(Workspace<Net>)`: two to eight panels of the widest layers
template <class Net, class T = float>
class Workspace {
public:
    using Rows = model::Rows<meta::Plan<Net>, T>;

    constexpr T* data() { return data_; }

private:
    static constexpr std::size_t of_rows = Rows::wanted * Rows::numbers * Rows::lanes;
    static constexpr std::size_t of_one = model::one_sample_layout<meta::Plan<Net>>.features;
    alignas(64) T data_[of_rows > of_one ? of_rows : of_one]{};
};

}  // namespace staticnn::inline STATICNN_TARGET
