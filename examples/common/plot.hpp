#pragma once

#include <array>
#include <csignal>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <span>
#include <string>
#include <utility>
#include <vector>

/// Line charts, drawn by gnuplot as PNG and SVG.
namespace plot {

using Points = std::vector<std::pair<double, double>>;

struct Range {
    double from;
    double to;
};

struct Line {
    char const* color;
    double width;  // in points
    bool dashed = false;
};

struct Curve {
    std::string label;
    Line line;
    Points points;
};

/// One chart. Later curves are drawn over earlier ones.
struct Picture {
    std::string name{};  // of the files, without .png and .svg
    std::string title{};
    std::string subtitle{};
    std::string x_label{};
    std::string y_label{};
    Range x{};
    Range y{};
    bool logarithmic = false;      // both axes
    std::string key = "top left";  // where the legend goes
    std::vector<Curve> curves{};
};

inline bool gnuplot_is_installed() { return std::system("command -v gnuplot >/dev/null 2>&1") == 0; }

/// `text` as a gnuplot string; single quotes keep backslashes and all else as they are.
inline std::string quoted(std::string const& text) {
    std::string result = "'";
    for (char const c : text) result += c == '\'' ? std::string("''") : std::string(1, c);
    return result + "'";
}

/// What all pictures have in common: quiet axes, so that the curves are what one sees.
inline constexpr char house_style[] = R"(
set encoding utf8
set format xy '%g'
set border 3 linecolor rgb '#888888' linewidth 0.8
set tics nomirror out scale 0.6 textcolor rgb '#444444'
set grid linecolor rgb '#e4e4e4' linetype 1 linewidth 0.7
set xlabel textcolor rgb '#222222' offset 0, -0.3
set ylabel textcolor rgb '#222222' offset -0.8, 0
set title textcolor rgb '#222222' offset 0, 0.3
set lmargin 11
set rmargin 4
set tmargin 4.6
set bmargin 4
)";

inline std::string titled(std::string const& title, std::string const& subtitle) {
    return "set title " + quoted("{/:Bold*1.15 " + title + "}") + R"(."\n".)" + quoted("{/*0.95 " + subtitle + "}") +
           "\n";
}

/// Commands that plot, for each kind of file once.
inline std::string twice(std::string const& commands, std::filesystem::path const& file, int height = 600) {
    std::string const size = "size 900, " + std::to_string(height);
    auto const draw_as = [&](char const* extension, std::string const& terminal) {
        return "set terminal " + terminal + " linewidth 1.39\nset output " + quoted(file.string() + extension) + "\n" +
               commands + "\nunset output\n";
    };
    // A width of 1 becomes 1 point: 1.39 pixels at the 100 dots an inch that matplotlib has, too.
    return draw_as(".png", "pngcairo enhanced rounded " + size + " background '#ffffff' font 'sans,12'") +
           draw_as(".svg", "svg enhanced rounded " + size + " background '#ffffff' font 'sans-serif,16'");
}

/// The commands that draw one picture, once for each kind of file.
inline std::string script(Picture const& picture, std::filesystem::path const& folder) {
    auto const range = [](char const* axis, Range r) {
        return "set " + std::string(axis) + "range [" + std::to_string(r.from) + ":" + std::to_string(r.to) + "]\n";
    };

    std::string text = "reset\n";
    text += house_style;
    text += titled(picture.title, picture.subtitle);
    text += "set xlabel " + quoted(picture.x_label) + "\n";
    text += "set ylabel " + quoted(picture.y_label) + "\n";
    text += "set key " + picture.key + " Left reverse samplen 2.5 spacing 1.35\n";
    text += range("x", picture.x) + range("y", picture.y);
    if (picture.logarithmic) text += "set logscale xy\nset format xy '10^{%L}'\nset mxtics 1\nset mytics 1\n";

    std::string curves;
    for (std::size_t k = 0; k < picture.curves.size(); ++k) {
        Curve const& curve = picture.curves[k];
        std::string const data = "$curve" + std::to_string(k);
        text += data + " << end_of_data\n";
        for (auto const& [x, y] : curve.points) text += std::to_string(x) + " " + std::to_string(y) + "\n";
        text += "end_of_data\n";

        std::array<char, 80> style;
        std::snprintf(style.data(), style.size(), "linecolor rgb '%s' linewidth %g dashtype %d", curve.line.color,
                      curve.line.width, curve.line.dashed ? 2 : 1);
        curves += (k == 0 ? "plot " : ", ") + data + " with lines " + style.data() + " title " + quoted(curve.label);
    }

    return text + twice(curves, folder / picture.name);
}

/// Gives gnuplot what to do. False where it did not take a command or could not write a file; it says why on stderr.
inline bool run(std::string const& commands) {
    std::FILE* const gnuplot = popen("gnuplot", "w");
    if (gnuplot == nullptr) return false;

    // Should gnuplot end before its time, then writing to it must not end this program, too.
    auto const before = std::signal(SIGPIPE, SIG_IGN);
    std::fputs(commands.c_str(), gnuplot);
    bool const done = pclose(gnuplot) == 0;
    std::signal(SIGPIPE, before);
    return done;
}

/// Draws all pictures into a folder.
inline bool draw(std::span<Picture const> pictures, std::filesystem::path const& folder) {
    std::string commands;
    for (Picture const& picture : pictures) commands += script(picture, folder);
    return run(commands);
}

}  // namespace plot
