#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "../common/facts.hpp"
#include "../common/plot.hpp"
#include "digits.hpp"

/// A sheet of digits with what a network has read in them: the first ones, and below them those that it got wrong.
class Sheet {
public:
    Sheet(Digits const& digits, std::vector<std::size_t> readings) : digits_(digits), read_(std::move(readings)) {
        std::vector<std::size_t> first, wrong;
        for (std::size_t k = 0; k < digits.size(); ++k) {
            if (first.size() < columns * rows) first.push_back(k);
            if (!is_right(k)) wrong.push_back(k);
        }
        std::size_t const most = columns * rows;
        add("The first held-out digits", first);
        add("It reads " + grouped(double(wrong.size())) + " of " + grouped(double(digits.size())) + " wrong" +
                (wrong.size() > most ? "; these are the first" : ""),
            wrong);
    }

    bool draw(std::filesystem::path const& file, std::string const& title, std::string const& subtitle) const {
        std::string pixels = "$pixels << end_of_data\n";
        for (auto const& row : ink_) {
            for (float const ink : row) pixels += std::to_string(int(255 * ink)) + " ";
            pixels += "\n";
        }
        return plot::run(
            "reset\nset encoding utf8\nunset border\nunset tics\nunset key\nunset colorbox\n"
            "set palette defined (0 '#ffffff', 1 '#222222')\nset cbrange [0:255]\nset size ratio -1\n"
            "set lmargin 1\nset rmargin 1\nset tmargin 4.2\nset bmargin 0.5\n"
            "set title textcolor rgb '#222222' offset 0, 0.3\n" +
            plot::titled(title, subtitle) + "set xrange [0:" + std::to_string(width) + "]\nset yrange [" +
            std::to_string(ink_.size()) + ":0]\n" + marks_ + pixels + "end_of_data\n" +
            plot::twice("plot $pixels matrix with image", file, title_height + int(ink_.size() * 900 / width)));
    }

private:
    static constexpr std::size_t columns = 16, rows = 3;

    // In pixels of a digit; of the picture, where the title stands.
    static constexpr std::size_t cell = 34, row_height = 40, heading = 16, margin = 3, width = columns * cell;
    static constexpr int title_height = 80;

    Digits const& digits_;
    std::vector<std::size_t> read_;
    std::vector<std::array<float, width>> ink_{};
    std::string marks_{};

    bool is_right(std::size_t k) const { return read_[k] == std::size_t(digits_.labels[k]); }

    void add(std::string const& text, std::vector<std::size_t> const& chosen) {
        std::size_t const shown = std::min(chosen.size(), columns * rows), top = ink_.size() + heading;
        label(text, margin, top - heading / 2, "left textcolor rgb '#222222'");
        ink_.resize(top + (shown + columns - 1) / columns * row_height);
        for (std::size_t k = 0; k < shown; ++k) add(chosen[k], k % columns * cell, top + k / columns * row_height);
    }

    /// One digit, with its cell's upper left corner at x, y.
    void add(std::size_t k, std::size_t x, std::size_t y) {
        for (std::size_t p = 0; p < Digits::pixels; ++p)
            ink_[y + p / Digits::side][x + margin + p % Digits::side] = digits_.image(k)[p];
        std::size_t const middle = x + cell / 2, below = y + Digits::side + 4;
        if (is_right(k)) {
            label(std::to_string(read_[k]), middle, below, "center textcolor rgb '#666666' font ',10'");
        } else {
            label(std::to_string(read_[k]) + ", is " + std::to_string(digits_.labels[k]), middle, below,
                  "center textcolor rgb '#cc3311' font ',10'");
            marks_ += "set object rectangle from " + std::to_string(x + 1) + "," + std::to_string(y) + " to " +
                      std::to_string(x + cell - 1) + "," + std::to_string(y + row_height - 2) +
                      " front fillstyle empty border linecolor rgb '#cc3311' linewidth 1\n";
        }
    }

    void label(std::string const& text, std::size_t x, std::size_t y, std::string const& style) {
        marks_ += "set label " + plot::quoted(text) + " at " + std::to_string(x) + "," + std::to_string(y) + " front " +
                  style + "\n";
    }
};
