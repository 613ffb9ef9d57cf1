#pragma once

/// is_constant<Function>(0): whether Function() may stand in a constant expression.
template <auto Function, auto = (Function(), 0)>
constexpr bool is_constant(int) {
    return true;
}
template <auto>
constexpr bool is_constant(...) {
    return false;
}
