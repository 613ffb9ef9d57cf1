#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <span>
#include <stdexcept>
#include <vector>

/// Handwritten digits, as the networks take them.
struct Digits {
    static constexpr std::size_t side = 28, pixels = side * side, classes = 10;

    std::vector<float> images{};         // [digit][row][column], from 0, paper, to 1, ink
    std::vector<std::int32_t> labels{};  // what each is, 0 to 9

    std::size_t size() const { return labels.size(); }
    std::span<float const> image(std::size_t k) const { return std::span{images}.subspan(k * pixels, pixels); }
};

/// Reads a file that `convert.js` has written: of each digit one byte for what it is, then its pixels, 1 to 255, with a 0
/// and a number in place of so many zeros. Throws std::runtime_error.
inline Digits read_digits(std::filesystem::path const& path) {
    std::ifstream file{path, std::ios::binary};
    if (!file) throw std::runtime_error("cannot read " + path.string());
    std::vector<char> const bytes{std::istreambuf_iterator{file}, {}};

    std::size_t at = 0;
    auto const next = [&]() -> std::size_t {
        if (at == bytes.size()) throw std::runtime_error(path.string() + " ends within a digit");
        return static_cast<unsigned char>(bytes[at++]);
    };

    Digits digits;
    while (at < bytes.size()) {
        digits.labels.push_back(std::int32_t(next()));
        std::size_t const end = digits.size() * Digits::pixels;
        while (digits.images.size() < end) {
            std::size_t const byte = next();
            digits.images.insert(digits.images.end(), byte == 0 ? next() : 1, float(byte) / 255);
        }
        if (std::size_t(digits.labels.back()) >= Digits::classes || digits.images.size() > end)
            throw std::runtime_error(path.string() + " does not hold digits");
    }
    if (digits.size() == 0) throw std::runtime_error(path.string() + " is empty");
    return digits;
}
