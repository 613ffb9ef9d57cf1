#pragma once

#include <string>
#include <vector>

#include "report.hpp"
#include "tables.hpp"

namespace bench {

/// What is asked of a cell.
enum class Ask {
    share_of_limit,  // at least this share of the limit that binds
    ahead,           // at least this many times faster than the rival
    ahead_of_peers,  // likewise, than every peer that ran
    time_of_rival,   // at most this many times the time of the rival
    seconds,         // at most
};

/// Goals are for AVX-512, one core, g++ -O3 -march=native, and ratios inside one run.
struct Goal {
    char const* table;    // every table whose name begins so
    char const* network;  // nullptr: every one of them; the worst cell decides
    Ask ask;
    double bound;
    char const* rival = nullptr;
    char const* contestant = ours;
};

/// Who is level differs by less than this: two programs at the same limit are never equal to the last percent.
inline constexpr double level = 0.97;

inline constexpr Goal goals[] = {
    {table::latency, "1-8-8-1", Ask::ahead, 1.5, "Eigen fixed"},
    {table::latency, "16-64-64-8", Ask::share_of_limit, 0.75},
    {table::latency, "16-64-64-8 tanh", Ask::ahead, 1.3, "Eigen fixed"},
    {table::latency, "64-256-256-16", Ask::share_of_limit, 0.92},
    {table::latency, "784-128-10", Ask::share_of_limit, 0.92},

    {table::batch, "1-8-8-1", Ask::share_of_limit, 0.45},
    {table::batch, "16-64-64-8", Ask::share_of_limit, 0.85},
    {table::batch, "64-256-256-16", Ask::share_of_limit, 0.93},
    {table::batch, "784-128-10", Ask::share_of_limit, 0.94},
    {table::batch, nullptr, Ask::ahead, level, "oneDNN"},

    {table::training, "1-8-8-1", Ask::ahead, 3.5, "Eigen fixed"},
    {table::training, "1-8-8-1", Ask::ahead, 300, "LibTorch"},
    {table::training, "1-8-8-1", Ask::share_of_limit, 0.58},
    {table::training, "16-64-64-8", Ask::share_of_limit, 0.85},
    {table::training, "16-64-64-8", Ask::ahead_of_peers, 1.2},
    {table::training, "784-128-10", Ask::share_of_limit, 0.78},
    {table::training, "784-128-10", Ask::ahead_of_peers, 1.2},

    {table::tutorial, "1-8-8-1", Ask::seconds, 0.1},
    {table::odd_forward, nullptr, Ask::time_of_rival, 1.1, "rounded shape"},
    {table::odd_training, nullptr, Ask::time_of_rival, 1.1, "rounded shape"},

    // A weak yardstick would prove nothing.
    {table::latency, nullptr, Ask::time_of_rival, 1.3, "Eigen dynamic", "dynamic"},
    {table::back_to_back, nullptr, Ask::time_of_rival, 1.3, "Eigen dynamic", "dynamic"},
    {table::batch, nullptr, Ask::time_of_rival, 1.3, "Eigen dynamic", "dynamic"},
    {table::training, nullptr, Ask::time_of_rival, 1.3, "Eigen dynamic", "dynamic"},
};

/// Each goal, held against what a run has found.
std::vector<Judgement> judge(Report const&);

}  // namespace bench
