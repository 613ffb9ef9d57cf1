#pragma once

#include <cstddef>
#include <string_view>

namespace staticnn {

/// What can go wrong at run time.
enum class What {
    wrong_size,         ///< a span holds another number of values than the call needs
    not_whole_samples,  ///< a span holds a fraction of a sample
    over_capacity,      ///< more samples than the trainer's capacity
    too_few_samples,    ///< fewer samples than a layer can train on
    partial_overlap,    ///< output and input share memory without being the same
    out_of_range,       ///< a target that the loss cannot take; expected: the largest, got: what came, as a size_t
    no_forward_pass,    ///< backward without a forward pass of as many samples before it
};

/// An error as a value: what happened, to which argument or layer, what was expected and what came.
struct Error {
    What what;
    std::string_view name;
    std::size_t expected;
    std::size_t got;

    friend constexpr bool operator==(Error const&, Error const&) = default;
};

/// A value of a small type, or the Error that kept it from being made. Nothing was written if it is an error.
///
/// Edges    `value()` of an error stops the program: look first
template <class T>
class Result {
public:
    constexpr Result(T value) noexcept : value_(value), ok_(true) {}
    constexpr Result(Error error) noexcept : error_(error), ok_(false) {}

    constexpr bool has_value() const noexcept { return ok_; }
    constexpr explicit operator bool() const noexcept { return ok_; }

    constexpr T value() const noexcept {
        if (!ok_) __builtin_trap();
        return value_;
    }
    constexpr T operator*() const noexcept { return value(); }

    constexpr Error error() const noexcept {
        if (ok_) __builtin_trap();
        return error_;
    }

private:
    T value_{};
    Error error_{};
    bool ok_;
};

template <>
class Result<void> {
public:
    constexpr Result() noexcept = default;
    constexpr Result(Error error) noexcept : error_(error), ok_(false) {}

    constexpr bool has_value() const noexcept { return ok_; }
    constexpr explicit operator bool() const noexcept { return ok_; }
    constexpr void value() const noexcept {
        if (!ok_) __builtin_trap();
    }

    constexpr Error error() const noexcept {
        if (ok_) __builtin_trap();
        return error_;
    }

private:
    Error error_{};
    bool ok_ = true;
};

}  // namespace staticnn
