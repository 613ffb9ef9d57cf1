#pragma once

#include <cstddef>
#include <type_traits>
#include <utility>

#include <staticnn/core/elementary.hpp>
#include <staticnn/core/multiply_add.hpp>

/// One register of lanes, through the compilers' vector extensions: + - * / and comparisons work on it as they do on
/// a number. Here is what they lack, for a register, for a number and for `Lanes`, so that a kernel is written once.
namespace staticnn::inline STATICNN_TARGET::simd {

/// How many numbers of type T a register of this machine holds: 1 where it has none.
template <class T>
inline constexpr std::size_t lanes = core::register_bytes == 0 ? 1 : std::size_t(core::register_bytes) / sizeof(T);

/// How many accumulators a kernel may keep beside what it loads.
inline constexpr std::size_t registers = std::size_t(core::registers);

template <class T, std::size_t L>
struct Register {
    using type [[gnu::vector_size(sizeof(T) * L)]] = T;
    using unaligned [[gnu::vector_size(sizeof(T) * L), gnu::aligned(alignof(T)), gnu::may_alias]] = T;
};
template <class T>
struct Register<T, 1> {
    using type = T;
    using unaligned = T;
};

/// L lanes of T; T itself for one lane. Never ask for more than `lanes<T>`: wider ones are broken into slow pieces.
template <class T, std::size_t L>
using Vec = typename Register<T, L>::type;

/// The same lanes as a plain array: what a kernel runs on in a constant expression, where registers are not allowed.
/// Operation for operation it rounds as the register does, so results agree bit for bit.
template <class T, std::size_t L>
struct Lanes {
    T lane[L]{};

