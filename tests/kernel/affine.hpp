#pragma once

#include <doctest/doctest.h>

#include <cstddef>
#include <vector>

#include <staticnn/kernel/affine.hpp>

#include "kernel/naive.hpp"

namespace naive {

/// A kernel as an ordinary function, so that what checks it is compiled once.
template <class T>
using Affine = void (*)(T const* weight, T const* bias, T const* x, T* y, std::size_t panels);

template <kernel::Matrix M, bool Bias, std::size_t L, class T>
void affine(T const* weight, T const* bias, T const* x, T* y, std::size_t panels) {
    kernel::affine<M, Bias, L>(weight, bias, x, panels, Store<M.outputs, L, T>{y});
}

/// Runs `run` on some panels of x and compares every number; without a bias if that is null.
template <class T>
void check_affine(kernel::Matrix m, std::size_t L, T const* weight, T const* bias, Affine<T> run) {
    for (std::size_t const panels : panel_counts) {
        CAPTURE(m.inputs);
        CAPTURE(m.outputs);
        CAPTURE(L);
        CAPTURE(panels);
        auto const x = numbers<T>(panels * m.inputs * L, 5000);
        std::vector<T> y(panels * m.outputs * L + 1, T(77));

        run(weight, bias, x.data(), y.data(), panels);

        std::size_t far = 0, other_bits = 0;
        for (std::size_t p = 0; p < panels; ++p)
            for (std::size_t o = 0; o < m.outputs; ++o)
                for (std::size_t l = 0; l < L; ++l) {
                    Sum exact;
                    T in_order = bias != nullptr ? bias[o] : T(0);
                    exact.add(in_order);
                    for (std::size_t k = 0; k < m.inputs; ++k) {
                        T const w = weight[k * m.input_stride + o * m.output_stride];
                        T const value = x[(p * m.inputs + k) * L + l];
                        exact.add(Wide(value) * w);
                        in_order = naive::multiply_add(value, w, in_order);
                    }
                    T const ours = y[(p * m.outputs + o) * L + l];
                    if (!exact.is_within(gamma<T>(m.inputs + 1), ours)) ++far;
                    if (!test::identical(ours, in_order)) ++other_bits;
                }
        CHECK(far == 0);
        CHECK(other_bits == 0);
        CHECK(y.back() == 77);
    }
}

/// Forward, with a bias, in L lanes.
template <class T, std::size_t L, std::size_t In, std::size_t Out>
void check_forward() {
    constexpr kernel::Matrix m = matrix<In, Out>;
    auto const all = parameters<T>(m);
    check_affine<T>(m, L, all.data(), &all[In * m.input_stride], affine<m, true, L, T>);
}

/// From the gradient of the outputs to that of the inputs: the same weights, walked the other way.
template <class T, std::size_t L, std::size_t In, std::size_t Out>
void check_backward() {
    constexpr kernel::Matrix m = matrix<In, Out>.transposed();
    auto const all = parameters<T>(matrix<In, Out>);
    check_affine<T>(m, L, all.data(), nullptr, affine<m, false, L, T>);
}

}  // namespace naive
