#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>

#include <staticnn/core/elementary.hpp>
#include <staticnn/core/multiply_add.hpp>

namespace staticnn::inline STATICNN_TARGET {

/// The stream of random numbers that `torch.manual_seed(seed)` starts: a Mersenne Twister, mt19937.
///
/// Cost     2.5 kB; about 2 ns a number
/// Error    uniform and permutation: PyTorch's numbers, bit for bit. normal: within 4 ulp of the larger of |value| and
///          |mean| of PyTorch's scalar code path, from which its vectorised ones differ
/// Edges    as in PyTorch, only the low 32 bits of the seed count
/// Source   torch.Generator; Matsumoto & Nishimura, Mersenne Twister, ACM TOMACS 8 (1998)
class Generator {
public:
    constexpr explicit Generator(std::uint64_t seed) {
        state_[0] = std::uint32_t(seed);
        for (std::uint32_t k = 1; k < length; ++k)
            state_[k] = 1812433253u * (state_[k - 1] ^ (state_[k - 1] >> 30)) + k;
    }

    /// The next 32 random bits.
    constexpr std::uint32_t operator()() {
        if (next_ == length) refill();
        std::uint32_t y = state_[next_++];
        y ^= y >> 11;
        y ^= (y << 7) & 0x9d2c5680u;
        y ^= (y << 15) & 0xefc60000u;
        return y ^ (y >> 18);
    }

    /// The next 64 random bits, high half first.
    constexpr std::uint64_t bits64() {
        std::uint64_t const high = (*this)();
        return high << 32 | (*this)();
    }

    /// A number from `from` to `to`, evenly spread: one element of `tensor.uniform_(from, to)`. (Rounding may reach
    /// `to` itself, as in PyTorch.)
    template <class T>
    constexpr T uniform(T from, T to) {
        T unit;  // in [0, 1), on a grid of 2^-24 or 2^-53
        if constexpr (sizeof(T) == sizeof(float))
            unit = T((*this)() & 0xffffffu) * T(0x1p-24);
        else
            unit = T(bits64() & 0x1fffffffffffffu) * T(0x1p-53);
        return core::has_fma ? core::multiply_add(unit, to - from, from) : core::fused(unit, to - from, from);
    }

    /// Numbers from the normal distribution: `tensor.normal_(mean, std)` on a tensor of out.size() elements.
    ///
    /// Edges    as in PyTorch, the numbers depend on how many are asked for at once: 16 and more are made in blocks
    /// Source   Box & Muller, A note on the generation of random normal deviates, Ann. Math. Stat. 29 (1958)
    template <class T, std::size_t Extent>
    constexpr void normal(std::span<T, Extent> out, T mean, T std) {
        if (out.size() < block) {
            for (T& value : out) value = T(standard_normal() * double(std) + double(mean));
            return;
        }
        for (T& value : out) value = uniform(T(0), T(1));
        for (std::size_t k = 0; k + block <= out.size(); k += block) to_normal(&out[k], mean, std);
        if (out.size() % block != 0) {  // the last block overlaps the one before it, with fresh numbers
            T* const last = &out[out.size() - block];
            for (std::size_t k = 0; k < block; ++k) last[k] = uniform(T(0), T(1));
            to_normal(last, mean, std);
        }
    }

    /// The numbers 0, 1, ... in random order: `torch.randperm(out.size())`.
    constexpr void permutation(std::span<std::uint32_t> out) {
        auto const count = std::uint32_t(out.size());
        for (std::uint32_t k = 0; k < count; ++k) out[k] = k;
        for (std::uint32_t k = 0; k + 1 < count; ++k) std::swap(out[k], out[k + (*this)() % (count - k)]);
    }

private:
    static constexpr std::uint32_t length = 624;
    static constexpr std::size_t block = 16;

    std::uint32_t state_[length]{};
    std::uint32_t next_ = length;
    double kept_normal_ = 0;  // Box-Muller makes two numbers at a time
    bool has_kept_normal_ = false;

    constexpr void refill() {
        for (std::uint32_t k = 0; k < length; ++k) {
            std::uint32_t const y = (state_[k] & 0x80000000u) | (state_[(k + 1) % length] & 0x7fffffffu);
            state_[k] = state_[(k + 397) % length] ^ (y >> 1) ^ ((y & 1) != 0 ? 0x9908b0dfu : 0u);
        }
        next_ = 0;
    }

    constexpr double standard_normal() {
        if (has_kept_normal_) {
            has_kept_normal_ = false;
            return kept_normal_;
        }
        double const u1 = uniform(0.0, 1.0), u2 = uniform(0.0, 1.0);
        double const radius = core::square_root(-2 * core::natural_logarithm(1 - u2));
        auto const [sine, cosine] = core::sine_cosine(2 * pi * u1);
        kept_normal_ = radius * sine;
        has_kept_normal_ = true;
        return radius * cosine;
    }

    /// Sixteen uniform numbers to sixteen normal ones: the first eight give the radius, the last eight the angle.
    template <class T>
    static constexpr void to_normal(T* values, T mean, T std) {
        for (std::size_t k = 0; k < block / 2; ++k) {
            T const angle = T(2 * pi * double(values[k + block / 2]));
            T const radius = T(core::square_root(-2 * core::natural_logarithm(double(1 - values[k]))));
            auto const [sine, cosine] = core::sine_cosine(double(angle));
            values[k] = core::multiply_add(radius * T(cosine), std, mean);
            values[k + block / 2] = core::multiply_add(radius * T(sine), std, mean);
        }
    }

    static constexpr double pi = 3.14159265358979323846;
};

}  // namespace staticnn::inline STATICNN_TARGET
