#pragma once

#include <cstddef>

#include "dynamic/matrix.hpp"
#include "dynamic/vector.hpp"
#include "dynamic_network.hpp"
#include "peer.hpp"

namespace bench {

/// What a product adds to: the bias in each row of y, padding included.
inline void repeat(float const* bias, dynamic::Rows y, std::size_t samples) {
    auto const columns = [&]<std::size_t Lanes>(std::size_t k) {
        auto const value = dynamic::load<Lanes>(bias + k);
        for (std::size_t n = 0; n < samples; ++n) dynamic::store<Lanes>(y[n] + k, value);
    };
    // As wide as rows are, for the product reads whole vectors of what was just written.
    std::size_t k = 0;
    for (; k + dynamic::register_lanes <= y.stride; k += dynamic::register_lanes)
        columns.operator()<dynamic::register_lanes>(k);
    if constexpr (dynamic::register_lanes > 8)
        for (; k + 8 <= y.stride; k += 8) columns.operator()<8>(k);
    for (; k < y.stride; k += 4) columns.operator()<4>(k);
}

/// A library of matrix products: Linear computes with it, and the rest is the dynamic implementation's.
template <class Linear>
class LayeredPeer final : public Peer {
public:
    LayeredPeer(char const* name, Problem const& problem) : name_{name}, network_{problem} {}

    char const* name() const override { return name_; }
    bool has_training() const override { return true; }
    void reset() override { network_.reset(); }
    void forward() override { network_.forward(); }
    void feed_back() override { network_.feed_back(); }
    float step() override { return network_.step(); }
    float output(std::size_t sample, std::size_t feature) const override { return network_.output(sample, feature); }

private:
    char const* name_;
    DynamicNetwork<Linear> network_;
};

}  // namespace bench
