#pragma once

#include <string>
#include <vector>

#include "work.hpp"

namespace bench {

/// What one core can do at most, in this build's instructions.
struct Limits {
    double multiply_adds = 0;  // flop/s; a multiply-add is two
    double l1_stream = 0;      // bytes/s that are loaded, as fast as the first cache gives them
    double l2_stream = 0;      // likewise, from the second
    double clock = 0;          // cycles/s
};

/// Takes about a millisecond. Machines change their clock, and other guests of a shared one disturb: measure again beside
/// whatever is held against it.
Limits measure_limits();

/// Median of each.
Limits median(std::vector<Limits> const& measured);

/// The limit that binds a work, and how long the work would take there.
struct Bound {
    std::string name;
    double seconds = 0;  // 0: none is known
};
Bound bound(Cost const&, Limits const&);

/// The name of the limit that is one cycle.
inline constexpr char by_the_clock[] = "clock";

}  // namespace bench
