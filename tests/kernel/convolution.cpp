// Convolutions of panels, back to their inputs, their parameters' gradients, and of one sample: against plain loops, and
// forwards bit for bit in the order that is stated.

#include <doctest/doctest.h>

#include <cstddef>
#include <limits>
#include <vector>

#include <staticnn/kernel/convolution.hpp>
#include <staticnn/kernel/convolution_gradient.hpp>
#include <staticnn/kernel/convolution_one.hpp>

#include "kernel/naive.hpp"

using namespace naive;
using kernel::Axis;
using kernel::Convolution;

/// Calls f(input, output, weight), all as numbers of their arrays, for each product that a convolution of one sample sums:
/// output by output, and in the order in which it is to sum them.
template <class F>
void for_each_product(Convolution c, F f) {
    for (std::size_t o = 0; o < c.outputs; ++o)
        for (std::size_t row = 0; row < c.height.out(); ++row)
            for (std::size_t column = 0; column < c.width.out(); ++column)
                for (std::size_t i = 0; i < c.group_inputs(); ++i)
                    for (std::size_t h = 0; h < c.height.kernel; ++h)
                        for (std::size_t k = 0; k < c.width.kernel; ++k) {
                            std::size_t const y = row * c.height.stride + h * c.height.dilation - c.height.before;
                            std::size_t const x = column * c.width.stride + k * c.width.dilation - c.width.before;
                            if (y >= c.height.in || x >= c.width.in) continue;
                            std::size_t const input = o / c.group_outputs() * c.group_inputs() + i;
                            f((input * c.height.in + y) * c.width.in + x,
                              (o * c.height.out() + row) * c.width.out() + column,
                              ((i * c.height.kernel + h) * c.width.kernel + k) * c.outputs + o);
                        }
}

template <class T>
struct StoreOne {
    T* to;

    template <class V>
    constexpr void operator()(std::size_t first, V v) const {
        simd::store(to + first, v);
    }
};

template <Convolution C, class T>
void check() {
    constexpr std::size_t L = simd::lanes<T>, panels = 3, samples = panels * L - L / 2;
    constexpr std::size_t in = C.inputs * C.input_pixels(), out = C.outputs * C.output_pixels();
    auto const w = numbers<T>(C.weights() + C.outputs, 1);
    auto x = numbers<T>(panels * in * L, 5000), dy = numbers<T>(panels * out * L, 7000);
    std::vector<T> y(panels * out * L), dx(panels * in * L), one(out);
    kernel::convolution<C, true, L, T>(w.data(), w.data() + C.weights(), x.data(), panels, Store<out, L, T>{y.data()});
    kernel::convolution_back<C, L, T>(w.data(), dy.data(), panels, Store<in, L, T>{dx.data()});

    std::size_t far = 0, other_bits = 0;
    auto const at = [](std::size_t p, std::size_t l, std::size_t f, std::size_t features) {
        return (p * features + f) * L + l;
    };
    for (std::size_t p = 0; p < panels; ++p)
        for (std::size_t l = 0; l < L; ++l) {
            std::vector<T> in_order(out), sample(in);
            std::vector<Sum> exact(in);
            for (std::size_t o = 0; o < out; ++o) in_order[o] = w[C.weights() + o / C.output_pixels()];
            for_each_product(C, [&](std::size_t i, std::size_t o, std::size_t weight) {
                in_order[o] = naive::multiply_add(x[at(p, l, i, in)], w[weight], in_order[o]);
                exact[i].add(Wide(dy[at(p, l, o, out)]) * w[weight]);
            });
            for (std::size_t o = 0; o < out; ++o)
                if (!test::identical(y[at(p, l, o, out)], in_order[o])) ++other_bits;
            for (std::size_t i = 0; i < in; ++i)
                if (!exact[i].is_within(gamma<T>(C.weights()), dx[at(p, l, i, in)])) ++far;
            for (std::size_t i = 0; i < in; ++i) sample[i] = x[at(p, l, i, in)];
            kernel::convolution_one<C, true, T>(w.data(), w.data() + C.weights(), sample.data(),
                                                StoreOne<T>{one.data()});
            for (std::size_t o = 0; o < out; ++o)
                if (!test::identical(one[o], in_order[o])) ++other_bits;
        }
    CHECK(far == 0);
    CHECK(other_bits == 0);

    // What fills up the last panel is infinite in x and zero in dy: none of it may show.
    for (std::size_t s = samples; s < panels * L; ++s) {
        for (std::size_t i = 0; i < in; ++i) x[at(s / L, s % L, i, in)] = std::numeric_limits<T>::infinity();
        for (std::size_t o = 0; o < out; ++o) dy[at(s / L, s % L, o, out)] = 0;
    }
    for (bool const add : {false, true}) {
        auto dw = numbers<T>(C.weights() + C.outputs + 1, 9000);
        std::vector<Sum> exact(C.weights() + C.outputs);
        if (add)
            for (std::size_t k = 0; k < exact.size(); ++k) exact[k].add(dw[k]);
        for (std::size_t s = 0; s < samples; ++s) {
            for_each_product(C, [&](std::size_t i, std::size_t o, std::size_t weight) {
                exact[weight].add(Wide(x[at(s / L, s % L, i, in)]) * dy[at(s / L, s % L, o, out)]);
            });
            for (std::size_t o = 0; o < out; ++o)
                exact[C.weights() + o / C.output_pixels()].add(dy[at(s / L, s % L, o, out)]);
        }
        T const behind = dw.back();
        kernel::convolution_gradient<C, true, L, T>(x.data(), dy.data(), dw.data(), samples, add);
        std::size_t wrong = 0;
        for (std::size_t k = 0; k < exact.size(); ++k)
            if (!exact[k].is_within(gamma<T>(samples * out + 1), dw[k])) ++wrong;
        CHECK(wrong == 0);
        CHECK(dw.back() == behind);
    }
}

