#pragma once

/// The machine that this file is compiled for, as the name of an inline namespace.
///
/// Layout and code depend on the target's flags, so everything that depends on them lives in
/// `staticnn::<target>::`, which users never have to write. Two files built for different targets then have
/// different types and fail to link, instead of reading each other's numbers wrong.
///
/// STATICNN_TARGET is the library's own; STATICNN_PORTABLE, defined by a build, asks for one lane everywhere.

#if defined(__clang__)
#if __clang_major__ < 18
#error "staticnn needs clang 18 or later (floating-point template arguments)"
#endif
#elif !defined(__GNUC__) || __GNUC__ < 12
#error "staticnn needs g++ 12 or later, or clang 18 or later"
#endif

#if defined(STATICNN_PORTABLE) && defined(__FMA__)
#define STATICNN_TARGET portable_fma
#elif defined(STATICNN_PORTABLE)
#define STATICNN_TARGET portable
#elif defined(__AVX512F__) && defined(__FMA__)
#define STATICNN_TARGET avx512
#elif defined(__AVX__) && defined(__FMA__)
#define STATICNN_TARGET avx2
#elif defined(__AVX__)
#define STATICNN_TARGET avx
#elif defined(__SSE2__)
#define STATICNN_TARGET sse2
#elif defined(__aarch64__)
#define STATICNN_TARGET neon
#elif defined(__wasm_simd128__)
#define STATICNN_TARGET simd128
#else
#define STATICNN_TARGET portable
#endif

namespace staticnn::inline STATICNN_TARGET::core {

/// Bytes of one vector register, or 0 where there is none: samples then go one by one.
inline constexpr int register_bytes =
#if defined(STATICNN_PORTABLE)
    0;
#elif defined(__AVX512F__) && defined(__FMA__)
    64;
#elif defined(__AVX__)
    32;
#elif defined(__SSE2__) || defined(__aarch64__) || defined(__wasm_simd128__)
    16;
#else
    0;
#endif

/// How many such registers a kernel may plan with.
inline constexpr int registers = register_bytes == 64 ||
#if defined(__aarch64__)
                                         true
#else
                                         false
#endif
                                     ? 32
                                     : 16;

/// Whether the machine rounds a multiply-add once. Where it can, g++ makes one of a product and a sum unasked.
inline constexpr bool has_fma =
#if defined(__FMA__) || defined(__aarch64__)
    true;
#else
    false;
#endif

}  // namespace staticnn::inline STATICNN_TARGET::core
