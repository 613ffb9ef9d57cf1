#include <algorithm>
#include <cstdint>
#include <memory>
#include <span>
#include <type_traits>
#include <vector>

#include "laws/all.hpp"

namespace nn = staticnn;

using Net = nn::Sequential<nn::Linear<3, 8>, nn::ReLU, nn::Linear<8, 2>>;
using Square = nn::Sequential<nn::Linear<3, 8>, nn::ReLU, nn::Linear<8, 3>>;

// The types: checked by compiling this file.
static_assert(std::is_trivially_copyable_v<nn::Model<Net>>);
static_assert(std::is_trivially_copyable_v<nn::Model<nn::BatchNorm1d<3>, double>>);
static_assert(!std::is_convertible_v<nn::Generator&, nn::Model<Net>>);
static_assert(alignof(nn::Model<Net>) == 64);
static_assert(nn::Model<Net>::parameter_count == 3 * 8 + 8 + 8 * 2 + 2);
static_assert(std::is_same_v<nn::Model<Net>::Scalar, float> && std::is_same_v<nn::Model<Net, double>::Scalar, double>);

template <std::size_t... E>
using Out = decltype(std::declval<nn::Model<Net> const&>()(std::declval<nn::Tensor<float, E...> const&>()));
static_assert(std::is_same_v<Out<99, 3>, nn::Tensor<float, 99, 2>>);
static_assert(std::is_same_v<Out<1, 3>, nn::Tensor<float, 1, 2>>);
static_assert(std::is_same_v<Out<3>, nn::Tensor<float, 2>>);
static_assert(noexcept(std::declval<nn::Model<Net> const&>()(std::declval<nn::Tensor<float, 3> const&>())));
static_assert(noexcept(std::declval<nn::Model<Net> const&>()(std::declval<std::span<float const>>(),
                                                             std::declval<std::span<float>>())));

TEST_CASE("model: begins with zero parameters and PyTorch's buffers") {
    nn::Model<nn::Sequential<nn::Linear<3, 2>, nn::BatchNorm1d<2>>> const model;
    model.for_each_state([](std::string_view name, auto p) {
        CAPTURE(name);
        for (std::size_t k = 0; k < p.size(); ++k) CHECK(p[k] == (name == "1.running_var" ? 1 : 0));
    });
}

TEST_CASE("model: a copy is independent") {
    auto model = laws::random_model<Net, float>();
    auto const before = laws::parameters_of(model);
    auto copy = model;
    copy.for_each_parameter([](auto, auto p) { p[0] = 99; });
    CHECK(laws::parameters_of(model) == before);
    CHECK(laws::parameters_of(copy) != before);
    model = copy;
    CHECK(laws::parameters_of(model) == laws::parameters_of(copy));
}

TEST_CASE("model: a Tensor, a place, spans and one sample go the same way") {
    auto const model = laws::random_model<Square, float>();
    nn::Tensor<float, 37, 3> x, out;
    std::ranges::copy(laws::random<float>(x.size(), 1), x.begin());
    auto const expected = model(x);

    model(x, out);
    CHECK(out == expected);
    out = {};
    CHECK(model(std::span<float const>(x.data(), x.size()), std::span<float>(out.data(), out.size())).has_value());
    CHECK(out == expected);
    out = {};
    nn::Workspace<Square> workspace;
    model(x, out, workspace);
    CHECK(out == expected);
    CHECK(model(x, workspace) == expected);
    CHECK(model(x, std::span<float>(out.data(), out.size()), workspace).has_value());
    CHECK(out == expected);
}

TEST_CASE("model: x may be its own out") {
    auto const model = laws::random_model<Square, float>();
    for (std::size_t const n : {std::size_t{1}, std::size_t{2}, laws::lanes<float> + 1, std::size_t{300}}) {
        CAPTURE(n);
        auto x = laws::random<float>(n * 3, 1);
        auto const expected = laws::infer(model, std::span<float const>(x));
        CHECK(model(x, x).has_value());
        CHECK(laws::identical(x, expected));
    }
    nn::Tensor<float, 17, 3> x;
    std::ranges::copy(laws::random<float>(x.size(), 2), x.begin());
    auto const expected = model(x);
    model(x, x);
    CHECK(x == expected);
}

TEST_CASE("model: spans of wrong sizes are errors, and nothing is written") {
    auto const model = laws::random_model<Net, float>();
    nn::Workspace<Net> workspace;
    std::vector<float> const x(3 * 5, 1.0F);
    std::vector<float> out(20, 7.0F);
    auto const in = std::span<float const>(x);
    auto const to = std::span<float>(out);
    auto const error = [&](auto from, auto place, nn::Error const& expected) {
        CHECK(laws::error_of(model(from, place)) == expected);
        CHECK(laws::error_of(model(from, place, workspace)) == expected);
        CHECK(std::ranges::count(out, 7.0F) == 20);
    };
    error(in.first(14), to.first(10), {nn::What::not_whole_samples, "x", 3, 14});
    error(in.first(2), to.first(0), {nn::What::not_whole_samples, "x", 3, 2});
    error(in, to.first(9), {nn::What::wrong_size, "out", 10, 9});
    error(in, to.first(11), {nn::What::wrong_size, "out", 10, 11});
    error(in.first(0), to.first(1), {nn::What::wrong_size, "out", 0, 1});
    CHECK(model(in, to.first(10)).has_value());
    CHECK(std::ranges::count(out, 7.0F) == 10);
}

