#pragma once

#include <cstddef>

#include <staticnn/core/elementary.hpp>
#include <staticnn/init/uniform.hpp>

namespace staticnn::inline STATICNN_TARGET::init {

/// Fills a weight so that a leaky ReLU of slope `a` keeps the size of the numbers that pass through.
///
///     w in [-bound, bound),  bound = √3 √(2 / (1 + a²)) / √fan_in
///
/// Error    none: the bound is rounded step by step as PyTorch rounds it
/// Source   torch.nn.init.kaiming_uniform_; He et al., Delving Deep into Rectifiers, ICCV 2015
/// Differs  fan_in is a number, and the Generator is given; a has no default; options that PyTorch has and this has
///          not: mode (it is fan_in), nonlinearity (it is leaky_relu)
template <class T>
constexpr void kaiming_uniform(FieldView<T> weight, std::size_t fan_in, double a, Generator& generator) {
    double const gain = core::square_root(2.0 / (1 + a * a));
    double const bound = core::square_root(3.0) * (gain / core::square_root(double(fan_in)));
    uniform(weight, -bound, bound, generator);
}

}  // namespace staticnn::inline STATICNN_TARGET::init
