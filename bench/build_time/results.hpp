#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <vector>

#include "compile.hpp"

namespace build_time {

/// All rounds of one file and one compiler.
struct Measured {
    std::string file;
    std::string compiler;
    std::vector<double> seconds;
    std::vector<double> megabytes;
    std::size_t code_bytes = 0;
};

inline double median(std::vector<double> values) {
    auto const middle = values.begin() + std::ptrdiff_t(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

/// What was measured, in the order of its first round.
class Results {
public:
    void add(std::string const& file, std::string const& compiler, Cost const& cost, std::size_t code_bytes) {
        Measured& m = place_for(file, compiler);
        m.seconds.push_back(cost.seconds);
        m.megabytes.push_back(cost.megabytes);
        m.code_bytes = code_bytes;
    }

    std::vector<Measured> const& all() const { return all_; }

    /// Null if this file was not compiled.
    Measured const* find(std::string const& file, std::string const& compiler) const {
        for (Measured const& m : all_)
            if (m.file == file && m.compiler == compiler) return &m;
        return nullptr;
    }

private:
    Measured& place_for(std::string const& file, std::string const& compiler) {
        for (Measured& m : all_)
            if (m.file == file && m.compiler == compiler) return m;
        return all_.emplace_back(Measured{.file = file, .compiler = compiler, .seconds = {}, .megabytes = {}});
    }

    std::vector<Measured> all_;
};

}  // namespace build_time