TEST_CASE("model: overlap of x and out is an error unless they are the same, and nothing is written") {
    auto const square = laws::random_model<Square, float>();
    auto numbers = laws::random<float>(60, 1);
    auto const before = numbers;
    std::span<float> const all = numbers;
    auto const error = [&](auto const& model, std::span<float> x, std::span<float> out) {
        CHECK(laws::error_of(model(x, out)) == nn::Error{nn::What::partial_overlap, "out", 0, out.size()});
        CHECK(numbers == before);
    };
    error(square, all.subspan(0, 30), all.subspan(1, 30));
    error(square, all.subspan(29, 30), all.subspan(0, 30));
    error(laws::random_model<Net, float>(), all.subspan(0, 30), all.subspan(0, 20));  // the same place, other sizes
    CHECK(square(all.subspan(0, 30), all.subspan(30, 30)).has_value());               // neighbours
}

TEST_CASE("model: no samples are no work") {
    nn::Model<Net> const model;
    CHECK(model(std::span<float const>{}, std::span<float>{}).has_value());
}

TEST_CASE("model: spans may be unaligned") {
    auto const model = laws::random_model<Net, float>();
    auto const x = laws::random<float>(40 * 3, 1);
    auto const expected = laws::infer(model, std::span<float const>(x));
    for (std::size_t const shift : {1U, 2U, 3U, 7U}) {
        std::vector<float> from(shift + x.size()), to(shift + expected.size() + 1, 7.0F);
        std::ranges::copy(x, from.begin() + std::ptrdiff_t(shift));
        CHECK(model(std::span<float const>(from).subspan(shift), std::span(to).subspan(shift, expected.size()))
                  .has_value());
        CHECK(laws::identical(std::span(to).subspan(shift, expected.size()), expected));
        CHECK(std::ranges::count(to, 7.0F) == std::ptrdiff_t(shift) + 1);  // the neighbours are whole
    }
}

template <class T>
bool is_aligned(T const& object) {
    return reinterpret_cast<std::uintptr_t>(&object) % alignof(T) == 0;
}

TEST_CASE("model: make_unique and vector align it") {
    for (int k = 0; k < 5; ++k) CHECK(is_aligned(*std::make_unique<nn::Model<Net>>()));
    std::vector<nn::Model<Net>> models(3);
    models.push_back(laws::random_model<Net, float>());
    for (auto const& model : models) CHECK(is_aligned(model));
    CHECK(models[3](nn::Tensor<float, 3>{1, 2, 3}) == laws::random_model<Net, float>()(nn::Tensor<float, 3>{1, 2, 3}));
}

TEST_CASE("model: networks without parameters") {
    nn::Model<nn::Sequential<nn::Input<4>, nn::ReLU>> const model;
    model.for_each_parameter([](auto, auto) { FAIL("there is none"); });
    model.for_each_state([](auto, auto) { FAIL("there is none"); });
    CHECK(model(nn::Tensor<float, 4>{-1, 2, -3, 4}) == nn::Tensor<float, 4>{0, 2, 0, 4});
}

TEST_CASE("model: a Residual adds its branches") {
    nn::Model<nn::Sequential<nn::Input<2>, nn::Residual<nn::ReLU>>> const relu;
    CHECK(relu(nn::Tensor<float, 2>{-1, 3}) == nn::Tensor<float, 2>{-1, 6});
    CHECK(relu(nn::Tensor<float, 2, 2>{-1, 3, 2, -5}) == nn::Tensor<float, 2, 2>{-1, 6, 4, -5});

    // Both branches the same buffer: its gradient comes twice.
    nn::Model<nn::Sequential<nn::Input<2>, nn::Residual<nn::Identity>>> doubling;
    nn::Trainer trainer{doubling, nn::MSELoss{}, nn::SGD{}};
    nn::Tensor<float, 1, 2> dl_dx;
    CHECK(trainer.forward(nn::Tensor<float, 1, 2>{1, -3}) == nn::Tensor<float, 1, 2>{2, -6});
    trainer.backward(nn::Tensor<float, 1, 2>{5, 7}, dl_dx);
    CHECK(dl_dx == nn::Tensor<float, 1, 2>{10, 14});
}

TEST_CASE("model: branches and nests obey the laws") {
    using Inner = nn::Residual<nn::Sequential<nn::Linear<3, 5>, nn::ReLU, nn::Linear<5, 3>>, nn::Linear<3, 3>>;
    using Outer = nn::Sequential<nn::Input<3>, nn::Residual<nn::Sequential<nn::ReLU, Inner>>, nn::ReLU>;
    laws::backward_is_the_derivative<Outer>();
    laws::inference<Outer>();
    laws::chunks_do_not_matter<Outer>();
    laws::backward_is_the_derivative<
        nn::Sequential<nn::Linear<2, 3>, nn::ReLU, nn::Residual<nn::Identity>, nn::Linear<3, 1>>>();
    laws::constant_evaluation_equals_run_time<nn::Sequential<nn::Linear<2, 2>, nn::Residual<nn::ReLU>>>();
}
