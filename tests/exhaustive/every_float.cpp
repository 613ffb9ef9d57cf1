// All 2^32 floats through exp, erf, tanh, sigmoid and log, as registers and on every core: prints the largest error of each
// and where it is, and fails if one is beyond what the function states. Names of functions choose among them:
//
//     exhaustive [exp] [erf] [tanh] [sigmoid] [log]
// All 2^32 floats through exp, tanh, sigmoid, log and log1p, as registers and on every core: prints the largest error of each
// and where it is, and fails if one is beyond what the function states. Names of functions choose among them:
//
//     exhaustive [exp] [tanh] [sigmoid] [log] [log1p]

#include <algorithm>
#include <atomic>
#include <bit>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <string_view>
#include <thread>
#include <vector>

#include <unistd.h>

#include <staticnn/simd/vec.hpp>

#include "simd/functions.hpp"

namespace simd = staticnn::simd;

namespace {

/// The largest error among some floats.
struct Worst {
    double ulps = 0;
    float x = 0, result = 0;

    void take(Worst const& other) {
        if (other.ulps > ulps) *this = other;
    }
};

constexpr std::uint64_t floats = std::uint64_t{1} << 32, at_once = std::uint64_t{1} << 16;

/// The floats whose bits are first, first + 1, ...
template <class Function>
Worst worst_of_block(std::uint64_t first) {
    constexpr std::size_t L = simd::lanes<float>;
    Worst worst;
    for (std::uint64_t block = first; block < first + at_once; block += L) {
        float x[L], result[L];
        for (std::size_t l = 0; l < L; ++l) x[l] = std::bit_cast<float>(std::uint32_t(block + l));
        simd::store(result, Function::ours(simd::load<simd::Vec<float, L>>(x)));
        // The error of a double function, 2^-29 of a unit or so, does not count.
        for (std::size_t l = 0; l < L; ++l)
            worst.take({test::ulps(result[l], Function::exact(double(x[l]))), x[l], result[l]});
    }
    return worst;
}

/// On a terminal only.
bool const shows_progress = isatty(STDERR_FILENO) != 0;

void draw_progress(char const* name, std::uint64_t done) {
    if (!shows_progress) return;
    constexpr std::uint64_t width = 40;
    char bar[width + 1]{};
    for (std::uint64_t k = 0; k < width; ++k) bar[k] = k * floats < done * width ? '#' : '.';
    std::fprintf(stderr, "\r%-8s [%s] %3d %%", name, bar, int(done * 100 / floats));
}

template <class Function>
bool holds() {
    std::atomic<std::uint64_t> next = 0;
    std::atomic<unsigned> working = std::max(1U, std::thread::hardware_concurrency());
    std::vector<Worst> worst_of_thread(working);
    std::vector<std::thread> threads;
    for (Worst& worst : worst_of_thread)
        threads.emplace_back([&worst, &next, &working] {
            for (std::uint64_t first = next.fetch_add(at_once); first < floats; first = next.fetch_add(at_once))
                worst.take(worst_of_block<Function>(first));
            --working;
        });
    while (working > 0) {
        draw_progress(Function::name, std::min(next.load(), floats));
        std::this_thread::sleep_for(std::chrono::milliseconds(200));
    }
    Worst worst;
    for (std::thread& thread : threads) thread.join();
    for (Worst const& one : worst_of_thread) worst.take(one);

    if (shows_progress) std::fputs("\r\033[K", stderr);
    bool const good = worst.ulps <= Function::most_ulps;
    std::printf("%-8s %6.3f ulp at %a, which gives %a; states %.3g: %s\n", Function::name, worst.ulps, double(worst.x),
                double(worst.result), Function::most_ulps, good ? "holds" : "DOES NOT HOLD");
    std::fflush(stdout);
    return good;
}

}  // namespace

int main(int count, char** arguments) {
    std::vector<std::string_view> const names(arguments + 1, arguments + count);
    bool good = true, any = false;
    auto const check = [&]<class Function>(Function) {
        if (!names.empty() && std::ranges::find(names, Function::name) == names.end()) return;
        any = true;
        good = holds<Function>() && good;
    };
    check(test::Exp{});
    check(test::Erf{});
    check(test::Tanh{});
    check(test::Sigmoid{});
    check(test::Log{});
    if (!any) std::fputs("usage: exhaustive [exp] [erf] [tanh] [sigmoid] [log]\n", stderr);
    check(test::Log1p{});
    if (!any) std::fputs("usage: exhaustive [exp] [tanh] [sigmoid] [log] [log1p]\n", stderr);
    return good && any ? 0 : 1;
}
