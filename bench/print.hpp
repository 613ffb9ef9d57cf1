#pragma once

#include <ostream>

#include "report.hpp"

namespace bench {

/// The machine, its limits, the tables (a column for each network, a row for each contestant), and the goals.
void print(std::ostream&, Report const&);

}  // namespace bench