    friend constexpr Lanes operator+(Lanes a, Lanes const& b) {
        for (std::size_t l = 0; l < L; ++l) a.lane[l] += b.lane[l];
        return a;
    }
    friend constexpr Lanes operator-(Lanes a, Lanes const& b) {
        for (std::size_t l = 0; l < L; ++l) a.lane[l] -= b.lane[l];
        return a;
    }
    friend constexpr Lanes operator*(Lanes a, Lanes const& b) {
        for (std::size_t l = 0; l < L; ++l) a.lane[l] *= b.lane[l];
        return a;
    }
    friend constexpr Lanes operator/(Lanes a, Lanes const& b) {
        for (std::size_t l = 0; l < L; ++l) a.lane[l] /= b.lane[l];
        return a;
    }
};

/// The type a kernel computes in when it is evaluated at compile time.
template <class T, std::size_t L>
using ConstantVec = std::conditional_t<L == 1, T, Lanes<T, L>>;

namespace trait {

template <class V>
struct Of {  // a register
    using Scalar = std::remove_cvref_t<decltype(V{}[0])>;
    static constexpr std::size_t count = sizeof(V) / sizeof(Scalar);
    static constexpr bool is_lanes = false;
};
template <class V>
    requires std::is_arithmetic_v<V>
struct Of<V> {
    using Scalar = V;
    static constexpr std::size_t count = 1;
    static constexpr bool is_lanes = false;
};
template <class T, std::size_t L>
struct Of<Lanes<T, L>> {
    using Scalar = T;
    static constexpr std::size_t count = L;
    static constexpr bool is_lanes = true;
};

}  // namespace trait

template <class V>
using Scalar = typename trait::Of<V>::Scalar;

template <class V>
inline constexpr std::size_t lane_count = trait::Of<V>::count;

template <class V>
inline constexpr bool is_lanes = trait::Of<V>::is_lanes;

template <class V>
inline constexpr bool is_scalar = std::is_arithmetic_v<V>;

/// Reads lane_count<V> numbers; any alignment.
template <class V, class T>
[[gnu::always_inline]] constexpr V load(T const* from) {
    if constexpr (is_scalar<V>) {
        return *from;
    } else if constexpr (is_lanes<V>) {
        V v;
        for (std::size_t l = 0; l < lane_count<V>; ++l) v.lane[l] = from[l];
        return v;
    } else {
        return *reinterpret_cast<typename Register<T, lane_count<V>>::unaligned const*>(from);
    }
}

/// Writes lane_count<V> numbers; any alignment.
template <class V, class T>
[[gnu::always_inline]] constexpr void store(T* to, V const& v) {
    if constexpr (is_scalar<V>) {
        *to = v;
    } else if constexpr (is_lanes<V>) {
        for (std::size_t l = 0; l < lane_count<V>; ++l) to[l] = v.lane[l];
    } else {
        *reinterpret_cast<typename Register<T, lane_count<V>>::unaligned*>(to) = v;
    }
}

/// The same number in every lane. (Subtracting zero, unlike adding it, changes no number: compilers drop it.)
template <class V>
[[gnu::always_inline]] constexpr V broadcast(Scalar<V> s) {
    if constexpr (is_scalar<V>) {
        return s;
    } else if constexpr (is_lanes<V>) {
        V v;
        for (Scalar<V>& lane : v.lane) lane = s;
        return v;
    } else {
        return s - V{};
    }
}

/// f(v, others...), where f is written for a number and for a register: Lanes are handed to it one by one.
template <class V, class F, class... Others>
[[gnu::always_inline]] constexpr V per_lane(F f, V v, Others const&... others) {
    if constexpr (is_lanes<V>) {
        for (std::size_t l = 0; l < lane_count<V>; ++l) v.lane[l] = f(v.lane[l], others.lane[l]...);
        return v;
    } else {
        return f(v, others...);
    }
}

/// v, rounded: g++ does not fuse a product that comes from elsewhere with the sum it goes into, which constant
/// evaluation could not know of. No instruction.
template <class V>
[[gnu::always_inline]] constexpr V rounded(V v) {
    // clang takes no vector of 8 bytes for a register, and fuses nothing across statements either.
#if defined(__clang__)
    constexpr bool is_register = is_scalar<V> || sizeof(V) > 8;
#else
    constexpr bool is_register = true;
#endif
    if constexpr (core::has_fma && !is_lanes<V> && is_register) {
        if (!__builtin_is_constant_evaluated()) {
#if defined(__x86_64__) || defined(__i386__)
            asm("" : "+v"(v));
#elif defined(__aarch64__)
            asm("" : "+w"(v));
#endif
        }
    }
    return v;
}

/// Integers of the size of a T, without sign, for the bits of a number.
template <class T>
using Unsigned = std::conditional_t<sizeof(T) == sizeof(unsigned), unsigned, unsigned long long>;

/// As many of them as V has lanes.
template <class V>
using Bits = Vec<Unsigned<Scalar<V>>, lane_count<V>>;

/// The bits of each lane; for a number or a register, as `from_bits`.
template <class V>
[[gnu::always_inline]] constexpr Bits<V> bits(V v) {
    return __builtin_bit_cast(Bits<V>, v);
}

template <class V>
[[gnu::always_inline]] constexpr V from_bits(Bits<V> b) {
    return __builtin_bit_cast(V, b);
}

/// g++ has no portable names for these four, and turns `a < 0 ? 0 : a` into two instructions.
namespace builtin {
struct None;  // so that the names exist where no instruction does
void max(None);
void min(None);
void sqrt(None);
void fma(None);
#if !defined(__clang__) && defined(__x86_64__) && !defined(STATICNN_PORTABLE)
#if defined(__AVX512F__)
using F16 = Vec<float, 16>;
using D8 = Vec<double, 8>;
inline constexpr int as_set = 4;  // round as the mode says
[[gnu::always_inline]] inline F16 max(F16 a, F16 b) { return __builtin_ia32_maxps512_mask(a, b, a, -1, as_set); }
[[gnu::always_inline]] inline D8 max(D8 a, D8 b) { return __builtin_ia32_maxpd512_mask(a, b, a, -1, as_set); }
[[gnu::always_inline]] inline F16 min(F16 a, F16 b) { return __builtin_ia32_minps512_mask(a, b, a, -1, as_set); }
[[gnu::always_inline]] inline D8 min(D8 a, D8 b) { return __builtin_ia32_minpd512_mask(a, b, a, -1, as_set); }
[[gnu::always_inline]] inline F16 sqrt(F16 a) { return __builtin_ia32_sqrtps512_mask(a, a, -1, as_set); }
[[gnu::always_inline]] inline D8 sqrt(D8 a) { return __builtin_ia32_sqrtpd512_mask(a, a, -1, as_set); }
[[gnu::always_inline]] inline F16 fma(F16 a, F16 b, F16 c) {
    return __builtin_ia32_vfmaddps512_mask(a, b, c, -1, as_set);
}
[[gnu::always_inline]] inline D8 fma(D8 a, D8 b, D8 c) { return __builtin_ia32_vfmaddpd512_mask(a, b, c, -1, as_set); }
#endif
#if defined(__AVX__)
using F8 = Vec<float, 8>;
using D4 = Vec<double, 4>;
[[gnu::always_inline]] inline F8 max(F8 a, F8 b) { return __builtin_ia32_maxps256(a, b); }
[[gnu::always_inline]] inline D4 max(D4 a, D4 b) { return __builtin_ia32_maxpd256(a, b); }
[[gnu::always_inline]] inline F8 min(F8 a, F8 b) { return __builtin_ia32_minps256(a, b); }
[[gnu::always_inline]] inline D4 min(D4 a, D4 b) { return __builtin_ia32_minpd256(a, b); }
[[gnu::always_inline]] inline F8 sqrt(F8 a) { return __builtin_ia32_sqrtps256(a); }
[[gnu::always_inline]] inline D4 sqrt(D4 a) { return __builtin_ia32_sqrtpd256(a); }
#endif
using F4 = Vec<float, 4>;
using D2 = Vec<double, 2>;
[[gnu::always_inline]] inline F4 max(F4 a, F4 b) { return __builtin_ia32_maxps(a, b); }
[[gnu::always_inline]] inline D2 max(D2 a, D2 b) { return __builtin_ia32_maxpd(a, b); }
[[gnu::always_inline]] inline F4 min(F4 a, F4 b) { return __builtin_ia32_minps(a, b); }
[[gnu::always_inline]] inline D2 min(D2 a, D2 b) { return __builtin_ia32_minpd(a, b); }
[[gnu::always_inline]] inline F4 sqrt(F4 a) { return __builtin_ia32_sqrtps(a); }
[[gnu::always_inline]] inline D2 sqrt(D2 a) { return __builtin_ia32_sqrtpd(a); }
#if defined(__FMA__)
[[gnu::always_inline]] inline F8 fma(F8 a, F8 b, F8 c) { return __builtin_ia32_vfmaddps256(a, b, c); }
[[gnu::always_inline]] inline D4 fma(D4 a, D4 b, D4 c) { return __builtin_ia32_vfmaddpd256(a, b, c); }
[[gnu::always_inline]] inline F4 fma(F4 a, F4 b, F4 c) { return __builtin_ia32_vfmaddps(a, b, c); }
[[gnu::always_inline]] inline D2 fma(D2 a, D2 b, D2 c) { return __builtin_ia32_vfmaddpd(a, b, c); }
#endif
#endif
}  // namespace builtin

/// a b + c in each lane, rounded as core::multiply_add rounds it.
template <class V>
[[gnu::always_inline]] constexpr V multiply_add(V a, V b, V c) {
    if constexpr (is_scalar<V>) {
        return core::multiply_add(a, b, c);
    } else if constexpr (is_lanes<V>) {
        if (core::has_fma && __builtin_is_constant_evaluated())  // called directly: compilers count the statements
            for (std::size_t l = 0; l < lane_count<V>; ++l) a.lane[l] = core::fused(a.lane[l], b.lane[l], c.lane[l]);
        else
            for (std::size_t l = 0; l < lane_count<V>; ++l)
                a.lane[l] = core::multiply_add(a.lane[l], b.lane[l], c.lane[l]);
        return a;
    } else if constexpr (!core::has_fma) {
        V const product = a * b;
        return product + c;
    } else {
#if defined(__clang__)
        return __builtin_elementwise_fma(a, b, c);
#else
        if constexpr (requires { builtin::fma(a, b, c); })
            return builtin::fma(a, b, c);
        else
            for (std::size_t l = 0; l < lane_count<V>; ++l) a[l] = core::multiply_add(a[l], b[l], c[l]);
        return a;
#endif
    }
}

/// max(v, 0) in each lane; NaN passes.
template <class V>
[[gnu::always_inline]] constexpr V max_with_zero(V v) {
    if constexpr (is_scalar<V>) {
        return v < 0 ? V(0) : v;
    } else if constexpr (requires { builtin::max(v, v); }) {
        return builtin::max(V{}, v);  // of two operands the instruction gives the second when one is NaN
    } else {
        return v < V{} ? V{} : v;
    }
}

/// max(v, least) in each lane; NaN passes. For a number or a register, as `at_most`.
template <class V>
[[gnu::always_inline]] constexpr V at_least(V v, Scalar<V> least) {
    V const bound = broadcast<V>(least);
    if constexpr (requires { builtin::max(v, v); })
        return builtin::max(bound, v);
    else
        return v < bound ? bound : v;
}

/// min(v, most) in each lane; NaN passes.
template <class V>
[[gnu::always_inline]] constexpr V at_most(V v, Scalar<V> most) {
    V const bound = broadcast<V>(most);
    if constexpr (requires { builtin::min(v, v); })
        return builtin::min(bound, v);
    else
        return v > bound ? bound : v;
}

/// The larger of a and b in each lane; b where one is NaN.
template <class V>
[[gnu::always_inline]] constexpr V max(V a, V b) {
    if constexpr (is_lanes<V>) {
        for (std::size_t l = 0; l < lane_count<V>; ++l) b.lane[l] = a.lane[l] > b.lane[l] ? a.lane[l] : b.lane[l];
        return b;
    } else if constexpr (requires { builtin::max(a, b); }) {
        return builtin::max(a, b);
    } else {
        return a > b ? a : b;
    }
}

/// The number of each lane, in the lane.
template <class V>
[[gnu::always_inline]] constexpr V lane_numbers() {
    return []<std::size_t... K>(std::index_sequence<K...>) {
        return V{Scalar<V>(K)...};
    }(std::make_index_sequence<lane_count<V>>{});
}

/// v from lane n on, and what is in `before` in the first n; all of `before`, if there are no more.
template <class V>
[[gnu::always_inline]] constexpr V from_lane(std::size_t n, V v, V before) {
    if constexpr (is_scalar<V>) {
        return n == 0 ? v : before;
    } else if constexpr (is_lanes<V>) {
        for (std::size_t l = 0; l < lane_count<V> && l < n; ++l) v.lane[l] = before.lane[l];
        return v;
    } else {
        return lane_numbers<V>() < broadcast<V>(Scalar<V>(n)) ? before : v;
    }
}

/// The first n lanes of v, and zeros in the others.
template <class V>
[[gnu::always_inline]] constexpr V first_lanes(V v, std::size_t n) {
    return from_lane(n, V{}, v);
}

/// Lanes `first` to `last`, not included, of v, and those of `outside` before and behind.
template <class V>
[[gnu::always_inline]] constexpr V lanes_between(V v, std::size_t first, std::size_t last, V outside) {
    return from_lane(last, outside, from_lane(first, v, outside));
}

/// v, with zeros where |v| is so small that products of it would soon be denormal, which slow a machine down a
/// hundredfold: below 1e-35 in float, 1e-300 in double. NaN passes.
template <class V>
[[gnu::always_inline]] constexpr V without_tiny(V v) {
    constexpr auto tiny = Scalar<V>(sizeof(Scalar<V>) == sizeof(float) ? 1e-35 : 1e-300);
    if constexpr (is_lanes<V>) {
        for (Scalar<V>& lane : v.lane) lane = without_tiny(lane);
        return v;
    } else if constexpr (requires { builtin::max(v, v); }) {
        return builtin::max(v, -v) > tiny ? v : v - v;  // one comparison: g++ makes four instructions of two
    } else {
        return ((v > tiny) | (v < -tiny)) ? v : v - v;
    }
}

/// The square root of each lane, rounded once.
template <class V>
[[gnu::always_inline]] constexpr V square_root(V v) {
    if constexpr (is_scalar<V>) {
        return core::square_root(v);
    } else if constexpr (is_lanes<V>) {
        for (Scalar<V>& lane : v.lane) lane = core::square_root(lane);
        return v;
    } else {
#if defined(__clang__)
        return __builtin_elementwise_sqrt(v);
#else
        if constexpr (requires { builtin::sqrt(v); }) {
            return builtin::sqrt(v);
        } else {
            for (std::size_t l = 0; l < lane_count<V>; ++l) v[l] = core::square_root(v[l]);
            return v;
        }
#endif
    }
}

/// The sum of all lanes: the upper half onto the lower, until one is left.
template <class V>
[[gnu::always_inline]] constexpr Scalar<V> sum(V v) {
    if constexpr (is_scalar<V>) {
        return v;
    } else if constexpr (is_lanes<V>) {
        for (std::size_t half = lane_count<V> / 2; half > 0; half /= 2)
            for (std::size_t l = 0; l < half; ++l) v.lane[l] += v.lane[l + half];
        return v.lane[0];
    } else if constexpr (lane_count<V> == 2) {
        return v[0] + v[1];
    } else if constexpr (lane_count<V> == 4) {
        V const pair = v + __builtin_shufflevector(v, v, 2, 3, 2, 3);
        return (pair + __builtin_shufflevector(pair, pair, 1, 1, 1, 1))[0];  // g++ would add v[0] and v[1] more slowly
    } else {
        return [v]<std::size_t... K>(std::index_sequence<K...>) __attribute__((always_inline)) {
            constexpr int half = sizeof...(K);
            return sum(__builtin_shufflevector(v, v, int(K)...) + __builtin_shufflevector(v, v, (half + int(K))...));
        }(std::make_index_sequence<lane_count<V> / 2>{});
    }
}

/// The largest of all lanes; any of them, where one is NaN.
template <class V>
[[gnu::always_inline]] constexpr Scalar<V> largest(V v) {
    if constexpr (is_scalar<V>) {
        return v;
    } else if constexpr (is_lanes<V>) {
        for (std::size_t half = lane_count<V> / 2; half > 0; half /= 2)
            for (std::size_t l = 0; l < half; ++l) v.lane[l] = max(v.lane[l], v.lane[l + half]);
        return v.lane[0];
    } else if constexpr (lane_count<V> == 2) {
        return max(Scalar<V>(v[0]), Scalar<V>(v[1]));
    } else {
        return [v]<std::size_t... K>(std::index_sequence<K...>) __attribute__((always_inline)) {
            constexpr int half = sizeof...(K);
            return largest(
                max(__builtin_shufflevector(v, v, int(K)...), __builtin_shufflevector(v, v, (half + int(K))...)));
        }(std::make_index_sequence<lane_count<V> / 2>{});
    }
}

}  // namespace staticnn::inline STATICNN_TARGET::simd
