// Windows along an axis: who reads what, forwards and back, against counting.

#include <doctest/doctest.h>

#include <cstddef>
#include <vector>

#include <staticnn/kernel/axis.hpp>

namespace kernel = staticnn::kernel;
using kernel::Axis;

/// How often target t reads source s with tap k, as [t][s][k].
std::vector<int> readings(kernel::Reading reading, bool swapped) {
    Axis const a = reading.axis;
    std::vector<int> count(a.in * a.out() * a.kernel);
    for (std::size_t l = 0; l < reading.lines(); ++l) {
        kernel::Line const line = reading.line(l);
        kernel::Range const whole = line.whole();
        for (std::size_t j = 0; j < line.targets; ++j) {
            kernel::Range const taps = line.taps_of(j);
            bool const is_whole = taps.first == 0 && taps.last == line.taps;
            CHECK((line.taps == 0 || is_whole) == (line.taps == 0 || (j >= whole.first && j < whole.last)));
            for (std::size_t m = taps.first; m < taps.last; ++m) {
                std::size_t const s = std::size_t(line.source(j, m)), t = line.target(j), k = line.tap(m);
                REQUIRE(s < reading.sources());
                REQUIRE(t < reading.targets());
                REQUIRE(k < a.kernel);
                std::size_t const window = swapped ? s : t, input = swapped ? t : s;
                ++count[(window * a.in + input) * a.kernel + k];
            }
        }
    }
    return count;
}

void check(Axis a) {
    CAPTURE(a.in);
    CAPTURE(a.kernel);
    CAPTURE(a.stride);
    CAPTURE(a.before);
    CAPTURE(a.dilation);
    std::vector<int> expected(a.in * a.out() * a.kernel);
    for (std::size_t window = 0; window < a.out(); ++window)
        for (std::size_t k = 0; k < a.kernel; ++k) {
            std::size_t const place = window * a.stride + k * a.dilation;
            if (place >= a.before && place - a.before < a.in)
                expected[(window * a.in + place - a.before) * a.kernel + k] = 1;
        }
    CHECK(readings({a, false}, false) == expected);
    CHECK(readings({a, true}, true) == expected);
}

TEST_CASE("axis: forwards each window reads its inputs, back each input is read by the same windows") {
    for (std::size_t in = 1; in < 8; ++in)
        for (std::size_t size = 1; size < 5; ++size)
            for (std::size_t stride = 1; stride < 5; ++stride)
                for (std::size_t dilation = 1; dilation < 5; ++dilation)
                    for (std::size_t before = 0; before < 4; ++before)
                        for (std::size_t after = 0; after < 3; ++after) {
                            Axis const a{in, size, stride, before, after, dilation};
                            if (in >= a.least()) check(a);
                        }
}

TEST_CASE("axis: sizes") {
    static_assert(Axis{28, 3}.out() == 26 && Axis{28, 3, 2, 1, 1}.out() == 14 && Axis{9, 3, 1, 8, 0, 4}.out() == 9);
    static_assert(Axis{28, 3, 1, 0, 0, 2}.span() == 5 && Axis{28, 3}.least() == 3 &&
                  Axis{28, 3, 1, 1, 1}.least() == 1 && Axis{28, 3, 1, 9, 9}.least() == 1);
    CHECK(Axis{99, 7, 3}.out() == 31);
}
