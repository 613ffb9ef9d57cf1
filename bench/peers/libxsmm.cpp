#include <cstddef>
#include <memory>

#include <libxsmm.h>

#include "dynamic/linear.hpp"
#include "layered_peer.hpp"

namespace bench {
namespace {

using dynamic::ConstRows;
using dynamic::padded;
using dynamic::Rows;

/// c = a b or c += a b, as libxsmm sees it: by columns. Its generated code is meant for small products, so a large one is
/// cut into blocks of the left factor that stay in the first-level cache.
class Product {
public:
    enum class Right { as_it_is, transposed };
    enum class Result { overwritten, added_to };

    Product() = default;

    Product(std::size_t rows, std::size_t columns, std::size_t depth, std::size_t stride_of_a, std::size_t stride_of_b,
            std::size_t stride_of_c, Right right, Result result)
        : rows_{rows},
          depth_{depth},
          block_rows_{columns == 1 ? rows : block(rows, 64)},
          block_depth_{columns == 1 ? depth : block(depth, 128)},
          step_of_a_{stride_of_a},
          step_of_b_{right == Right::transposed ? stride_of_b : 1} {
        auto const kernel = [&](Result into) {
            auto const lda = size(stride_of_a), ldb = size(stride_of_b), ldc = size(stride_of_c);
            float const alpha = 1, beta = into == Result::added_to ? 1 : 0;
            int const flags = right == Right::transposed ? LIBXSMM_GEMM_FLAG_TRANS_B : LIBXSMM_GEMM_FLAG_NONE;
            return libxsmm_smmdispatch(size(block_rows_), size(columns), size(block_depth_), &lda, &ldb, &ldc, &alpha,
                                       &beta, &flags, nullptr);
        };
        first_ = kernel(result);
        next_ = kernel(Result::added_to);
    }

    void operator()(float const* a, float const* b, float* c) const {
        for (std::size_t k = 0; k < depth_; k += block_depth_)
            for (std::size_t r = 0; r < rows_; r += block_rows_)
                (k == 0 ? first_ : next_)(a + r + k * step_of_a_, b + k * step_of_b_, c + r);
    }

    /// Whether this machine has code for it.
    explicit operator bool() const { return first_ && next_; }

private:
    static libxsmm_blasint size(std::size_t n) { return static_cast<libxsmm_blasint>(n); }

    /// The largest block that divides n and is not larger than most.
    static std::size_t block(std::size_t n, std::size_t most) {
        std::size_t parts = (n + most - 1) / most;
        while (n % parts != 0) ++parts;
        return n / parts;
    }

    std::size_t rows_ = 0, depth_ = 0, block_rows_ = 0, block_depth_ = 0, step_of_a_ = 0, step_of_b_ = 0;
    libxsmm_smmfunction first_ = nullptr, next_ = nullptr;
};

class Linear final : public dynamic::Linear {
public:
    using dynamic::Linear::Linear;

    void forward(ConstRows x, Rows y, std::size_t samples) override {
        ConstRows const w = weight();
        if (!forward_)
            forward_ = {y.stride,
                        samples,
                        inputs(),
                        w.stride,
                        x.stride,
                        y.stride,
                        Product::Right::as_it_is,
                        Product::Result::added_to};
        repeat(bias(), y, samples);
        forward_(w.data, x.data, y.data);
    }

    void backward(ConstRows x, ConstRows /*y*/, ConstRows dy, Rows dx, std::size_t samples) override {
        Rows const dw = weight_gradient();
        if (!to_weight_)
            to_weight_ = {dy.stride,
                          inputs(),
                          samples,
                          dy.stride,
                          x.stride,
                          dw.stride,
                          Product::Right::transposed,
                          Product::Result::overwritten};
        to_weight_(dy.data, x.data, dw.data);
        dynamic::sum_rows(dy, samples, bias_gradient());
        if (!dx.data) return;

        ConstRows const w = transposed_weight();
        if (!to_input_)
            to_input_ = {dx.stride,
                         samples,
                         outputs(),
                         w.stride,
                         dy.stride,
                         dx.stride,
                         Product::Right::as_it_is,
                         Product::Result::overwritten};
        to_input_(w.data, dy.data, dx.data);
    }

private:
    // Made by the first call: a network runs on one number of samples.
    Product forward_, to_weight_, to_input_;
};

std::unique_ptr<Peer> make(Problem const& problem) {
    libxsmm_init();
    if (libxsmm_get_target_archid() < LIBXSMM_X86_AVX) return nullptr;  // no code is generated for less
    return std::make_unique<LayeredPeer<Linear>>("libxsmm", problem);
}

[[maybe_unused]] bool const added = add_peer(make);

}  // namespace
}  // namespace bench
