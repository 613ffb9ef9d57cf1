#include "limits.hpp"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <iterator>
#include <span>
#include <vector>

#include <staticnn/simd/vec.hpp>

#include "statistics.hpp"

#if defined(__linux__)
#include <unistd.h>
#endif

namespace bench {
namespace {

namespace simd = staticnn::simd;

template <std::size_t L>
using Vec = simd::Vec<float, L>;

/// Makes the compiler believe that v is used, and that it may be anything from here on. No instruction.
template <class V>
[[gnu::always_inline]] inline void touch(V& v) {
#if defined(__x86_64__)
    asm volatile("" : "+v"(v));
#elif defined(__aarch64__)
    asm volatile("" : "+w"(v));
#else
    asm volatile("" : "+m"(v));
#endif
}

/// Work per second. The best of some bursts, each short enough that most are not interrupted.
double best_rate(double work, auto burst) {
    using Clock = std::chrono::steady_clock;
    double best = 0;
    for (int k = 0; k < 8; ++k) {
        auto const start = Clock::now();
        burst();
        std::chrono::duration<double> const elapsed = Clock::now() - start;
        best = std::max(best, work / elapsed.count());
    }
    return best;
}

/// Chains of multiply-adds, each waiting for itself alone: enough of them to keep two units busy that take up to six
/// cycles, and so few that the sums stay in sixteen registers.
template <std::size_t L>
double multiply_add_rate() {
    constexpr std::size_t chains = 12;
    constexpr int times = 4000;
    return best_rate(2.0 * L * chains * times, [] {
        auto const factor = simd::broadcast<Vec<L>>(0.5F);
        auto const addend = simd::broadcast<Vec<L>>(1);
        Vec<L> sums[chains];
        for (auto& sum : sums) touch(sum = addend);
        for (int k = 0; k < times; ++k)
#pragma GCC unroll 16
            for (auto& sum : sums) sum = simd::multiply_add(sum, factor, addend);
        for (auto& sum : sums) touch(sum);
    });
}

/// A chain of shifts and exclusive ors, one cycle each on every processor.
double clock_rate() {
    constexpr int times = 1000;
    return best_rate(2.0 * 16 * times, [] {
        std::size_t number = times;
        for (int k = 0; k < times; ++k)
#pragma GCC unroll 16
            for (int step = 0; step < 16; ++step) {
                number ^= number >> 1;
                asm volatile("" : "+r"(number));
            }
    });
}

/// Loads, one after another, over all of `data` and again. Its size is a multiple of 16 registers.
template <std::size_t L>
double stream_rate(std::span<float const> data) {
    std::size_t const passes = std::max<std::size_t>(1, (std::size_t{1} << 21) / data.size_bytes());
    return best_rate(double(data.size_bytes() * passes), [&] {
        for (std::size_t pass = 0; pass < passes; ++pass)
            for (std::size_t i = 0; i < data.size(); i += 16 * L)
#pragma GCC unroll 16
                for (std::size_t k = 0; k < 16; ++k) {
                    auto loaded = simd::load<Vec<L>>(data.data() + i + k * L);
                    touch(loaded);
                }
    });
}

/// Bytes of the caches; what is common where the system does not tell.
#if defined(_SC_LEVEL1_DCACHE_SIZE) && defined(_SC_LEVEL2_CACHE_SIZE)
std::size_t told(int name, std::size_t otherwise) {
    long const size = sysconf(name);
    return size > 0 ? std::size_t(size) : otherwise;
}
std::size_t l1_size() { return told(_SC_LEVEL1_DCACHE_SIZE, 32 * 1024); }
std::size_t l2_size() { return told(_SC_LEVEL2_CACHE_SIZE, 512 * 1024); }
#else
std::size_t l1_size() { return 32 * 1024; }
std::size_t l2_size() { return 512 * 1024; }
#endif

/// Half a cache of numbers, in whole lines, and written: pages that never were are all one page of zeros, which is read
/// at another speed.
class HalfOf {
public:
    explicit HalfOf(std::size_t cache) : lines_(cache / 2 / 1024 * 1024 / sizeof(Line)) {
        for (Line& line : lines_) std::fill(std::begin(line.values), std::end(line.values), 1.0F);
    }
    std::span<float const> numbers() const { return {lines_.front().values, lines_.size() * 16}; }

private:
    struct alignas(64) Line {
        float values[16];
    };
    std::vector<Line> lines_;
};

/// Registers of this width are as wide as the machine's, or half: some processors halve the clock, not the width.
template <std::size_t L>
void raise(Limits& limits) {
    static HalfOf const l1{l1_size()}, l2{l2_size()};
    limits.multiply_adds = std::max(limits.multiply_adds, multiply_add_rate<L>());
    limits.l1_stream = std::max(limits.l1_stream, stream_rate<L>(l1.numbers()));
    limits.l2_stream = std::max(limits.l2_stream, stream_rate<L>(l2.numbers()));
}

}  // namespace

Limits measure_limits() {
    constexpr std::size_t lanes = simd::lanes<float>;
    Limits limits{.clock = clock_rate()};
    raise<lanes>(limits);
    if constexpr (lanes >= 8) raise<lanes / 2>(limits);
    return limits;
}

Limits median(std::vector<Limits> const& measured) {
    auto const of = [&](double Limits::* limit) {
        std::vector<double> values;
        for (Limits const& limits : measured) values.push_back(limits.*limit);
        return median(values);
    };
    return {of(&Limits::multiply_adds), of(&Limits::l1_stream), of(&Limits::l2_stream), of(&Limits::clock)};
}

Bound bound(Cost const& cost, Limits const& limits) {
    if (cost.cycles > 0) return {by_the_clock, cost.cycles / limits.clock};
    static double const l1_bytes = double(l1_size());
    bool const fits = cost.weight_bytes <= l1_bytes;
    Bound const stream = {fits ? "L1 stream" : "L2 stream",
                          cost.weight_bytes / (fits ? limits.l1_stream : limits.l2_stream)};
    Bound const multiply_adds = {"multiply-adds", cost.flops / limits.multiply_adds};
    return stream.seconds > multiply_adds.seconds ? stream : multiply_adds;
}

}  // namespace bench
