#pragma once

#include <algorithm>
#include <cstddef>
#include <memory>
#include <new>

#include "vector.hpp"

namespace dynamic {

/// The length at which a row of `columns` numbers is stored: whole vectors, so that no loop needs a tail. Short rows
/// take a shorter vector. The padding is zero and stays zero.
inline std::size_t padded(std::size_t columns) {
    std::size_t lanes = 4;
    while (lanes < columns && lanes < register_lanes) lanes *= 2;
    return (columns + lanes - 1) & ~(lanes - 1);
}

/// Zeroed memory for a fixed number of floats, on a cache line's boundary.
class Buffer {
public:
    explicit Buffer(std::size_t size = 0)
        : memory_{static_cast<float*>(::operator new(size * sizeof(float), alignment))},
          size_{size} {
        std::fill_n(data(), size, 0.0F);
    }

    float* data() { return memory_.get(); }
    float const* data() const { return memory_.get(); }
    std::size_t size() const { return size_; }

private:
    static constexpr std::align_val_t alignment{64};

    struct Free {
        void operator()(float* memory) const { ::operator delete(memory, alignment); }
    };

    std::unique_ptr<float, Free> memory_;
    std::size_t size_;
};

/// Rows of numbers, each `stride` after the last. How many and how long they are is told beside it: two words are
/// passed in registers, and at one sample a call that costs as much as the numbers themselves.
template <class T>
struct RowsOf {
    T* data = nullptr;
    std::size_t stride = 0;

    T* operator[](std::size_t row) const { return data + row * stride; }

    operator RowsOf<T const>() const { return {data, stride}; }
};

using Rows = RowsOf<float>;
using ConstRows = RowsOf<float const>;

}  // namespace dynamic
