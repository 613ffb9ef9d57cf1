#pragma once

#include <filesystem>

#include "report.hpp"

namespace bench {

/// Draws a report as <path>.svg and <path>.png with gnuplot: a panel for each kind of work, a group of bars for each
/// network, and how high a bar reaches is how many times slower than staticnn it is. False, after a word on stderr,
/// where that fails.
bool draw_chart(Report const&, std::filesystem::path const& path);

}  // namespace bench
