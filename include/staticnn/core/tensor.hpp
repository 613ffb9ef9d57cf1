#pragma once

#include <cstddef>

#include <staticnn/core/shape.hpp>

namespace staticnn {

/// A fixed-size array of numbers with extents: samples first, then the shape of one sample.
///
/// Shapes   `Tensor<float, 99, 1>`: 99 samples of one feature; `Tensor<float, 8>`: one sample of eight
/// Cost     sizeof(T) bytes a number, alignment of T, trivially copyable, no heap
/// Edges    starts as zeros; an index outside an extent is undefined, as for a C array
/// Rejects  at compile time, an extent of zero and a wrong number of indices
template <class T, std::size_t... Extents>
struct Tensor {
    static_assert(sizeof...(Extents) >= 1 && ((Extents > 0) && ...), "Tensor: every extent must be at least 1");

    using value_type = T;

    T values[(Extents * ...)]{};

    static constexpr Shape shape() { return {Extents...}; }
    static constexpr std::size_t size() { return (Extents * ...); }

    constexpr T* data() { return values; }
    constexpr T const* data() const { return values; }

    constexpr T* begin() { return values; }
    constexpr T* end() { return values + size(); }
    constexpr T const* begin() const { return values; }
    constexpr T const* end() const { return values + size(); }

    /// The k-th number in memory order.
    constexpr T& operator[](std::size_t k) { return values[k]; }
    constexpr T const& operator[](std::size_t k) const { return values[k]; }

    template <class... Indices>
    constexpr T& operator()(Indices... indices) {
        return values[offset(indices...)];
    }

    template <class... Indices>
    constexpr T const& operator()(Indices... indices) const {
        return values[offset(indices...)];
    }

    friend constexpr bool operator==(Tensor const&, Tensor const&) = default;

private:
    template <class... Indices>
    static constexpr std::size_t offset(Indices... indices) {
        static_assert(sizeof...(Indices) == sizeof...(Extents), "Tensor: one index for each extent");
        std::size_t k = 0;
        if constexpr (sizeof...(Indices) == sizeof...(Extents)) ((k = k * Extents + std::size_t(indices)), ...);
        return k;
    }
};

}  // namespace staticnn
