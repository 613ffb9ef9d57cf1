// What is said to the compiler and the machine about pointers changes nothing.

#include <doctest/doctest.h>

#include <staticnn/core/pointer.hpp>

using staticnn::core::opaque;
using staticnn::core::prefetch;

constexpr int numbers[] = {1, 2, 3};
static_assert(*opaque(numbers + 1) == 2);

TEST_CASE("opaque: changes nothing but what the compiler knows") {
    double number = 1;
    *opaque(&number) = 2;
    CHECK(opaque(&number) == &number);
    CHECK(number == 2);
}

TEST_CASE("prefetch: may reach past the array") {
    prefetch<4096>(numbers);
    CHECK(numbers[2] == 3);
}
