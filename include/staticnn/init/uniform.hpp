#pragma once

#include <cstddef>

#include <staticnn/core/field.hpp>
#include <staticnn/core/generator.hpp>

namespace staticnn::inline STATICNN_TARGET::init {

/// Fills a parameter with numbers from [from, to), evenly spread.
///
/// Source   torch.nn.init.uniform_
/// Differs  the interval has no default, and the Generator is given; the same numbers, drawn in the same order
template <class T>
constexpr void uniform(FieldView<T> parameter, double from, double to, Generator& generator) {
    for (std::size_t k = 0; k < parameter.size(); ++k) parameter[k] = generator.uniform(T(from), T(to));
}

}  // namespace staticnn::inline STATICNN_TARGET::init
