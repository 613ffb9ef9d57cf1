// The affine map of one sample: against plain loops.

#include <doctest/doctest.h>

#include <cstddef>
#include <vector>

#include "kernel/affine_one.hpp"

using namespace naive;

/// A kernel as an ordinary function, so that what checks it is compiled once.
template <class T>
using AffineOne = void (*)(T const* weight, T const* bias, T const* x, T* y);

template <kernel::Matrix M, bool Bias, class T>
void affine_one(T const* weight, T const* bias, T const* x, T* y) {
    kernel::affine_one<M, Bias>(weight, bias, x, StoreOutputs<T>{y});
}

template <class T>
void check_affine_one(kernel::Matrix m, bool has_bias, AffineOne<T> run) {
    CAPTURE(m.inputs);
    CAPTURE(m.outputs);
    CAPTURE(has_bias);
    auto const all = parameters<T>(m);
    T const* const weight = all.data();
    T const* const bias = weight + m.inputs * m.input_stride;
    auto const x = numbers<T>(m.inputs, 5000);
    std::vector<T> y(room(m.outputs), T(77));

    run(weight, bias, x.data(), y.data());

    for (std::size_t o = 0; o < m.outputs; ++o) {
        CAPTURE(o);
        Sum exact;
        if (has_bias) exact.add(bias[o]);
        for (std::size_t k = 0; k < m.inputs; ++k) exact.add(Wide(x[k]) * weight[k * m.input_stride + o]);
        CHECK(exact.is_within(gamma<T>(m.inputs + 1), y[o]));
    }
    // The padding of the weights is zero, so that of the outputs is.
    for (std::size_t o = m.outputs; o < m.input_stride; ++o) CHECK(y[o] == 0);
}

template <class T, std::size_t In, std::size_t Out, bool Bias = true>
void check() {
    check_affine_one<T>(matrix<In, Out>, Bias, affine_one<matrix<In, Out>, Bias, T>);
}

TEST_CASE_TEMPLATE("affine_one: several outputs", T, float, double) {
    check<T, 1, 8>();
    check<T, 3, 17>();
    check<T, 17, 3>();
    check<T, 7, 33>();
    check<T, 99, 10>();
    check<T, 16, 64>();
    check<T, 64, 24>();
    check<T, 10, 40>();
    check<T, 5, 200>();  // more registers than one block holds, and a rest
}

TEST_CASE_TEMPLATE("affine_one: one output, a dot product", T, float, double) {
    check<T, 1, 1>();
    check<T, 2, 1>();
    check<T, 8, 1>();
    check<T, 31, 1>();
    check<T, 200, 1>();  // 64 sums side by side, and a rest
}

TEST_CASE("affine_one: without a bias") {
    check<float, 1, 1, false>();
    check<float, 31, 1, false>();
    check<float, 1, 8, false>();
    check<float, 7, 33, false>();
    check<float, 64, 24, false>();
}
