// Lists of types: found by number, joined, walked.

#include <doctest/doctest.h>

#include <cstddef>
#include <type_traits>
#include <vector>

#include <staticnn/meta/list.hpp>

namespace meta = staticnn::meta;

struct Incomplete;  // a list holds types, not values
using Three = meta::List<int, Incomplete, void>;

static_assert(meta::length<meta::List<>> == 0 && meta::length<Three> == 3);
static_assert(std::is_same_v<meta::Get<Three, 0>, int>);
static_assert(std::is_same_v<meta::Get<Three, 1>, Incomplete>);
static_assert(std::is_same_v<meta::Get<Three, 2>, void>);

static_assert(std::is_same_v<meta::Concatenation<>, meta::List<>>);
static_assert(std::is_same_v<meta::Concatenation<Three>, Three>);
static_assert(std::is_same_v<meta::Concatenation<meta::List<int>, meta::List<>, meta::List<char, int>>,
                             meta::List<int, char, int>>,
              "types may come again");

template <class... Lists>
constexpr std::size_t length_of_all = (meta::length<Lists> + ...);
static_assert(meta::length<meta::Concatenation<Three, Three, Three>> == length_of_all<Three, Three, Three>);

TEST_CASE("list: for_each_index counts in constants") {
    std::vector<std::size_t> seen;
    meta::for_each_index<4>([&](auto i) {
        static_assert(i() < 4);
        seen.push_back(i);
    });
    CHECK(seen == std::vector<std::size_t>{0, 1, 2, 3});

    meta::for_each_index<0>([](auto) { CHECK(false); });
}
