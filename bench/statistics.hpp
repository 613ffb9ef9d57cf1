#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

namespace bench {

/// The value that a part of all are below, between two of them where it falls there: 0.5 is the median.
inline double quantile(std::vector<double> values, double part) {
    std::sort(values.begin(), values.end());
    double const place = part * double(values.size() - 1);
    auto const below = std::size_t(place);
    std::size_t const above = std::min(below + 1, values.size() - 1);
    return std::lerp(values[below], values[above], place - double(below));
}

inline double median(std::vector<double> const& values) { return quantile(values, 0.5); }

}  // namespace bench
