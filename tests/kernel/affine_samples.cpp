// The affine map of samples as the user holds them, and the gradient of its parameters: what packing, `affine` and
// `outer` make of them, bit for bit.

#include <doctest/doctest.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include <staticnn/kernel/affine.hpp>
#include <staticnn/kernel/affine_samples.hpp>
#include <staticnn/kernel/outer.hpp>
#include <staticnn/kernel/pack.hpp>

#include "kernel/naive.hpp"

using namespace naive;

namespace {

template <class T, std::size_t In, std::size_t Out, bool Bias, std::size_t L>
void check(std::size_t count, bool shuffled) {
    constexpr kernel::Matrix m = matrix<In, Out>;
    static_assert(kernel::reads_samples<m, L>);
    CAPTURE(In);
    CAPTURE(L);
    CAPTURE(count);
    auto const all = parameters<T>(m);
    T const* const bias = all.data() + In * m.input_stride;
    auto const x = numbers<T>((count + 3) * In, 700);
    std::vector<std::uint32_t> order(count + 3);
    for (std::size_t s = 0; s < order.size(); ++s) order[s] = std::uint32_t(order.size() - 1 - s);
    kernel::Samples<T> const samples{x.data(), shuffled ? order.data() : nullptr, 3};

    std::size_t const panels = kernel::round_up(count, L) / L;
    std::vector<T> packed(panels * L * In), expected(panels * L * Out, T(77)), got(panels * L * Out, T(88));
    kernel::pack<L, In>(samples, count, packed.data());
    kernel::affine<m, Bias, L>(all.data(), bias, packed.data(), panels, Store<Out, L, T>{expected.data()});
    kernel::affine_samples<m, Bias, L>(all.data(), bias, samples, count, Store<Out, L, T>{got.data()});
    CHECK(test::identical(expected.data(), got.data(), expected.size()));

    auto const dy = numbers<T>(panels * L * Out, 900);
    std::vector<T> scratch(kernel::outer_scratch(m) * panels * L);
    for (bool const add : {false, true}) {
        std::vector<T> whole(parameter_storage(m, Bias), T(3)), same(parameter_storage(m, Bias), T(3));
        kernel::outer<m, Bias, L>(packed.data(), dy.data(), whole.data(), scratch.data(), count, add);
        kernel::outer_samples<m, Bias, L>(samples, dy.data(), same.data(), scratch.data(), count, add);
        CHECK(test::identical(whole.data(), same.data(), whole.size()));
    }
}

}  // namespace

// It is not for one lane, nor for few outputs or such as leave lanes idle, nor where packing is cheap.
static_assert(!kernel::reads_samples<matrix<64, 8>, 8>);
static_assert(!kernel::reads_samples<matrix<64, 16>, 1>);
static_assert(!kernel::reads_samples<matrix<64, 17>, 16>);
static_assert(!kernel::reads_samples<matrix<17, 16>, 16>);

TEST_CASE_TEMPLATE("affine_samples: the bits of the packed samples", T, float, double) {
    test::for_lane_counts<T, 2, 4, 8, 16>([](auto lanes) {
        for (std::size_t const count : {1U, 2U, 7U, 15U, 16U, 17U, 33U})
            for (bool const shuffled : {false, true}) {
                check<T, 67, 32, true, lanes()>(count, shuffled);
                check<T, 32, 16, false, lanes()>(count, shuffled);
                check<T, 99, 48, true, lanes()>(count, shuffled);
            }
    });
}

TEST_CASE("affine_samples: constant evaluation") {
    static constexpr kernel::Matrix m = matrix<9, 4>;
    constexpr auto run = [] {
        std::array<float, parameter_storage(m)> parameters{};
        fill_parameters(m, parameters.data());
        std::array<float, 5 * 9> x{};
        for (std::size_t k = 0; k < x.size(); ++k) x[k] = number<float>(900 + k);
        std::array<float, 8 * 4> y{};
        kernel::affine_samples<m, true, 4>(parameters.data(), &parameters[9 * m.input_stride],
                                           kernel::Samples<float>{x.data()}, 5, Store<4, 4, float>{y.data()});
        return y;
    };
    test::call_if_it_fits<float, 4>([run](auto) {
        static constexpr auto at_compile_time = run();
        auto const at_run_time = run();
        CHECK(test::identical(at_run_time.data(), at_compile_time.data(), at_run_time.size()));
    });
}
