#pragma once

#include <cmath>
#include <cstddef>
#include <cstring>

#if defined(__AVX__)
#include <immintrin.h>
#endif

namespace dynamic {

/// One register of the machine: the widest vector it has, and never a wider one, which compilers would take apart badly.
#if defined(__AVX512F__)
inline constexpr std::size_t register_lanes = 16;
inline constexpr std::size_t register_count = 32;
#elif defined(__AVX__)
inline constexpr std::size_t register_lanes = 8;
inline constexpr std::size_t register_count = 16;
#else
inline constexpr std::size_t register_lanes = 4;
inline constexpr std::size_t register_count = 16;
#endif

template <std::size_t Lanes>
struct VectorOf {
    typedef float type __attribute__((vector_size(Lanes * sizeof(float))));
};

template <std::size_t Lanes>
using Vector = typename VectorOf<Lanes>::type;

template <std::size_t Lanes>
inline Vector<Lanes> load(float const* from) {
    Vector<Lanes> v;
    std::memcpy(&v, from, sizeof v);
    return v;
}

template <std::size_t Lanes>
inline void store(float* to, Vector<Lanes> const& v) {
    std::memcpy(to, &v, sizeof v);
}

/// A loop over `std::sqrt` may set errno and so does not vectorise: the machine's own square root is named instead.
inline Vector<register_lanes> square_root(Vector<register_lanes> v) {
#if defined(__AVX512F__)
    return Vector<register_lanes>(_mm512_sqrt_ps(__m512(v)));
#elif defined(__AVX__)
    return Vector<register_lanes>(_mm256_sqrt_ps(__m256(v)));
#else
    for (std::size_t lane = 0; lane < register_lanes; ++lane) v[lane] = std::sqrt(v[lane]);
    return v;
#endif
}

}  // namespace dynamic
