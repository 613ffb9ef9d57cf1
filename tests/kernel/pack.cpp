// Between samples and panels: every number in its place, copies in the rest of a short panel, nothing else written.

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <type_traits>
#include <vector>

#include <staticnn/kernel/pack.hpp>

#include "kernel/naive.hpp"

using namespace naive;

/// Sample s has the numbers 100 s, 100 s + 1, ...
template <class T>
std::vector<T> samples(std::size_t count, std::size_t F) {
    std::vector<T> all(count * F);
    for (std::size_t k = 0; k < all.size(); ++k) all[k] = T(100 * (k / F) + k % F);
    return all;
}

/// Both ways as ordinary functions, so that what checks them is compiled once.
template <class T>
struct Pack {
    std::size_t L, F;
    void (*pack)(kernel::Samples<T> samples, std::size_t count, T* panels);
    void (*unpack)(T const* panels, T* samples, std::size_t count);
};
template <class T, std::size_t L, std::size_t F>
constexpr Pack<T> packs{L, F, kernel::pack<L, F, T>, kernel::unpack<L, F, T>};

/// Packs `count` samples, of which number s should be number `expected[s]`, and looks at each number of the panels.
template <class T>
void check_pack(Pack<T> const& run, kernel::Samples<T> from, std::vector<std::uint32_t> const& expected) {
    std::size_t const count = expected.size(), size = kernel::round_up(count, run.L) * run.F;
    std::vector<T> panels(size + 1, T(-7));
    run.pack(from, count, panels.data());

    std::size_t wrong = 0;
    for (std::size_t k = 0; k < size; ++k) {
        std::size_t const l = k % run.L, f = k / run.L % run.F, s = k / run.L / run.F * run.L + l;
        if (panels[k] != T(100 * expected[std::min(s, count - 1)] + f)) ++wrong;
    }
    CHECK(wrong == 0);
    CHECK(panels.back() == -7);
}

template <class T>
void check(Pack<T> const& run) {
    CAPTURE(run.L);
    CAPTURE(run.F);
    for (std::size_t const count : {std::size_t{4}, run.L + 4, 3 * run.L, 3 * run.L + 2, std::size_t{37}}) {
        CAPTURE(count);
        auto const all = samples<T>(count, run.F);
        std::vector<std::uint32_t> as_they_lie(count);
        std::iota(as_they_lie.begin(), as_they_lie.end(), 0U);
        check_pack(run, kernel::Samples<T>{all.data()}, as_they_lie);
        check_pack(run, kernel::Samples<T>{all.data()}, {0});  // a single one

        // Some of them, from the second on.
        check_pack(run, kernel::Samples<T>{all.data()}.from(1), {as_they_lie.begin() + 1, as_they_lie.end()});

        // In the order of a list: backwards, and one of them twice.
        std::vector<std::uint32_t> order(as_they_lie.rbegin(), as_they_lie.rend());
        order[count / 2] = 0;
        check_pack(run, kernel::Samples<T>{all.data(), order.data()}, order);
        check_pack(run, kernel::Samples<T>{all.data(), order.data()}.from(1).from(2), {order.begin() + 3, order.end()});

        // And back.
        std::vector<T> panels(kernel::round_up(count, run.L) * run.F), back(count * run.F + 1, T(-7));
        run.pack(kernel::Samples<T>{all.data()}, count, panels.data());
        run.unpack(panels.data(), back.data(), count);
        CHECK(test::identical(back.data(), all.data(), all.size()));
        CHECK(back.back() == -7);
    }
}

TEST_CASE_TEMPLATE("pack: samples to panels and back, at every lane count", T, float, double) {
    for_each_lane_count<T>([]<std::size_t L>(std::integral_constant<std::size_t, L>) {
        check<T>(packs<T, L, 1>);
        check<T>(packs<T, L, 3>);
        check<T>(packs<T, L, 8>);   // half a register of features on the widest machines
        check<T>(packs<T, L, 15>);  // squares of each size, and a rest
        check<T>(packs<T, L, 16>);
        check<T>(packs<T, L, 17>);
    });
}

TEST_CASE("pack: samples at any address") {
    constexpr std::size_t L = simd::lanes<float>;
    std::vector<float> all = samples<float>(L, 17);
    all.insert(all.begin(), 0.0F);
    std::vector<std::uint32_t> as_they_lie(L);
    std::iota(as_they_lie.begin(), as_they_lie.end(), 0U);
    check_pack<float>(packs<float, L, 17>, kernel::Samples<float>{all.data() + 1}, as_they_lie);
}

/// Packs and unpacks; at compile time registers are arrays.
template <std::size_t L, std::size_t F, std::size_t Count>
constexpr auto there_and_back(bool ordered) {
    std::array<float, Count * F> all{}, back{};
    for (std::size_t k = 0; k < all.size(); ++k) all[k] = number<float>(k);
    std::array<std::uint32_t, Count> order{};
    for (std::size_t k = 0; k < Count; ++k) order[k] = std::uint32_t((k + 1) % Count);
    std::array<float, kernel::round_up(Count, L) * F> panels{};
    kernel::pack<L, F>(kernel::Samples<float>{all.data(), ordered ? order.data() : nullptr}, Count, panels.data());
    kernel::unpack<L, F>(panels.data(), back.data(), Count);
    struct Result {
        decltype(panels) packed;
        decltype(all) before, after;
        constexpr bool operator==(Result const&) const = default;
    };
    return Result{panels, all, back};
}

TEST_CASE("pack: a constant expression moves numbers alike") {
    constexpr std::size_t L = simd::lanes<float>;
    static constexpr auto one_feature = there_and_back<L, 1, 5>(false);
    static constexpr auto several = there_and_back<L, 17, L + 2>(false);
    static constexpr auto in_order = there_and_back<L, 3, L + 2>(true);
    static_assert(several.before == several.after);
    CHECK((there_and_back<L, 1, 5>(false)) == one_feature);
    CHECK((there_and_back<L, 17, L + 2>(false)) == several);
    CHECK((there_and_back<L, 3, L + 2>(true)) == in_order);
}

TEST_CASE("pack: numbers of another type are converted") {
    constexpr std::size_t L = simd::lanes<float>, count = L + 1;
    std::vector<std::int32_t> all(3 * count);
    std::iota(all.begin(), all.end(), -7);
    std::vector<std::uint32_t> order(count);
    for (std::size_t k = 0; k < count; ++k) order[k] = std::uint32_t(count - 1 - k);
    std::vector<float> panels(kernel::round_up(count, L) * 3);
    kernel::pack<L, 3>(kernel::Samples<std::int32_t>{all.data(), order.data()}, count, panels.data());
    for (std::size_t s = 0; s < panels.size() / 3; ++s)
        for (std::size_t f = 0; f < 3; ++f)
            CHECK(panels[(s / L * 3 + f) * L + s % L] == float(all[order[std::min(s, count - 1)] * 3 + f]));
}
