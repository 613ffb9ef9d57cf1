#pragma once

#include <charconv>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>

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

/// Goes through options of the forms `--name value`, `--name=value` and `--name`. Throws BadOption.
class CommandLine {
public:
    CommandLine(int argc, char const* const* argv) : next_(argv + (argc > 0 ? 1 : 0)), end_(argv + argc) {}

    /// Whether there is another option, which is then what the others tell of.
    bool next() {
        if (next_ == end_) return false;
        std::string_view const argument = *next_++;
        auto const equals = argument.find('=');
        name_ = argument.substr(0, equals);
        attached_ = equals != argument.npos;
        text_ = attached_ ? argument.substr(equals + 1) : std::string_view{};
        return true;
    }

    std::string const& name() const { return name_; }

    std::string_view value() {
        if (!attached_ && next_ != end_ && !std::string_view{*next_}.starts_with("--")) text_ = *next_++;
        if (text_.empty()) throw BadOption(name_ + ": needs a value");
        return text_;
    }

    template <class Number>
    Number number(Number least, Number most) {
        return parse_number(name_, value(), least, most);
    }

    /// For an option without a value: true.
    bool flag() const {
        if (attached_) throw BadOption(name_ + ": takes no value");
        return true;
    }

    [[noreturn]] void unknown() const { throw BadOption(name_ + ": no such option"); }

private:
    char const* const* next_;
    char const* const* end_;
    std::string name_{};
    std::string_view text_{};
    bool attached_ = false;
};
