#include "chart.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <csignal>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include "report.hpp"
#include "tables.hpp"
#include "text.hpp"

namespace bench {
namespace {

struct Panel {
    char const* title;
    char const* table;
};

constexpr std::array<Panel, 4> panels{{
    {"Forward, one sample, each waiting for the last", table::latency},
    {"Forward, one sample after another", table::back_to_back},
    {"Forward, 256 samples", table::batch},
    {"One step of training", table::training},
}};

/// For each contestant that staticnn is held against; told apart also by who does not see all colours.
constexpr std::array<char const*, 8> colors{"#4477aa", "#66ccee", "#228833", "#ccbb44",
                                            "#ee6677", "#aa3377", "#994f00", "#bbbbbb"};

constexpr char style[] = R"(
set encoding utf8
set border 3 linecolor rgb '#888888' linewidth 0.8
set tics nomirror out scale 0.6 textcolor rgb '#444444'
set xtics scale 0
set grid ytics linecolor rgb '#e4e4e4' linetype 1 linewidth 0.7
set xlabel "network, and staticnn's time" textcolor rgb '#222222' offset 0, -0.9
set ylabel "time, where staticnn's is 1; logarithmic" textcolor rgb '#222222' offset 0.5, 0
set title textcolor rgb '#222222' offset 0, 0.2
set logscale y
set ytics (0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000)
set style fill solid 1 noborder
)";

/// As a gnuplot string; single quotes keep all else as it is.
std::string quoted(std::string const& text) {
    std::string result = "'";
    for (char const c : text) result += c == '\'' ? std::string("''") : std::string(1, c);
    return result + "'";
}

/// Text without markup: gnuplot takes some characters as such, as the @ in the names of processors.
std::string escaped(std::string const& text) {
    std::string result;
    for (char const c : text) {
        if (std::string("@_^&~{}\\").find(c) != std::string::npos) result += '\\';
        result += c;
    }
    return result;
}

std::string time_text(double nanoseconds) {
    if (nanoseconds < 1e3) return number(nanoseconds, nanoseconds < 100 ? 1 : 0) + " ns";
    return number(nanoseconds / 1e3, nanoseconds < 1e4 ? 2 : nanoseconds < 1e5 ? 1 : 0) + " µs";
}

using Cells = std::vector<CellReport const*>;

Cells cells_of(Report const& report, Panel const& panel) {
    Cells cells;
    for (CellReport const& cell : report.cells)
        if (cell.table == panel.table && cell.find(ours)) cells.push_back(&cell);
    return cells;
}

/// Everyone that staticnn is held against, in any panel.
std::vector<std::string> rivals_in(Report const& report) {
    std::vector<std::string> rivals;
    for (Panel const& panel : panels)
        for (CellReport const* cell : cells_of(report, panel))
            for (Timing const& timing : cell->timings)
                if (timing.name != ours && std::find(rivals.begin(), rivals.end(), timing.name) == rivals.end())
                    rivals.push_back(timing.name);
    return rivals;
}

/// The commands that draw one panel. The bars of a cell stand close together, and those who did not run leave no gap.
std::string script(Panel const& panel, Cells const& cells, std::vector<std::string> const& rivals, bool with_key) {
    std::string tics;
    std::vector<std::string> bars(rivals.size());
    double lowest = 1, highest = 1;
    for (std::size_t group = 0; group < cells.size(); ++group) {
        CellReport const& cell = *cells[group];
        tics += (group > 0 ? ", " : "") +
                ("\"{/*0.9 " + cell.network + "}\\n{/*0.9 " + time_text(cell.find(ours)->median) + "}\" ") +
                std::to_string(group);
        double const width = 0.8 / double(std::max<std::size_t>(rivals.size(), 3));
        double x = double(group) - width * double(cell.timings.size() - 1) / 2;
        for (std::size_t k = 0; k < rivals.size(); ++k) {
            Timing const* const timing = cell.find(rivals[k]);
            if (!timing || !(timing->ratio > 0)) continue;
            double const ratio = timing->ratio;
            // Its middle, its left and right, and where its label goes.
            bars[k] += number(x + width / 2, 4) + " " + number(x + width * 0.05, 4) + " " +
                       number(x + width * 0.95, 4) + " " + number(ratio, 4) + " " + number(std::max(ratio, 1.0), 4) +
                       " " +
                       number(ratio, ratio < 1.95   ? 2
                                     : ratio < 9.95 ? 1
                                                    : 0) +
                       "\n";
            x += width;
            lowest = std::min(lowest, ratio);
            highest = std::max(highest, ratio);
        }
    }

    std::string text = "set title " + quoted("{/:Bold " + std::string(panel.title) + "}") + "\n";
    text += "set xtics (" + tics + ")\n";
    text += "set xrange [-0.55:" + number(double(cells.size()) - 0.45, 2) + "]\n";
    text += "set yrange [" + number(std::min(lowest * 0.9, 0.7), 3) + ":" +
            number(std::max(1.8 * std::pow(highest, 1.1), 4.0), 3) + "]\n";
    text += with_key ? "set key at screen 0.5, 0.918 center center horizontal Left reverse samplen 1.2 width -1\n"
                     : "unset key\n";

    std::string plots;
    for (std::size_t k = 0; k < rivals.size(); ++k) {
        std::string const data = "$bars" + std::to_string(k);
        std::string const title = " title " + quoted(rivals[k]);
        std::string const box = " with boxes linecolor rgb '" + std::string(colors[k % colors.size()]) + "'";
        if (bars[k].empty()) {
            plots += ", keyentry" + box + title;
            continue;
        }
        text += data + " << end_of_data\n" + bars[k] + "end_of_data\n";
        plots += ", " + data + " using 1:4:2:3:(1):4 with boxxyerror linecolor rgb '" + colors[k % colors.size()] +
                 "'" + title + ", " + data +
                 " using 1:5:6 with labels rotate by 90 left offset 0, 0.3 font ',9' textcolor rgb '#444444' notitle";
    }
    return text + "plot 1 with lines linewidth 2 linecolor rgb '#222222' title " + quoted(ours) + plots + "\n";
}

std::string script(Report const& report, std::filesystem::path const& path) {
    std::vector<std::string> const rivals = rivals_in(report);
    std::string const about = report.machine + ", one core; " + report.compiler + ", " + report.flags;
    std::string text = style;
    auto const draw_as = [&](char const* terminal, char const* extension) {
        text += "set terminal " + std::string(terminal) + "\n";
        text += "set output " + quoted(path.string() + extension) + "\n";
        text += "set multiplot layout 2, 2 margins 0.06, 0.985, 0.085, 0.85 spacing 0.07, 0.155 title " +
                quoted("{/:Bold*1.3 How many times slower than staticnn}") + R"(."\n".)" +
                quoted("{/*0.95 " + escaped(about) + "}") + " offset 0, -0.5\n";
        bool with_key = true;
        for (Panel const& panel : panels) {
            Cells const cells = cells_of(report, panel);
            if (cells.empty()) continue;
            text += script(panel, cells, rivals, with_key);
            with_key = false;
        }
        text += "unset multiplot\n";
    };
    draw_as("pngcairo enhanced size 1400, 1000 background '#ffffff' font 'sans,11'", ".png");
    draw_as("svg enhanced size 1400, 1000 background '#ffffff' font 'sans-serif,15'", ".svg");
    return text + "unset output\n";
}

}  // namespace

bool draw_chart(Report const& report, std::filesystem::path const& path) {
    if (std::system("command -v gnuplot >/dev/null 2>&1") != 0) {
        std::fputs("bench: no chart: gnuplot is not installed (on Debian: apt-get install gnuplot-nox)\n", stderr);
        return false;
    }
    std::FILE* const gnuplot = popen("gnuplot", "w");
    if (!gnuplot) return false;

    // Should gnuplot end before its time, then writing to it must not end this program, too.
    auto const before = std::signal(SIGPIPE, SIG_IGN);
    std::fputs(script(report, path).c_str(), gnuplot);
    bool const drawn = pclose(gnuplot) == 0;
    std::signal(SIGPIPE, before);
    if (!drawn) std::fprintf(stderr, "bench: gnuplot could not draw %s\n", path.c_str());
    return drawn;
}

}  // namespace bench
