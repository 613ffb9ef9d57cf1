#pragma once

#include <fstream>
#include <optional>
#include <string>

#include <staticnn/staticnn.hpp>

#if defined(__linux__)
#include <sched.h>
#endif

#ifdef STATICNN_HAVE_EIGEN
#include <Eigen/Core>
#endif

#ifndef STATICNN_BENCH_FLAGS
#define STATICNN_BENCH_FLAGS "unknown flags"
#endif

namespace bench {

/// Binds this process to the last core it may run on: the first one often serves the machine's interrupts. Returns the
/// core, or nothing where that cannot be done.
inline std::optional<int> pin_to_one_core() {
#if defined(__linux__)
    cpu_set_t allowed;
    if (sched_getaffinity(0, sizeof allowed, &allowed) != 0) return {};
    for (int core = CPU_SETSIZE; core-- > 0;) {
        if (!CPU_ISSET(static_cast<std::size_t>(core), &allowed)) continue;
        cpu_set_t one;
        CPU_ZERO(&one);
        CPU_SET(static_cast<std::size_t>(core), &one);
        if (sched_setaffinity(0, sizeof one, &one) == 0) return core;
    }
#endif
    return {};
}

inline std::string processor() {
    std::ifstream information{"/proc/cpuinfo"};
    for (std::string line; std::getline(information, line);)
        if (line.starts_with("model name")) return line.substr(line.find(':') + 2);
    return "unknown processor";
}

/// With the version of Eigen, which is headers, too.
inline std::string compiler() {
#if defined(__clang__)
    std::string text = "clang++ " __clang_version__;
#else
    std::string text = "g++ " __VERSION__;
#endif
#ifdef STATICNN_HAVE_EIGEN
    text += ", Eigen " + std::to_string(EIGEN_WORLD_VERSION) + "." + std::to_string(EIGEN_MAJOR_VERSION) + "." +
            std::to_string(EIGEN_MINOR_VERSION);
#endif
    return text;
}

inline std::string flags() { return STATICNN_BENCH_FLAGS; }

/// What the library was compiled for.
inline std::string target() {
#define BENCH_TEXT_OF(name) #name
#define BENCH_TEXT(name) BENCH_TEXT_OF(name)
    return BENCH_TEXT(STATICNN_TARGET);
#undef BENCH_TEXT
#undef BENCH_TEXT_OF
}

}  // namespace bench
