#pragma once

#include <cstddef>

#include <staticnn/kernel/matrix.hpp>

namespace staticnn::inline STATICNN_TARGET::kernel {

/// How many sums run side by side for each output of one sample, added in the end: what keeps the multiply-adds from
/// waiting for each other where outputs are few. It depends on the shape alone, so that every machine adds in the
/// same order and finds the same bits.
constexpr std::size_t chains(Matrix m) {
    bool const short_wait = m.input_stride <= 64 && m.inputs <= 32;  // few steps each, and sums for all registers
    std::size_t const wanted = m.input_stride <= 16 && m.inputs >= 32 ? 8
                               : m.input_stride <= 32 || short_wait   ? 4
                               : m.input_stride < 128                 ? 2
                                                                      : 1;
    return m.inputs < wanted ? m.inputs : wanted;
}

/// N registers of outputs of one sample, from output `first` on; lanes are outputs.
template <Matrix M, bool Bias, std::size_t N, class V, class T, class Put>
[[gnu::always_inline]] constexpr void affine_one_block(T const* weight, T const* bias, T const* x, std::size_t first,
                                                       Put const& put) {
    constexpr std::size_t L = simd::lane_count<V>, C = chains(M), rest = M.inputs % C;
    constexpr std::size_t few_inputs = 16;  // unrolled
    V sum[C][N];
#pragma GCC unroll 16
    for (std::size_t c = 0; c < C; ++c)
#pragma GCC unroll 16
        for (std::size_t n = 0; n < N; ++n) {
            if constexpr (Bias)
                sum[c][n] = c == 0 ? simd::load<V>(bias + first + n * L) : V{};
            else
                sum[c][n] = V{};
        }
    auto const add_input = [&](std::size_t c, std::size_t k) __attribute__((always_inline)) {
        V const value = simd::broadcast<V>(x[k]);
        // Unfused, a chain may begin with its product: to add it onto zero is an addition, and as much latency.
        constexpr bool begins_with_product = !core::has_fma && M.inputs <= few_inputs;
#pragma GCC unroll 16
        for (std::size_t n = 0; n < N; ++n) {
            T const* const from = weight + k * M.input_stride + first + n * L;
            // With each load: all of a row's at once hold up the loads behind them.
            if constexpr (come_from_afar<T>(M.inputs * M.input_stride)) prefetch_ahead(from);
            V const w = simd::load<V>(from);
            if (begins_with_product && k == c && c > 0)
                sum[c][n] = w * value;
            else
                sum[c][n] = simd::multiply_add(w, value, sum[c][n]);
        }
    };
    if constexpr (M.inputs <= few_inputs) {
#pragma GCC unroll 16
        for (std::size_t k = 0; k < M.inputs; ++k) add_input(k % C, k);
    } else {
        // As it stands: unrolled by clang, each load would stride too far for the machine to see what comes next.
#pragma GCC unroll 1
        for (std::size_t k = 0; k + C <= M.inputs; k += C) {
#pragma GCC unroll 16
            for (std::size_t c = 0; c < C; ++c) add_input(c, k + c);
        }
#pragma GCC unroll 16
        for (std::size_t c = 0; c < rest; ++c) add_input(c, M.inputs - rest + c);
    }
#pragma GCC unroll 16
    for (std::size_t n = 0; n < N; ++n) {
#pragma GCC unroll 16
        for (std::size_t half = 4; half > 0; half /= 2)
#pragma GCC unroll 16
            for (std::size_t c = 0; c < half; ++c)
                if (c + half < C) sum[c][n] = sum[c][n] + sum[c + half][n];
        put(first + n * L, sum[0][n]);
    }
}

/// Several outputs: each input times a row of weights, added onto registers of outputs.
template <Matrix M, bool Bias, class V, class T, class Put>
[[gnu::always_inline]] constexpr void affine_one_rows(T const* weight, T const* bias, T const* x, Put const& put) {
    constexpr std::size_t L = simd::lane_count<V>, N = (M.input_stride + L - 1) / L;
    constexpr std::size_t fitting = simd::registers / 2 / chains(M);
    constexpr std::size_t block = N <= fitting ? N : fitting;
    if constexpr (N == block) {
        affine_one_block<M, Bias, N, V>(weight, bias, x, 0, put);
    } else {
        for (std::size_t n = 0; n + block <= N; n += block)
            affine_one_block<M, Bias, block, V>(weight, bias, x, n * L, put);
        if constexpr (N % block != 0)
            affine_one_block<M, Bias, N % block, V>(weight, bias, x, N / block * block * L, put);
    }
}

/// One output: a dot product in D sums side by side, D a power of two that depends on the length alone.
template <std::size_t D, Matrix M, bool Bias, class V, class T, class Put>
[[gnu::always_inline]] constexpr void affine_one_dot(T const* weight, T const* bias, T const* x, Put const& put) {
    constexpr std::size_t L = simd::lane_count<V>, N = D / L;
    V sum[N];
#pragma GCC unroll 16
    for (std::size_t n = 0; n < N; ++n) {
        V const w = simd::load<V>(weight + n * L), value = simd::load<V>(x + n * L);
        if constexpr (core::has_fma)
            sum[n] = simd::multiply_add(w, value, V{});  // onto zero, or g++ would fuse a product with a sum below
        else
            sum[n] = w * value;
    }
    for (std::size_t k = D; k + D <= M.inputs; k += D) {
#pragma GCC unroll 16
        for (std::size_t n = 0; n < N; ++n)
            sum[n] = simd::multiply_add(simd::load<V>(weight + k + n * L), simd::load<V>(x + k + n * L), sum[n]);
    }
#pragma GCC unroll 16
    for (std::size_t half = N / 2; half > 0; half /= 2)
#pragma GCC unroll 16
        for (std::size_t n = 0; n < half; ++n) sum[n] = sum[n] + sum[n + half];
    T y = simd::sum(sum[0]);
    if constexpr (Bias) y += bias[0];
    for (std::size_t k = M.inputs / D * D; k < M.inputs; ++k) y = core::multiply_add(weight[k], x[k], y);
    put(0, y);
}

/// The affine map of one sample, handed to `put(output, lanes)` a register of outputs at a time. The last register may
/// reach past the last output: what lies there is padding.
///
/// Shapes   x [M.inputs]; weights in rows of M.input_stride = padded(M.outputs) numbers
/// Cost     as fast as the weights can be read: 2 M.size() flop
template <Matrix M, bool Bias, class T, class Put>
[[gnu::always_inline]] constexpr void affine_one_inline(T const* weight, T const* bias, T const* x, Put const& put) {
    constexpr auto at_most = [](std::size_t n, std::size_t limit) { return n < limit ? n : limit; };
    if constexpr (M.input_stride == 1) {
        constexpr std::size_t D = [] {
            std::size_t d = 1;
            while (2 * d <= M.inputs && d < (M.inputs < 128 ? 16 : 64)) d *= 2;
            return d;
        }();
        in_lanes<T, at_most(D, simd::lanes<T>)>(
            [&]<class V>(V) __attribute__((always_inline)) { affine_one_dot<D, M, Bias, V>(weight, bias, x, put); });
    } else {
        in_lanes<T, at_most(M.input_stride, simd::lanes<T>)>(
            [&]<class V>(V) __attribute__((always_inline)) { affine_one_rows<M, Bias, V>(weight, bias, x, put); });
    }
}

template <Matrix M, bool Bias, class T, class Put>
[[gnu::noinline]] constexpr void affine_one_apart(T const* weight, T const* bias, T const* x, Put put) {
    affine_one_inline<M, Bias>(weight, bias, x, put);
}

template <Matrix M, bool Bias, class T, class Put>
[[gnu::always_inline]] constexpr void affine_one(T const* weight, T const* bias, T const* x, Put put) {
    if constexpr (M.size() > worth_a_call)
        affine_one_apart<M, Bias>(weight, bias, x, put);
    else
        affine_one_inline<M, Bias>(weight, bias, x, put);
}

}  // namespace staticnn::inline STATICNN_TARGET::kernel
