#pragma once

#include <algorithm>
#include <span>

#include "laws/trained_network.hpp"

namespace laws {

/// Each of n samples comes out of the batch as it does alone.
template <class Net, class T>
void batch_equals_singles_for(nn::Model<Net, T> const& model, std::size_t n, Range range) {
    CAPTURE(n);
    constexpr std::size_t in = inputs<Net>, out = outputs<Net>;
    auto const x = random<T>(n * in, 5, range);
    auto const batch = infer(model, std::span<T const>(x));

    std::vector<T> singles;
    for (std::size_t s = 0; s < n; ++s) {
        auto const one = infer(model, std::span<T const>(x).subspan(s * in, in));
        singles.insert(singles.end(), one.begin(), one.end());
    }
    CHECK(close(batch, singles));

    // Backwards, and twice each: neither order nor neighbours change a bit of a batch. Few samples go one by one, and are
    // summed in another order.
    if (n < nn::Workspace<Net, T>::Rows::fewest) return;
    std::vector<T> reversed, expected;
    for (std::size_t s = 2 * n; s-- > 0;) {
        reversed.insert(reversed.end(), &x[s / 2 * in], &x[s / 2 * in] + in);
        expected.insert(expected.end(), &batch[s / 2 * out], &batch[s / 2 * out] + out);
    }
    CHECK(identical(infer(model, std::span<T const>(reversed)), expected));
}

/// A Tensor goes the way of a span, bit for bit.
template <class X, class Net, class T>
void tensor_equals_span(nn::Model<Net, T> const& model, Range range) {
    X x;
    std::ranges::copy(random<T>(x.size(), 5, range), x.begin());
    CHECK(identical(model(x), infer(model, std::span<T const>(x))));
}

template <class Net, class T = float>
void batch_equals_singles(Range range = {}) {
    constexpr std::size_t L = lanes<T>;
    auto const model = random_model<Net, T>();
    for (std::size_t const n : {std::size_t{1}, std::size_t{2}, std::size_t{7}, L - 1, L, L + 1, std::size_t{99}})
        if (n > 0) batch_equals_singles_for(model, n, range);
    if constexpr (nn::Model<Net>::Plan::input.rank == 1) {
        tensor_equals_span<nn::Tensor<T, inputs<Net>>>(model, range);
        tensor_equals_span<nn::Tensor<T, L + 1, inputs<Net>>>(model, range);
    }
}

}  // namespace laws