/// In inputs, outputs and groups; height and width alike but for `longer`.
constexpr Convolution square(std::size_t in, std::size_t out, std::size_t groups, Axis axis, std::size_t longer = 0) {
    Axis width = axis;
    width.in += longer;
    return {in, out, groups, axis, width};
}

TEST_CASE("convolution: odd shapes") {
    check<square(1, 1, 1, {1, 1}), float>();
    check<square(3, 7, 1, {5, 3, 1, 1, 1}, 4), float>();
    check<square(2, 17, 1, {4, 3, 1, 1, 1}, 15), float>();
    check<Convolution{2, 5, 1, {3, 1}, {9, 7, 1, 3, 3}}, float>();
    check<square(1, 2, 1, {3, 2, 1, 4, 3}), float>();  // whole windows of padding
    check<square(9, 2, 1, {5, 1}), float>();
}

TEST_CASE("convolution: strides, dilation and groups") {
    check<square(3, 4, 1, {7, 3, 2, 1, 1}, 2), float>();
    check<square(2, 3, 1, {9, 3, 4, 2, 2, 6}, 3), float>();
    check<square(5, 5, 5, {6, 3, 1, 1, 1}, 15), float>();
}

TEST_CASE("convolution: rows that are narrower than a register") {
    check<square(2, 9, 1, {7, 3, 1, 1, 1}), float>();
    check<square(1, 2, 1, {9, 2, 1, 3, 0, 3}), float>();
}

TEST_CASE("convolution: sequences") {
    check<Convolution{3, 5, 1, {1, 1}, {99, 3, 1, 8, 0, 4}}, float>();
    check<Convolution{1, 2, 1, {1, 1}, {40, 30}}, float>();
}

TEST_CASE("convolution: double") {
    check<square(3, 6, 3, {6, 3, 2, 1, 1}), double>();
    check<square(3, 2, 1, {6, 5, 1, 2, 2}, 5), double>();
    check<Convolution{2, 4, 2, {1, 1}, {33, 8, 2, 3, 3}}, double>();
}
