#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>

#include "../common/command_line.hpp"

/// What the command line may change.
struct Options {
    std::uint64_t seed = 42;
    std::size_t epochs = 100'000;
    std::filesystem::path out = "relu_tutorial";
    bool pictures = true;
    bool help = false;

    static constexpr std::size_t most_epochs = 10'000'000;
};

inline constexpr char usage[] =
    "usage: 02_relu_tutorial [--seed <number>] [--epochs <number>] [--out <folder>] [--no-pictures] [--help]\n";

inline constexpr char help[] =
    "\n"
    "Trains the two networks of the ReLU tutorial on y = x², draws what they learned and checks the conclusion.\n"
    "\n"
    "  --seed <number>     of the initial parameters, as in torch.manual_seed (default 42)\n"
    "  --epochs <number>   for each network, 1 to 10,000,000 (default 100,000)\n"
    "  --out <folder>      for losses.csv and the pictures, made where missing (default relu_tutorial)\n"
    "  --no-pictures       do without gnuplot\n"
    "  --help              print this\n"
    "\n"
    "The exit status is 0 when all went well, 1 when something could not be written or drawn or a conclusion does\n"
    "not hold, 2 for a bad option. NO_PROGRESS=1 in the environment silences the progress bars.\n";

/// Takes `--name value` and `--name=value`. Throws BadOption.
inline Options parse_options(int argc, char const* const* argv) {
    Options options;
    CommandLine line{argc, argv};
    while (line.next()) {
        if (line.name() == "--seed")
            options.seed = line.number<std::uint64_t>(0, UINT64_MAX);
        else if (line.name() == "--epochs")
            options.epochs = line.number<std::size_t>(1, Options::most_epochs);
        else if (line.name() == "--out")
            options.out = line.value();
        else if (line.name() == "--no-pictures")
            options.pictures = !line.flag();
        else if (line.name() == "--help" || line.name() == "-h")
            options.help = line.flag();
        else
            line.unknown();
    }
    return options;
}
