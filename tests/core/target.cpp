// The target: what the compiler's flags say, in one place.

#include <doctest/doctest.h>

#include <cstddef>
#include <string_view>
#include <type_traits>

#include <staticnn/core/target.hpp>
#include <staticnn/simd/vec.hpp>

namespace core = staticnn::core;
namespace simd = staticnn::simd;

static_assert(core::register_bytes == 0 || core::register_bytes == 16 || core::register_bytes == 32 ||
              core::register_bytes == 64);
static_assert(core::registers == 16 || core::registers == 32);

// Lanes fill a register, and are one where there is none.
static_assert(core::register_bytes != 0 ? simd::lanes<float> * sizeof(float) == core::register_bytes
                                        : simd::lanes<float> == 1);
static_assert(core::register_bytes != 0 ? simd::lanes<double> * sizeof(double) == core::register_bytes
                                        : simd::lanes<double> == 1);
static_assert(sizeof(simd::Vec<float, simd::lanes<float>>) == simd::lanes<float> * sizeof(float));
static_assert(sizeof(simd::Vec<double, simd::lanes<double>>) == simd::lanes<double> * sizeof(double));
static_assert(simd::registers == core::registers);

// The widest registers come with 32 of them and with fused multiply-add.
static_assert(core::register_bytes != 64 || (core::registers == 32 && core::has_fma));

#if defined(STATICNN_PORTABLE)
static_assert(core::register_bytes == 0);
#elif defined(__AVX512F__)
static_assert(core::register_bytes == 64);
#elif defined(__AVX__)
static_assert(core::register_bytes == 32);
#elif defined(__SSE2__) || defined(__aarch64__)
static_assert(core::register_bytes == 16);
#endif

// Users never write the name of the target, but it is there for the linker to see.
static_assert(std::is_same_v<staticnn::STATICNN_TARGET::simd::Lanes<float, 2>, simd::Lanes<float, 2>>);

#define NAME_OF(target) NAME_OF_EXPANDED(target)
#define NAME_OF_EXPANDED(target) #target

TEST_CASE("target: has the name of its registers") {
    std::string_view const name = NAME_OF(STATICNN_TARGET);
    CHECK((core::register_bytes == 64) == (name == "avx512"));
    CHECK((core::register_bytes == 32) == (name == "avx2" || name == "avx"));
    CHECK((core::register_bytes == 16) == (name == "sse2" || name == "neon" || name == "simd128"));
    CHECK((core::register_bytes == 0) == name.starts_with("portable"));
}
