#include "laws/numbers.hpp"

namespace nn = staticnn;
using nn::model::batch_of;

// How a tensor holds samples: checked by compiling this file.
constexpr nn::model::Batch single = batch_of(nn::Shape{3}, nn::Shape{3});
static_assert(single.fits && single.samples == 1);
constexpr nn::model::Batch many = batch_of(nn::Shape{99, 3}, nn::Shape{3});
static_assert(many.fits && many.samples == 99);
constexpr nn::model::Batch images = batch_of(nn::Shape{5, 3, 28, 28}, nn::Shape{3, 28, 28});
static_assert(images.fits && images.samples == 5);

static_assert(!batch_of(nn::Shape{4}, nn::Shape{3}).fits);
static_assert(!batch_of(nn::Shape{3, 99}, nn::Shape{3}).fits);
static_assert(!batch_of(nn::Shape{2, 99, 3}, nn::Shape{3}).fits);  // two extents too many
static_assert(!batch_of(nn::Shape{28, 28}, nn::Shape{3, 28, 28}).fits);
static_assert(batch_of(nn::Shape{3, 3}, nn::Shape{3}).samples == 3);       // a batch, not a sample
constexpr nn::model::Batch singles = batch_of(nn::Shape{7}, nn::Shape{});  // samples of one number each
static_assert(singles.fits && singles.samples == 7);
static_assert(!batch_of(nn::Shape{7, 1}, nn::Shape{}).fits);

template <class Net, class X>
using Out = decltype(nn::Model<Net>{}(X{}));
using Flat = nn::Linear<3, 2>;
static_assert(std::is_same_v<Out<Flat, nn::Tensor<float, 3>>, nn::Tensor<float, 2>>);
static_assert(std::is_same_v<Out<Flat, nn::Tensor<float, 3, 3>>, nn::Tensor<float, 3, 2>>);
using Images = nn::Sequential<nn::Input<3, 4, 4>, nn::ReLU>;
static_assert(std::is_same_v<Out<Images, nn::Tensor<float, 3, 4, 4>>, nn::Tensor<float, 3, 4, 4>>);
static_assert(std::is_same_v<Out<Images, nn::Tensor<float, 7, 3, 4, 4>>, nn::Tensor<float, 7, 3, 4, 4>>);

/// Whether `length` numbers from `first` on share memory with the numbers [4, 8) of an array.
bool overlaps(std::size_t first, std::size_t length) {
    static float numbers[12];
    return nn::model::overlap(std::span<float const>(numbers + first, length), std::span<float>(numbers + 4, 4));
}

TEST_CASE("batch: spans overlap where they share a number, not where they touch") {
    CHECK(overlaps(4, 4));
    CHECK(overlaps(3, 2));
    CHECK(overlaps(7, 4));
    CHECK(overlaps(5, 1));
    CHECK(overlaps(0, 12));
    CHECK(!overlaps(0, 4));
    CHECK(!overlaps(8, 4));
    CHECK(!overlaps(4, 0));
}
