#pragma once

#include <cstddef>

#include "layer.hpp"
#include "map.hpp"
#include "matrix.hpp"
#include "vector.hpp"

namespace dynamic {

/// y = max(x, 0). The padding is zero and may be run through with the rest: all rows are one array.
class ReLU final : public Layer {
public:
    explicit ReLU(std::size_t features) : features_{features} {}

    std::size_t inputs() const override { return features_; }
    std::size_t outputs() const override { return features_; }
    bool in_place() const override { return true; }

    void forward(ConstRows x, Rows y, std::size_t samples) override {
        map(y.data, samples * y.stride, [&]<std::size_t Lanes>(std::size_t k) {
            auto const v = load<Lanes>(x.data + k);
            return v < 0 ? Vector<Lanes>{} : v;
        });
    }

    void backward(ConstRows /*x*/, ConstRows y, ConstRows dy, Rows dx, std::size_t samples) override {
        map(dx.data, samples * dx.stride, [&]<std::size_t Lanes>(std::size_t k) {
            return load<Lanes>(y.data + k) <= 0 ? Vector<Lanes>{} : load<Lanes>(dy.data + k);
        });
    }

private:
    std::size_t features_;
};

}  // namespace dynamic
