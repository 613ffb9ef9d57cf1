// Shapes of matrices, and how they are cut.

#include <doctest/doctest.h>

#include <bit>
#include <cstddef>
#include <type_traits>

#include <staticnn/kernel/matrix.hpp>

namespace kernel = staticnn::kernel;
namespace simd = staticnn::simd;

constexpr kernel::Matrix matrix{.inputs = 3, .outputs = 5, .input_stride = 8, .output_stride = 1};
static_assert(matrix.size() == 15 && matrix.transposed().size() == 15);
static_assert(matrix.transposed().inputs == 5 && matrix.transposed().outputs == 3);
static_assert(matrix.transposed().input_stride == 1 && matrix.transposed().output_stride == 8);

static_assert(kernel::padded(1) == 1 && kernel::padded(2) == 4 && kernel::padded(4) == 4 && kernel::padded(5) == 8);
static_assert(kernel::padded(8) == 8 && kernel::padded(9) == 16 && kernel::padded(16) == 16);
static_assert(kernel::padded(17) == 24 && kernel::padded(24) == 24 && kernel::padded(25) == 32);

static_assert(kernel::round_up(0, 8) == 0 && kernel::round_up(1, 8) == 8 && kernel::round_up(8, 8) == 8);
static_assert(kernel::round_up(9, 8) == 16 && kernel::round_up(5, 3) == 6);

TEST_CASE("matrix: padded holds all outputs, in whole registers of some length") {
    for (std::size_t outputs = 1; outputs < 300; ++outputs) {
        CAPTURE(outputs);
        std::size_t const padded = kernel::padded(outputs);
        CHECK(padded >= outputs);
        CHECK(padded <= 2 * outputs);
        CHECK(kernel::padded(padded) == padded);
        CHECK((padded == 1 || padded == 4 || padded % 8 == 0));
    }
}

TEST_CASE("matrix: a tile and what it is loaded with fit into the registers") {
    constexpr bool many = simd::registers == 32;
    constexpr std::size_t most = many ? 12 : 6;
    for (std::size_t rows = 1; rows < 300; ++rows) {
        CAPTURE(rows);
        std::size_t const tile = kernel::tile_rows(rows);
        CHECK(tile >= 1);
        CHECK(tile <= most);
        CHECK(tile <= rows);
        if (rows <= most) CHECK(tile == rows);

        // No remainder wherever a tile divides that is large enough to hide the latency of its sums.
        bool divisible = false;
        for (std::size_t r = many || rows < 24 ? most / 2 : most - 1; r <= most; ++r)
            divisible = divisible || rows % r == 0;
        if (divisible) CHECK(rows % tile == 0);
    }
}

TEST_CASE("matrix: a tile of unfused multiply-adds has no more than its sums") {
    for (std::size_t columns = 1; columns <= kernel::unfused_sums; columns *= 2)
        for (std::size_t rows = 1; rows < 20; ++rows) {
            CAPTURE(columns);
            CAPTURE(rows);
            std::size_t const tile = kernel::unfused_rows(rows, columns);
            CHECK(tile >= 1);
            CHECK(tile <= rows);
            CHECK(tile * columns <= kernel::unfused_sums);
            if (tile < rows) CHECK(tile * columns == kernel::unfused_sums);
        }
}

TEST_CASE("matrix: for_each_tile visits each once, in order, in as few tiles as there can be") {
    for (std::size_t count = 0; count < 40; ++count) {
        CAPTURE(count);
        std::size_t next = 0, tiles = 0;
        kernel::for_each_tile<8>(0, count, [&]<std::size_t N>(std::size_t i) {
            CHECK(i == next);
            next += N;
            ++tiles;
        });
        CHECK(next == count);
        CHECK(tiles == count / 8 + std::size_t(std::popcount(count % 8)));
    }
}

TEST_CASE("matrix: in_lanes takes registers at run time and arrays in a constant expression") {
    constexpr auto takes_registers = [] {
        bool registers = false;
        kernel::in_lanes<float, simd::lanes<float>>(
            [&]<class V>(V) { registers = std::is_same_v<V, simd::Vec<float, simd::lanes<float>>>; });
        return registers;
    };
    constexpr auto takes_arrays = [] {
        bool arrays = false;
        kernel::in_lanes<float, 16>([&]<class V>(V) { arrays = std::is_same_v<V, simd::Lanes<float, 16>>; });
        return arrays;
    };
    static_assert(takes_arrays());
    CHECK(takes_registers());
}
