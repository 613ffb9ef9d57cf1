#include <doctest/doctest.h>

#include <cstddef>
#include <vector>

#include <staticnn/kernel/pieces.hpp>

namespace kernel = staticnn::kernel;
namespace simd = staticnn::simd;

/// Each of N numbers once, none past the end, in registers as wide as fit.
template <class T, std::size_t N>
void covers() {
    CAPTURE(N);
    std::vector<int> times(N, 0);
    std::size_t last = 0, pieces = 0;
    kernel::in_pieces<T, N>([&]<class V>(V, std::size_t first) {
        constexpr std::size_t lanes = simd::lane_count<V>;
        CHECK(first == last);
        CHECK(first + lanes <= N);
        for (std::size_t l = 0; l < lanes; ++l) ++times[first + l];
        last = first + lanes;
        ++pieces;
    });
    CHECK(times == std::vector<int>(N, 1));
    std::size_t fewest = N / simd::lanes<T>;
    for (std::size_t rest = N % simd::lanes<T>; rest > 0; rest &= rest - 1) ++fewest;
    CHECK(pieces == fewest);
}

TEST_CASE_TEMPLATE("pieces: each number once", T, float, double) {
    covers<T, 1>();
    covers<T, 3>();
    covers<T, 7>();
    covers<T, 16>();
    covers<T, 17>();
    covers<T, 31>();
    covers<T, 99>();
}
