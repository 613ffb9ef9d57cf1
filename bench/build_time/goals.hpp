#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "files.hpp"
#include "results.hpp"

/// What building with the library may cost, on a server of about 2023.
namespace build_time {

struct Goal {
    std::string what;
    std::string unit;
    double measured;
    double limit;
    bool at_least = false;  ///< or at most

    bool reached() const { return at_least ? measured >= limit : measured <= limit; }
};

/// How many times as long `of` took as `to`: the median over the rounds, in each of which they were neighbours.
inline double ratio(Measured const& of, Measured const& to) {
    std::vector<double> ratios;
    for (std::size_t round = 0; round < of.seconds.size(); ++round)
        ratios.push_back(of.seconds[round] / to.seconds[round]);
    return median(std::move(ratios));
}

/// How the cost grows when 50 layers become 100: 2 where each layer costs the same. What all files have in common (the
/// headers, the code of the one shape) is no part of it: 5 layers are subtracted from both, so 95 of them are held
/// against 45.
inline double growth(Measured const& layers5, Measured const& layers50, Measured const& layers100) {
    double const common = median(layers5.seconds);
    double const each_of_45 = (median(layers50.seconds) - common) / 45;
    double const each_of_95 = (median(layers100.seconds) - common) / 95;
    return 2 * each_of_95 / each_of_45;
}

/// The goals whose files have been compiled.
inline std::vector<Goal> goals(Results const& results, std::vector<std::string> const& compilers) {
    std::vector<Goal> all;
    for (std::string const& compiler : compilers) {
        auto const find = [&](std::string const& file) { return results.find(file, compiler); };
        Measured const* const policy = find(name::policy);
        Measured const* const eigen = find(name::eigen);
        Measured const* const motley = find(name::motley);
        Measured const* const few = find(name::deep(5));
        Measured const* const half = find(name::deep(50));
        Measured const* const deep = find(name::deep(100));
        if (policy != nullptr && compiler == "g++") {
            all.push_back({compiler + ": " + name::policy, "s", median(policy->seconds), 1.3});
            all.push_back({compiler + ": " + name::policy, "MB", median(policy->megabytes), 110});
            if (eigen != nullptr)
                all.push_back({compiler + ": quicker than Eigen fixed", "times", ratio(*eigen, *policy), 10, true});
        }
        if (deep != nullptr) all.push_back({compiler + ": 100 layers", "s", median(deep->seconds), 4.5});
        if (motley != nullptr) all.push_back({compiler + ": 20 different shapes", "s", median(motley->seconds), 6});
        if (few != nullptr && half != nullptr && deep != nullptr)
            all.push_back(
                {compiler + ": 50 to 100 layers, of what is not common", "times", growth(*few, *half, *deep), 2.3});
    }
    return all;
}

}  // namespace build_time
