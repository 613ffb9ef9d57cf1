#pragma once

#include <cstddef>

#include <staticnn/model/layout.hpp>
#include <staticnn/simd/vec.hpp>

namespace staticnn::inline STATICNN_TARGET {

namespace model {

/// How inference cuts a batch into rows of panels that stay in the nearest cache.
template <class Plan, class T>
struct Rows {
    static constexpr std::size_t lanes = simd::lanes<T>;
    static constexpr auto layout = reusing_layout<Plan, 1>();
    static constexpr std::size_t panel_bytes = layout.features * lanes * sizeof(T);

    /// 24 kB worth of panels, but at least 2, which share the weights they read, and at most 8.
    static constexpr std::size_t wanted = [] {
        std::size_t const fitting = 24 * 1024 / panel_bytes;
        return fitting < 2 ? std::size_t{2} : fitting > 8 ? std::size_t{8} : fitting;
    }();

    /// As many of them as `model(x)` may put on the stack; 0 when not even one fits.
    static constexpr std::size_t stack_bytes = 64 * 1024;
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
    alignas(64) T data_[Rows::wanted * Rows::layout.features * Rows::lanes]{};
};

}  // namespace staticnn::inline STATICNN_TARGET
