#pragma once

#include "report.hpp"
#include "suite.hpp"

namespace bench {

/// Times all cells of the suite that the filter of Google Benchmark lets through, as many times as there are rounds.
/// In a round every cell has its turn, and in a cell every contestant, right after the limits of the machine: what slows
/// the machine for a while slows all sides of a ratio.
///
/// The report lacks only who ran it: machine, compiler and flags.
Report run(Suite const&, int rounds);

}  // namespace bench
