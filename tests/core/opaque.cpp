// opaque: the same pointer.

#include <doctest/doctest.h>

#include <staticnn/core/opaque.hpp>

using staticnn::core::opaque;

constexpr int numbers[] = {1, 2, 3};
static_assert(*opaque(numbers + 1) == 2);

TEST_CASE("opaque: changes nothing but what the compiler knows") {
    double number = 1;
    *opaque(&number) = 2;
    CHECK(opaque(&number) == &number);
    CHECK(number == 2);
}
