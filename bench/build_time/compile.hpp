#pragma once

#include <cstddef>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include <elf.h>
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

/// Runs a compiler and takes its measure.
namespace build_time {

/// What one compilation took: of all its processes, the time together and the memory of the largest.
struct Cost {
    double seconds;  ///< of processor time, in user mode
    double megabytes;
};

/// Runs a command to its end, its output shown or not. Nothing if it cannot be run, or fails.
inline std::optional<Cost> run(std::vector<std::string> arguments, bool quiet = false) {
    std::vector<char*> pointers;
    for (std::string& argument : arguments) pointers.push_back(argument.data());
    pointers.push_back(nullptr);

    pid_t const child = fork();
    if (child < 0) return {};
    if (child == 0) {
        if (quiet) {
            int const nowhere = open("/dev/null", O_WRONLY);
            dup2(nowhere, STDOUT_FILENO);
            dup2(nowhere, STDERR_FILENO);
        }
        execvp(pointers.front(), pointers.data());
        _exit(127);
    }

    // A process's usage holds that of its own children, which it has waited for: the compiler proper and the assembler.
    int status = 0;
    rusage usage{};
    if (wait4(child, &status, 0, &usage) != child || status != 0) return {};
    return Cost{.seconds = double(usage.ru_utime.tv_sec) + double(usage.ru_utime.tv_usec) * 1e-6,
                .megabytes = double(usage.ru_maxrss) / 1024};
}

/// The number of bytes of machine code in an object file. Each inline function has a section of its own.
inline std::size_t code_bytes(std::filesystem::path const& object) {
    std::ifstream file{object, std::ios::binary};
    std::vector<char> const bytes{std::istreambuf_iterator<char>{file}, std::istreambuf_iterator<char>{}};
    auto const read = [&bytes](auto& to, std::size_t at) {
        if (at + sizeof to > bytes.size()) throw std::runtime_error{"an object file ends early"};
        std::memcpy(&to, bytes.data() + at, sizeof to);
    };

    Elf64_Ehdr header;
    read(header, 0);
    if (std::memcmp(header.e_ident, ELFMAG, SELFMAG) != 0 || header.e_ident[EI_CLASS] != ELFCLASS64)
        throw std::runtime_error{object.string() + " is no 64-bit ELF file"};
    std::size_t total = 0;
    for (std::size_t k = 0; k < header.e_shnum; ++k) {
        Elf64_Shdr section;
        read(section, header.e_shoff + k * header.e_shentsize);
        if ((section.sh_flags & SHF_EXECINSTR) != 0) total += section.sh_size;
    }
    return total;
}

}  // namespace build_time
