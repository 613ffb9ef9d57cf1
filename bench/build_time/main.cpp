// What it costs to build with the library: compiles files with networks in them, with each compiler that is there, and
// prints seconds, memory and code size, and whether the goals are reached. Files, objects and build_time.json are
// written to the current folder.
//
//     staticnn_build_time [--rounds=<n>] [--only=<part of a file's name>]

#include <cctype>
#include <charconv>
#include <cstddef>
#include <cstdlib>
#include <exception>
#include <fstream>
#include <iostream>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

#include "../machine.hpp"
#include "../progress.hpp"
#include "compile.hpp"
#include "files.hpp"
#include "goals.hpp"
#include "report.hpp"
#include "results.hpp"

namespace {

using namespace build_time;

struct Options {
    int rounds = 3;
    std::string only;
};

/// Throws what is wrong with the arguments.
Options options_of(std::vector<std::string_view> const& arguments) {
    Options options;
    for (std::string_view const argument : arguments) {
        std::string_view const value = argument.substr(argument.find('=') + 1);
        if (argument.starts_with("--only=")) {
            options.only = value;
        } else if (argument.starts_with("--rounds=")) {
            auto const [end, error] = std::from_chars(value.begin(), value.end(), options.rounds);
            if (error != std::errc{} || end != value.end() || options.rounds < 1)
                throw std::runtime_error{"--rounds wants a number of at least 1"};
        } else {
            throw std::runtime_error{"unknown argument: " + std::string{argument}};
        }
    }
    return options;
}

std::string const flags = "-std=c++20 -O3 -march=native";

std::vector<std::string> command(std::string const& compiler, std::string const& source, std::string const& object) {
    std::vector<std::string> words{compiler};
    std::istringstream text{flags};
    for (std::string flag; text >> flag;) words.push_back(flag);
    std::istringstream folders{STATICNN_INCLUDE_FOLDERS};
    for (std::string folder; std::getline(folders, folder, ':');) words.push_back("-I" + folder);
    words.insert(words.end(), {"-c", source, "-o", object});
    return words;
}

/// A file's name in the current folder.
std::string path_of(File const& file) {
    std::string path = file.name;
    for (char& c : path)
        if (std::isalnum(static_cast<unsigned char>(c)) == 0) c = '_';
    return path + ".cpp";
}

/// Writes the files to compile, those whose names hold `only`.
std::vector<File> written_files(std::string const& only) {
    std::vector<File> written;
    for (File const& file : files())
        if (file.name.find(only) != std::string::npos) {
            std::ofstream{path_of(file)} << file.text;
            written.push_back(file);
        }
    if (written.empty()) throw std::runtime_error{"no file's name holds \"" + only + '"'};
    return written;
}

std::vector<std::string> available_compilers() {
    std::vector<std::string> available;
    for (char const* compiler : {"g++", "clang++-19"})
        if (run({compiler, "--version"}, true)) available.emplace_back(compiler);
    return available;
}

/// Each round compiles every file with every compiler, so that a disturbance meets them all.
Results measure(std::vector<File> const& files, std::vector<std::string> const& compilers, int rounds) {
    std::size_t const turns = std::size_t(rounds) * compilers.size() * files.size();
    bench::Progress progress;
    for (std::size_t turn = 0; turn < turns; ++turn) progress.add();

    Results results;
    std::size_t turn = 0;
    for (int round = 0; round < rounds; ++round)
        for (std::string const& compiler : compilers)
            for (File const& file : files) {
                progress.reach(turn++, compiler + ", " + file.name);
                std::string const source = path_of(file), object = source + ".o";
                auto const cost = run(command(compiler, source, object));
                if (!cost) throw std::runtime_error{compiler + " failed on " + source};
                results.add(file.name, compiler, *cost, code_bytes(object));
            }
    progress.clear();
    return results;
}

void report(Results const& results, std::vector<std::string> const& compilers, int rounds) {
    std::cout << bench::processor() << "; medians of " << rounds << " rounds; " << flags << "\n\n";
    for (std::string const& compiler : compilers) print_table(std::cout, compiler, results);
    auto const reached = goals(results, compilers);
    print_goals(std::cout, reached);
    std::ofstream json{"build_time.json"};
    write_json(json, results, reached);
    if (!json.flush()) throw std::runtime_error{"build_time.json cannot be written"};
}

}  // namespace

int main(int count, char** arguments) {
    try {
        // Seconds of a cache would say nothing.
        setenv("CCACHE_DISABLE", "1", 1);
        Options const options = options_of({arguments + 1, arguments + count});
        auto const files = written_files(options.only);
        auto const compilers = available_compilers();
        report(measure(files, compilers, options.rounds), compilers, options.rounds);
    } catch (std::exception const& error) {
        std::cerr << "build time: " << error.what() << '\n';
        return 2;
    }
}
