#pragma once

#include <staticnn/simd/log.hpp>
#include <staticnn/simd/vec.hpp>

namespace staticnn::inline STATICNN_TARGET::simd {

/// The natural logarithm of 1 + x in each lane, of a small x as well.
///
/// Error    1.5 ulp; the largest found is 1.44 in all floats, and in samples of doubles
/// Edges    x itself where 1 + x is 1; -infinity of -1, NaN below, infinity of infinity; NaN passes
/// Source   W. Kahan's correction of a rounded 1 + x, in the form of FreeBSD's s_log1p.c
template <class V>
[[gnu::always_inline]] constexpr V log1p(V v) {
    return per_lane<V>(
        []<class U>(U x) __attribute__((always_inline)) {
            using T = Scalar<U>;
            constexpr T infinity = T(__builtin_inff());
            U const sum = 1 + x, of_x = sum - 1;
            if constexpr (is_scalar<U>)  // compilers take NaN for an error in a constant expression
                if (__builtin_is_constant_evaluated() && (sum <= 0 || sum == infinity)) return log(sum);

            // 1 + x = sum + error, exactly (D. Knuth's sum of two)
            U const error = (1 - (sum - of_x)) + (x - of_x);
            // ln(sum + error) = ln sum + error / sum, but for the square of an ulp
            U const y = log(sum) + error / sum;
            return sum == 1 ? x : sum > 0 && sum < infinity ? y : log(sum);
        },
        v);
}

}  // namespace staticnn::inline STATICNN_TARGET::simd
