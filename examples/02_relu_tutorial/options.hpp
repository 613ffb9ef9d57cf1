#pragma once

#include <charconv>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>

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

/// An option that cannot be taken; what() names it.
struct BadOption : std::invalid_argument {
    using std::invalid_argument::invalid_argument;
};

/// The whole of `text` as a number from `least` to `most`.
template <class Number>
Number parse_number(std::string const& option, std::string_view text, Number least, Number most) {
    Number number{};
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    bool const whole = error == std::errc{} && end == text.data() + text.size();
    if (!whole || number < least || number > most)
        throw BadOption(option + ": '" + std::string(text) + "' is not a whole number from " + std::to_string(least) +
                        " to " + std::to_string(most));
    return number;
}

/// Takes `--name value` and `--name=value`. Throws BadOption.
inline Options parse_options(int argc, char const* const* argv) {
    Options options;
    for (int i = 1; i < argc; ++i) {
        std::string_view const argument = argv[i];
        auto const equals = argument.find('=');
        std::string const name{argument.substr(0, equals)};
        bool const attached = equals != argument.npos;

        auto const value = [&] {
            std::string_view text;
            if (attached)
                text = argument.substr(equals + 1);
            else if (i + 1 < argc && !std::string_view{argv[i + 1]}.starts_with("--"))
                text = argv[++i];
            if (text.empty()) throw BadOption(name + ": needs a value");
            return text;
        };
        auto const flag = [&] {
            if (attached) throw BadOption(name + ": takes no value");
            return true;
        };

        if (name == "--seed")
            options.seed = parse_number<std::uint64_t>(name, value(), 0, UINT64_MAX);
        else if (name == "--epochs")
            options.epochs = parse_number<std::size_t>(name, value(), 1, Options::most_epochs);
        else if (name == "--out")
            options.out = value();
        else if (name == "--no-pictures")
            options.pictures = !flag();
        else if (name == "--help" || name == "-h")
            options.help = flag();
        else
            throw BadOption(name + ": no such option");
    }
    return options;
}
