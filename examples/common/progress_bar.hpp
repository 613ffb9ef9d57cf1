#pragma once

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <utility>

#include <sys/ioctl.h>
#include <unistd.h>

/// A progress bar on stderr, in the manner of tqdm:
///
///     with ReLU:  45%|█████▍      | 45000/100000 [00:00<00:00, 612.3kit/s, loss=1234.5]
///
/// Edges   silent where stderr is not a terminal, or NO_PROGRESS is set; the last frame is always drawn
class ProgressBar {
public:
    ProgressBar(std::string title, std::size_t total)
        : title_(std::move(title)),
          total_(total),
          visible_(isatty(STDERR_FILENO) != 0 && std::getenv("NO_PROGRESS") == nullptr) {}

    /// Called after each of the `total` units of work; most calls only look at the clock.
    void update(std::size_t done, double loss) {
        if (!visible_) return;
        auto const now = Clock::now();
        if (done < total_ && now - drawn_ < redraw_interval) return;
        drawn_ = now;
        draw(done, loss, Seconds(now - start_).count());
    }

private:
    using Clock = std::chrono::steady_clock;
    using Seconds = std::chrono::duration<double>;

    // Fast enough to look alive, slow enough to cost nothing.
    static constexpr std::chrono::milliseconds redraw_interval{80};

    void draw(std::size_t done, double loss, double elapsed) const {
        double const part = double(done) / double(total_);
        double const rate = double(done) / std::max(elapsed, 1e-9);

        std::array<char, 160> left, right;
        int const left_width = std::snprintf(left.data(), left.size(), "%s: %3d%%|", title_.c_str(), int(100 * part));
        int const right_width =
            std::snprintf(right.data(), right.size(), "| %zu/%zu [%s<%s, %sit/s, loss=%.*f]", done, total_,
                          minutes(elapsed).c_str(), minutes(double(total_ - done) / rate).c_str(), scaled(rate).c_str(),
                          loss < 10    ? 3
                          : loss < 1e4 ? 1
                                       : 0,
                          loss);

        int const room = terminal_width() - left_width - right_width - 1;
        std::fprintf(stderr, "\r%s%s%s\x1b[K%s", left.data(), bar(part, std::max(room, 0)).c_str(), right.data(),
                     done == total_ ? "\n" : "");
        std::fflush(stderr);
    }

    /// A bar of `width` columns, filled in steps of an eighth of a column.
    static std::string bar(double part, int width) {
        static constexpr std::array<char const*, 9> eighths{" ", "▏", "▎", "▍", "▌", "▋", "▊", "▉", "█"};
        int const filled = int(part * width * 8);
        std::string text;
        for (int column = 0; column < width; ++column)
            text += eighths[std::size_t(std::clamp(filled - 8 * column, 0, 8))];
        return text;
    }

    /// 612.3k for 612,345.
    static std::string scaled(double number) {
        std::array<char, 32> text;
        if (number >= 1e6)
            std::snprintf(text.data(), text.size(), "%.2fM", number / 1e6);
        else if (number >= 1e3)
            std::snprintf(text.data(), text.size(), "%.1fk", number / 1e3);
        else
            std::snprintf(text.data(), text.size(), "%.1f", number);
        return text.data();
    }

    /// 03:07, or 2:03:07 from an hour on.
    static std::string minutes(double seconds) {
        long const s = long(seconds);
        std::array<char, 32> text;
        if (s < 3600)
            std::snprintf(text.data(), text.size(), "%02ld:%02ld", s / 60, s % 60);
        else
            std::snprintf(text.data(), text.size(), "%ld:%02ld:%02ld", s / 3600, s / 60 % 60, s % 60);
        return text.data();
    }

    static int terminal_width() {
        winsize size{};
        bool const known = ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0;
        return known ? size.ws_col : 80;
    }

    std::string title_;
    std::size_t total_;
    bool visible_;
    Clock::time_point start_ = Clock::now();
    Clock::time_point drawn_ = start_;
};
