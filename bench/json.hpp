#pragma once

#include <filesystem>
#include <stdexcept>

#include "report.hpp"

namespace bench {

/// A file that could not be read or written, or is no report. what() names it.
struct FileError : std::runtime_error {
    using runtime_error::runtime_error;
};

void write_json(Report const&, std::filesystem::path const&);
Report read_json(std::filesystem::path const&);

}  // namespace bench
