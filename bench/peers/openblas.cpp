#include <cstddef>
#include <memory>

#include <cblas.h>

#include "dynamic/linear.hpp"
#include "layered_peer.hpp"
#include "one_thread.hpp"

namespace bench {
namespace {

using dynamic::ConstRows;
using dynamic::Rows;

class Linear final : public dynamic::Linear {
public:
    using dynamic::Linear::Linear;

    void forward(ConstRows x, Rows y, std::size_t samples) override {
        ConstRows const w = weight();
        repeat(bias(), y, samples);
        if (samples == 1)
            cblas_sgemv(CblasRowMajor, CblasTrans, size(inputs()), size(outputs()), 1, w.data, size(w.stride), x.data,
                        1, 1, y.data, 1);
        else
            multiply(CblasNoTrans, CblasNoTrans, samples, outputs(), inputs(), x, w, 1, y);
    }

    void backward(ConstRows x, ConstRows /*y*/, ConstRows dy, Rows dx, std::size_t samples) override {
        multiply(CblasTrans, CblasNoTrans, inputs(), outputs(), samples, x, dy, 0, weight_gradient());
        dynamic::sum_rows(dy, samples, bias_gradient());
        if (dx.data) multiply(CblasNoTrans, CblasTrans, samples, inputs(), outputs(), dy, weight(), 0, dx);
    }

private:
    static blasint size(std::size_t n) { return static_cast<blasint>(n); }

    /// c = a b + keep c
    static void multiply(CBLAS_TRANSPOSE of_a, CBLAS_TRANSPOSE of_b, std::size_t rows, std::size_t columns,
                         std::size_t depth, ConstRows a, ConstRows b, float keep, Rows c) {
        cblas_sgemm(CblasRowMajor, of_a, of_b, size(rows), size(columns), size(depth), 1, a.data, size(a.stride),
                    b.data, size(b.stride), keep, c.data, size(c.stride));
    }
};

std::unique_ptr<Peer> make(Problem const& problem) {
    use_one_thread();
    return std::make_unique<LayeredPeer<Linear>>("OpenBLAS", problem);
}

[[maybe_unused]] bool const added = add_peer(make);

}  // namespace
}  // namespace bench
