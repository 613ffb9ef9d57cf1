// Shape: the extents of a sample as a value.

#include <doctest/doctest.h>

#include <cstddef>
#include <type_traits>

#include <staticnn/core/shape.hpp>

using staticnn::Shape;

// Not known yet is something else than one feature, though both hold one number.
static_assert(Shape{}.rank == 0 && Shape{}.size() == 1 && !Shape{}.known());
static_assert(Shape{1}.rank == 1 && Shape{1}.size() == 1 && Shape{1}.known());
static_assert(Shape{} != Shape{1});

static_assert(Shape{3, 28, 29}.rank == 3 && Shape{3, 28, 29}.size() == 3 * 28 * 29);
static_assert(Shape{3, 28, 29}[0] == 3 && Shape{3, 28, 29}[1] == 28 && Shape{3, 28, 29}[2] == 29);
static_assert(Shape{1, 2, 3, 4, 5}.rank == Shape::max_rank && Shape{1, 2, 3, 4, 5}.size() == 120);

// Equal extents in another rank are another shape.
static_assert(Shape{8} == Shape{8} && Shape{8} != Shape{8, 1} && Shape{2, 3} != Shape{3, 2});

// Rows of a last extent.
static_assert(Shape{3, 28, 29}.last() == 29 && Shape{3, 28, 29}.rows() == 3 * 28 && Shape{7}.rows() == 1);
static_assert(Shape{3, 28, 29}.with_last(5) == Shape{3, 28, 5} && Shape{}.with_last(5) == Shape{5});
static_assert(Shape{3, 0}.rows() == 0);
static_assert(Shape{5, 3, 28}.without_first() == Shape{3, 28} && Shape{5}.without_first() == Shape{});
static_assert(Shape{}.without_first() == Shape{});

static_assert(!std::is_constructible_v<Shape, int, int, int, int, int, int>, "more extents than max_rank");
static_assert(std::is_trivially_copyable_v<Shape>);

template <Shape S>
struct Holds {
    static constexpr std::size_t size = S.size();
};
static_assert(Holds<Shape{2, 3}>::size == 6, "a template argument");
static_assert(std::is_same_v<Holds<{2, 3}>, Holds<Shape{std::size_t{2}, 3U}>>);
static_assert(!std::is_same_v<Holds<{2, 3}>, Holds<{3, 2}>>);

TEST_CASE("shape: is copied, not nested") {
    Shape first{2, 3};
    Shape const second{first};  // braces, and not const: the variadic constructor must not take it
    CHECK(second == Shape{2, 3});

    first = {7};
    CHECK(first == Shape{7});
    CHECK(first.size() == 7);
    CHECK(second.size() == 6);
}
