#pragma once

#include <doctest/doctest.h>

#include <cstddef>
#include <limits>
#include <vector>

#include <staticnn/kernel/outer.hpp>

#include "kernel/naive.hpp"

namespace naive {

/// What a layer's parameters, and so its gradient, are rounded up to: kernels may write zeros there.
template <std::size_t In, std::size_t Out, bool Bias>
inline constexpr std::size_t storage = kernel::round_up(parameter_storage(matrix<In, Out>, Bias), 16);

/// A kernel as an ordinary function, so that what checks it is compiled once.
template <class T>
using Outer = void (*)(T const* x, T const* dy, T* dw, T* scratch, std::size_t samples, bool add);

template <kernel::Matrix M, bool Bias, std::size_t L, std::size_t Rows, class T>
void outer(T const* x, T const* dy, T* dw, T* scratch, std::size_t samples, bool add) {
    kernel::outer<M, Bias, L, Rows>(x, dy, dw, scratch, samples, add);
}

/// Runs `run` on some samples of so many rows, writing and adding; looks at every number of the gradient and of its padding. What fills
/// up the last panel is infinite in x and zero in dy: none of it may show.
template <class T>
void check_outer(kernel::Matrix m, bool bias, std::size_t L, std::size_t size, std::size_t samples, bool add,
                 Outer<T> run, std::size_t rows_of_sample = 1) {
    CAPTURE(m.inputs);
    CAPTURE(m.outputs);
    CAPTURE(bias);
    CAPTURE(L);
    CAPTURE(samples);
    CAPTURE(add);
    CAPTURE(rows_of_sample);
    std::size_t const rows = m.inputs + (bias ? 1 : 0);
    std::size_t const panels = kernel::round_up(samples, L) / L * rows_of_sample;
    // Where number f of F of a row of sample s lies.
    auto const at = [&](std::size_t s, std::size_t row, std::size_t f, std::size_t F) {
        return ((s / L * rows_of_sample + row) * F + f) * L + s % L;
    };
    auto x = numbers<T>(panels * m.inputs * L, 5000);
    auto dy = numbers<T>(panels * m.outputs * L, 7000);
    for (std::size_t s = samples; s < kernel::round_up(samples, L); ++s)
        for (std::size_t row = 0; row < rows_of_sample; ++row) {
            for (std::size_t i = 0; i < m.inputs; ++i) x[at(s, row, i, m.inputs)] = std::numeric_limits<T>::infinity();
            for (std::size_t o = 0; o < m.outputs; ++o) dy[at(s, row, o, m.outputs)] = 0;
        }
    std::vector<T> scratch(kernel::outer_scratch(m) * panels * L + 1, T(77));
    auto const before = [&](std::size_t i, std::size_t o) { return number<T>(9000 + i * m.outputs + o); };
    std::vector<T> dw(size);
    for (std::size_t i = 0; i < rows; ++i)
        for (std::size_t o = 0; o < m.outputs; ++o) dw[i * m.input_stride + o] = before(i, o);

    run(x.data(), dy.data(), dw.data(), scratch.data(), samples, add);

    std::size_t far = 0, padding = 0;
    for (std::size_t i = 0; i < rows; ++i)
        for (std::size_t o = 0; o < m.outputs; ++o) {
            Sum exact;
            if (add) exact.add(before(i, o));
            for (std::size_t s = 0; s < samples; ++s)
                for (std::size_t row = 0; row < rows_of_sample; ++row)
                    exact.add((i < m.inputs ? Wide(x[at(s, row, i, m.inputs)]) : 1) * dy[at(s, row, o, m.outputs)]);
            if (!exact.is_within(gamma<T>(samples * rows_of_sample + 1), dw[i * m.input_stride + o])) ++far;
        }
    for (std::size_t k = 0; k < dw.size(); ++k)
        if ((k % m.input_stride >= m.outputs || k >= rows * m.input_stride) && dw[k] != 0) ++padding;
    CHECK(far == 0);
    CHECK(padding == 0);
    CHECK(scratch.back() == 77);
}

template <class T, std::size_t L, std::size_t In, std::size_t Out, bool Bias = true, std::size_t Rows = 1>
void check_outer() {
    constexpr kernel::Matrix m = matrix<In, Out>;
    for (std::size_t const panels : panel_counts)
        for (std::size_t const samples : {panels * L, panels * L - L / 2})
            for (bool const add : {false, true})
                check_outer<T>(m, Bias, L, storage<In, Out, Bias>, samples, add, outer<m, Bias, L, Rows, T>, Rows);
}

}  // namespace naive
