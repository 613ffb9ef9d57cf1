#pragma once

#include <cstddef>

#include "vector.hpp"

namespace dynamic {

/// to[k] = value<Lanes>(k) for all numbers of an array of padded rows, a vector at a time.
template <class Value>
inline void map(float* to, std::size_t size, Value value) {
    std::size_t k = 0;
    for (; k + register_lanes <= size; k += register_lanes)
        store<register_lanes>(to + k, value.template operator()<register_lanes>(k));
    for (; k < size; k += 4) store<4>(to + k, value.template operator()<4>(k));
}

}  // namespace dynamic
