#pragma once

#include <cstddef>

namespace staticnn {

/// The extents of one sample or of one parameter, outermost first; a value that can be a template argument.
///
/// Shapes   `Shape{3, 28, 28}`: channels, height, width; `Shape{8}`: eight features
/// Edges    `Shape{}` has rank 0 and size 1: a single number, as the target of a classifier is, or, where a layer's
///          input is meant, "not known yet"
struct Shape {
    static constexpr std::size_t max_rank = 5;

    std::size_t extent[max_rank]{};
    std::size_t rank = 0;

    constexpr Shape() = default;

    template <class... Extents>
        requires(sizeof...(Extents) >= 1 && sizeof...(Extents) <= max_rank)
    constexpr Shape(Extents... extents) : extent{std::size_t(extents)...},
                                          rank(sizeof...(Extents)) {}

    constexpr std::size_t operator[](std::size_t dimension) const { return extent[dimension]; }

    constexpr std::size_t size() const {
        std::size_t product = 1;
        for (std::size_t d = 0; d < rank; ++d) product *= extent[d];
        return product;
    }

    /// The same without its outermost extent: of a batch, the shape of one sample.
    constexpr Shape without_first() const {
        Shape rest;
        for (std::size_t d = 1; d < rank; ++d) rest.extent[rest.rank++] = extent[d];
        return rest;
    }

    constexpr bool known() const { return rank > 0; }

    /// The last extent, and how many rows of it there are; of a shape that is known.
    constexpr std::size_t last() const { return extent[rank - 1]; }
    constexpr std::size_t rows() const { return last() == 0 ? 0 : size() / last(); }

    /// The same with another last extent; a vector of it, where nothing is known.
    constexpr Shape with_last(std::size_t features) const {
        Shape shape = *this;
        shape.extent[known() ? rank - 1 : shape.rank++] = features;
        return shape;
    }

    friend constexpr bool operator==(Shape const&, Shape const&) = default;
};

}  // namespace staticnn
