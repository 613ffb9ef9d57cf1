#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>

#include "../common/command_line.hpp"

/// What the command line may change.
struct Options {
    std::filesystem::path data = "build/digits";
    std::filesystem::path out = "build/digits";
    std::uint64_t seed = 42;
    std::size_t epochs = 20;
    bool pictures = true;
    bool help = false;

    static constexpr std::size_t most_epochs = 10'000;
};

inline constexpr char usage[] = "usage: 04_digits [--data <folder>] [--out <folder>] [--seed <number>] [--epochs "
                                "<number>] [--no-pictures] [--help]\n";

inline constexpr char help[] =
    "\n"
    "Trains two networks to read handwritten digits, draws how they learn and what they read, and checks how well.\n"
    "\n"
    "  --data <folder>     with training.digits and held_out.digits (default build/digits): examples/04_digits/fetch\n"
    "                      makes them, and examples/04_digits/sample has a few\n"
    "  --out <folder>      for the pictures, made where missing (default build/digits)\n"
    "  --seed <number>     of the parameters, the order of the digits and dropout (default 42)\n"
    "  --epochs <number>   for each network, 1 to 10,000 (default 20)\n"
    "  --no-pictures       do without gnuplot\n"
    "  --help              print this\n"
    "\n"
    "The exit status is 0 when all went well, 1 when something could not be read or drawn or a claim does not hold,\n"
    "2 for a bad option. NO_PROGRESS=1 in the environment silences the progress bars.\n";

/// Throws BadOption.
inline Options parse_options(int argc, char const* const* argv) {
    Options options;
    CommandLine line{argc, argv};
    while (line.next()) {
        if (line.name() == "--data")
            options.data = line.value();
        else if (line.name() == "--out")
            options.out = line.value();
        else if (line.name() == "--seed")
            options.seed = line.number<std::uint64_t>(0, UINT64_MAX);
        else if (line.name() == "--epochs")
            options.epochs = line.number<std::size_t>(1, Options::most_epochs);
        else if (line.name() == "--no-pictures")
            options.pictures = !line.flag();
        else if (line.name() == "--help" || line.name() == "-h")
            options.help = line.flag();
        else
            line.unknown();
    }
    return options;
}
