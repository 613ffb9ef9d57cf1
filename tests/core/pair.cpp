// Pair: a number for the height and one for the width, as a value.

#include <doctest/doctest.h>

#include <cstddef>

#include <staticnn/core/pair.hpp>

using staticnn::Pair;

static_assert(Pair(3) == Pair{3, 3} && Pair{3, 5} != Pair{5, 3});
static_assert(Pair{3, 5}.height == 3 && Pair{3, 5}.width == 5);

template <Pair P>
struct OfPair {
    static constexpr std::size_t size = P.height * P.width;
};
static_assert(OfPair<3>::size == 9 && OfPair<Pair{3, 5}>::size == 15);

struct Options {
    Pair stride = 1;
};
template <Options O>
inline constexpr Pair stride = O.stride;
static_assert(stride<Options{}> == Pair{1, 1} && stride<Options{.stride = 2}> == Pair{2, 2} &&
              stride<Options{.stride = {2, 3}}> == Pair{2, 3});

TEST_CASE("pair: one number stands for both") { CHECK(Pair(7) == Pair(7, 7)); }
