#pragma once

#include <cstddef>
#include <cstdio>
#include <string>

#include <unistd.h>

namespace bench {

/// A bar on the terminal that says how far the measurements are, and nothing where there is no terminal.
class Progress {
public:
    /// One more turn to come; returns its number.
    std::size_t add() { return turns_++; }

    /// Called from inside a benchmark, before its clock starts.
    void reach(std::size_t turn, std::string const& name) const {
        if (!terminal_) return;
        constexpr std::size_t width = 30;
        std::size_t const done = turn * width / turns_;
        std::string const bar = std::string(done, '#') + std::string(width - done, '.');
        std::fprintf(stderr, "\r\033[K[%s] %3zu %%  %s", bar.c_str(), turn * 100 / turns_, name.c_str());
    }

    void clear() const {
        if (terminal_) std::fputs("\r\033[K", stderr);
    }

private:
    std::size_t turns_ = 0;
    bool terminal_ = isatty(STDERR_FILENO) != 0;
};

}  // namespace bench
