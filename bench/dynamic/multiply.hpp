#pragma once

#include <algorithm>
#include <cstddef>

#include "matrix.hpp"
#include "vector.hpp"

namespace dynamic {

/// The left operand of a product: element (r, k) is at data[r * row_stride + k * depth_stride], so that a matrix and its
/// transpose are read alike.
struct LeftOperand {
    float const* data;
    std::size_t rows;
    std::size_t depth;
    std::size_t row_stride;
    std::size_t depth_stride;
};

/// What a product starts from: nothing, one row for all rows (a bias), or what the result holds already.
struct Start {
    float const* data = nullptr;
    std::size_t row_stride = 0;
};

namespace tile {

/// Rows of a tile of two vectors a row: its sums, two vectors of the right operand and one number of the left must fit
/// into the registers.
inline constexpr std::size_t tile_rows = register_count == 32 ? 8 : 6;

/// Depth of one pass: two vectors of the right operand's rows at this depth stay in the first-level cache.
inline constexpr std::size_t pass_depth = 128;

/// Rows x (Vectors * Lanes) numbers of the result, held in registers while the depth runs.
template <std::size_t Rows, std::size_t Vectors, std::size_t Lanes>
inline void multiply(LeftOperand const& a, float const* b, std::size_t b_stride, Start start, float* c,
                     std::size_t c_stride) {
    Vector<Lanes> sum[Rows][Vectors];
    for (std::size_t r = 0; r < Rows; ++r)
        for (std::size_t v = 0; v < Vectors; ++v)
            sum[r][v] = start.data ? load<Lanes>(start.data + r * start.row_stride + v * Lanes) : Vector<Lanes>{};

    float const* left = a.data;
    for (std::size_t k = 0; k < a.depth; ++k) {
        Vector<Lanes> right[Vectors];
        for (std::size_t v = 0; v < Vectors; ++v) right[v] = load<Lanes>(b + v * Lanes);
        for (std::size_t r = 0; r < Rows; ++r)
            for (std::size_t v = 0; v < Vectors; ++v) sum[r][v] += left[r * a.row_stride] * right[v];
        left += a.depth_stride;
        b += b_stride;
    }

    for (std::size_t r = 0; r < Rows; ++r)
        for (std::size_t v = 0; v < Vectors; ++v) store<Lanes>(c + r * c_stride + v * Lanes, sum[r][v]);
}

/// All rows of a strip of Vectors * Lanes columns: whole tiles, then tiles of the rows that are left.
template <std::size_t Vectors, std::size_t Lanes>
inline void strip(LeftOperand a, float const* b, std::size_t b_stride, Start start, float* c, std::size_t c_stride) {
    auto const step = [&]<std::size_t Rows>() {
        multiply<Rows, Vectors, Lanes>(a, b, b_stride, start, c, c_stride);
        a.data += Rows * a.row_stride;
        a.rows -= Rows;
        c += Rows * c_stride;
        if (start.data) start.data += Rows * start.row_stride;
    };
    while (a.rows >= tile_rows) step.template operator()<tile_rows>();
    if constexpr (tile_rows > 4)
        if (a.rows >= 4) step.template operator()<4>();
    if (a.rows >= 2) step.template operator()<2>();
    if (a.rows >= 1) step.template operator()<1>();
}

template <std::size_t Lanes>
inline void product(LeftOperand const& a, ConstRows b, Start start, Rows c) {
    for (std::size_t k = 0; k < a.depth; k += pass_depth) {
        LeftOperand slice = a;
        slice.data += k * a.depth_stride;
        slice.depth = std::min(pass_depth, a.depth - k);

        std::size_t column = 0;
        auto const step = [&]<std::size_t Vectors>() {
            float* const to = c.data + column;
            Start from = start;
            if (k > 0)
                from = {to, c.stride};
            else if (from.data)
                from.data += column;
            strip<Vectors, Lanes>(slice, b[k] + column, b.stride, from, to, c.stride);
            column += Vectors * Lanes;
        };
        while (column + 2 * Lanes <= c.stride) step.template operator()<2>();
        if (column < c.stride) step.template operator()<1>();
    }
}

/// Several vectors of one row. With few of them the depth is split among independent sums, so that one multiply-add
/// need not wait for the last.
template <std::size_t Vectors, std::size_t Chains, std::size_t Lanes>
inline void multiply_row(float const* a, std::size_t depth, float const* b, std::size_t stride, float const* start,
                         float* c) {
    Vector<Lanes> sum[Chains][Vectors]{};
    for (std::size_t v = 0; v < Vectors; ++v) sum[0][v] = load<Lanes>(start + v * Lanes);

    auto const add = [&](Vector<Lanes>(&to)[Vectors]) {
        for (std::size_t v = 0; v < Vectors; ++v) to[v] += *a * load<Lanes>(b + v * Lanes);
        ++a;
        b += stride;
    };
    std::size_t k = 0;
    for (; k + Chains <= depth; k += Chains)
        for (std::size_t chain = 0; chain < Chains; ++chain) add(sum[chain]);
    for (; k < depth; ++k) add(sum[0]);

    for (std::size_t half = Chains / 2; half > 0; half /= 2)
        for (std::size_t chain = 0; chain < half; ++chain)
            for (std::size_t v = 0; v < Vectors; ++v) sum[chain][v] += sum[chain + half][v];
    for (std::size_t v = 0; v < Vectors; ++v) store<Lanes>(c + v * Lanes, sum[0][v]);
}

}  // namespace tile

/// c = a b + start. Rows of b and c are stored at one padded length.
inline void multiply(LeftOperand const& a, ConstRows b, Start start, Rows c) {
    if (c.stride == 4) return tile::product<4>(a, b, start, c);
    if constexpr (register_lanes > 8)
        if (c.stride == 8) return tile::product<8>(a, b, start, c);
    tile::product<register_lanes>(a, b, start, c);
}

/// The same for one row: nothing is reused, so the right operand is read as a stream of rows as long as registers allow.
inline void multiply_row(float const* a, std::size_t depth, ConstRows b, float const* start, float* c) {
    if (b.stride == 4) return tile::multiply_row<1, 4, 4>(a, depth, b.data, b.stride, start, c);
    if constexpr (register_lanes > 8)
        if (b.stride == 8) return tile::multiply_row<1, 4, 8>(a, depth, b.data, b.stride, start, c);

    constexpr std::size_t lanes = register_lanes;
    std::size_t column = 0;
    auto const step = [&]<std::size_t Vectors, std::size_t Chains>() {
        tile::multiply_row<Vectors, Chains, lanes>(a, depth, b.data + column, b.stride, start + column, c + column);
        column += Vectors * lanes;
    };
    while (column + 8 * lanes <= b.stride) step.template operator()<8, 1>();
    if (column + 4 * lanes <= b.stride) step.template operator()<4, 2>();
    if (column + 2 * lanes <= b.stride) step.template operator()<2, 4>();
    if (column + 1 * lanes <= b.stride) step.template operator()<1, 4>();
}

namespace tile {

/// Four sums side by side, so that one addition need not wait for the last.
template <std::size_t Lanes>
inline void sum_rows(ConstRows m, std::size_t rows, float* sum) {
    for (std::size_t column = 0; column < m.stride; column += Lanes) {
        Vector<Lanes> partial[4]{};
        std::size_t r = 0;
        for (; r + 4 <= rows; r += 4)
            for (std::size_t k = 0; k < 4; ++k) partial[k] += load<Lanes>(m[r + k] + column);
        for (; r < rows; ++r) partial[0] += load<Lanes>(m[r] + column);
        store<Lanes>(sum + column, (partial[0] + partial[1]) + (partial[2] + partial[3]));
    }
}

}  // namespace tile

/// The sum of all rows, padding included.
inline void sum_rows(ConstRows m, std::size_t rows, float* sum) {
    if (m.stride % register_lanes == 0)
        tile::sum_rows<register_lanes>(m, rows, sum);
    else
        tile::sum_rows<4>(m, rows, sum);
}

}  // namespace dynamic
