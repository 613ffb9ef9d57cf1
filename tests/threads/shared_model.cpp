// One const model may be used by many threads at once: it writes nothing that is shared. The thread sanitizer watches.

#include <doctest/doctest.h>

#include <array>
#include <atomic>
#include <cstddef>
#include <span>
#include <thread>
#include <vector>

#include <staticnn/staticnn.hpp>

namespace nn = staticnn;

namespace {

constexpr std::size_t thread_count = 4, samples = 100;
constexpr int rounds = 50;

using Net =
    nn::Sequential<nn::Linear<3, 24>, nn::ReLU, nn::BatchNorm1d<24>,
                   nn::Residual<nn::Sequential<nn::Linear<24, 24>, nn::ReLU>>, nn::Dropout<>, nn::Linear<24, 2>>;

using Input = nn::Tensor<float, samples, 3>;
using Output = nn::Tensor<float, samples, 2>;

/// Each thread has samples of its own, so that results which got mixed up are seen.
Input input_of(std::size_t thread) {
    Input x;
    for (std::size_t k = 0; k < x.size(); ++k) x[k] = float(int((k + 17 * thread) * 37 % 23) - 11) / 8;
    return x;
}

nn::Tensor<float, 3> sample_of(Input const& x, std::size_t s) { return {{x(s, 0), x(s, 1), x(s, 2)}}; }

/// What a model makes of a thread's samples: all at once, in every way there is, and one by one.
struct Results {
    Output batch, from_span, with_workspace, in_place, one_by_one;

    bool operator==(Results const&) const = default;
};

Results infer(nn::Model<Net> const& model, std::size_t thread, nn::Workspace<Net>& workspace) {
    Input const x = input_of(thread);
    Results results;
    results.batch = model(x);
    std::span<float const> const all(x.values);
    if (!model(all, std::span<float>(results.from_span.values))) return {};
    results.with_workspace = model(x, workspace);
    model(x, results.in_place);
    for (std::size_t s = 0; s < samples; ++s) {
        auto const one = model(sample_of(x, s));
        for (std::size_t o = 0; o < one.size(); ++o) results.one_by_one(s, o) = one(o);
    }
    return results;
}

/// Runs work(0), work(1), ... at the same time.
template <class Work>
void at_once(Work work) {
    std::atomic<std::size_t> ready = 0;
    std::vector<std::thread> threads;
    for (std::size_t t = 0; t < thread_count; ++t)
        threads.emplace_back([&work, &ready, t] {
            ++ready;
            while (ready < thread_count) std::this_thread::yield();
            work(t);
        });
    for (std::thread& thread : threads) thread.join();
}

}  // namespace

TEST_CASE("threads: one const model infers on four threads as it does on one") {
    nn::Generator generator{42};
    nn::Model<Net> const model{generator};

    std::array<Results, thread_count> expected, got;
    nn::Workspace<Net> workspace;
    for (std::size_t t = 0; t < thread_count; ++t) expected[t] = infer(model, t, workspace);

    std::array<bool, thread_count> same{};
    at_once([&](std::size_t t) {
        nn::Workspace<Net> own_workspace;
        bool all_same = true;
        for (int round = 0; round < rounds; ++round) {
            got[t] = infer(model, t, own_workspace);
            all_same = all_same && got[t] == expected[t];
        }
        same[t] = all_same;
    });

    for (std::size_t t = 0; t < thread_count; ++t) {
        CAPTURE(t);
        CHECK(same[t]);
        CHECK(expected[t].batch == expected[t].from_span);
        CHECK_FALSE(expected[t].batch == Output{});
        CHECK_FALSE(expected[t].batch == expected[(t + 1) % thread_count].batch);
    }
}

TEST_CASE("threads: a model is read by its names on four threads") {
    nn::Generator generator{42};
    nn::Model<Net> const model{generator};
    auto const sum_of = [](nn::Model<Net> const& m) {
        double sum = 0;
        m.for_each_state([&sum](auto name, auto p) {
            for (std::size_t k = 0; k < p.size(); ++k) sum += double(p[k]) * double(name.size());
        });
        return sum;
    };

    std::array<double, thread_count> got{};
    at_once([&](std::size_t t) { got[t] = sum_of(model); });

    for (double const sum : got) CHECK(sum == sum_of(model));
}

TEST_CASE("threads: four trainers of four models train as one after another") {
    auto const train = [](std::size_t t) {
        nn::Generator generator{t};
        nn::Model<Net> model{generator};
        nn::Trainer trainer{model, nn::MSELoss{}, nn::Adam{}, nn::capacity<128>, generator};
        Input const x = input_of(t);
        Output const y = model(x);
        float loss = 0;
        for (int round = 0; round < 10; ++round) loss = trainer.step(x, y);
        return loss;
    };

    std::array<float, thread_count> got{};
    at_once([&](std::size_t t) { got[t] = train(t); });

    for (std::size_t t = 0; t < thread_count; ++t) CHECK(got[t] == train(t));
}
