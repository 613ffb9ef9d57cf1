// Nothing of the library allocates: declared, initialised, used and trained, networks touch no heap. Every form of
// operator new is replaced by one that counts; where malloc can be replaced, it counts too.

#include <doctest/doctest.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <new>
#include <span>
#include <string_view>

#include <staticnn/staticnn.hpp>

// A sanitizer brings its own malloc, which must stay.
#if defined(__GLIBC__) && !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
#define COUNTS_MALLOC true
#else
#define COUNTS_MALLOC false
#endif
#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) || __has_feature(memory_sanitizer)
#undef COUNTS_MALLOC
#define COUNTS_MALLOC false
#endif
#endif

namespace nn = staticnn;

namespace {

thread_local std::size_t allocations = 0;

void* allocate(std::size_t size, std::size_t alignment) {
    ++allocations;
    void* const memory = std::aligned_alloc(alignment, (size + alignment - 1) / alignment * alignment);
    if (memory == nullptr) std::abort();
    return memory;
}

/// Out of line: where g++ sees only one of the two inlined, it warns of a new that is freed.
[[gnu::noinline]] void release(void* memory) { std::free(memory); }

constexpr std::size_t usual = __STDCPP_DEFAULT_NEW_ALIGNMENT__;

}  // namespace

#if COUNTS_MALLOC

// glibc's own names for its functions; the usual names may be defined by a program.
extern "C" {
void* __libc_malloc(std::size_t);
void* __libc_calloc(std::size_t, std::size_t);
void* __libc_realloc(void*, std::size_t);
void* __libc_memalign(std::size_t, std::size_t);
void __libc_free(void*);

void* malloc(std::size_t size) noexcept {
    ++allocations;
    return __libc_malloc(size);
}
void* calloc(std::size_t count, std::size_t size) noexcept {
    ++allocations;
    return __libc_calloc(count, size);
}
void* realloc(void* memory, std::size_t size) noexcept {
    ++allocations;
    return __libc_realloc(memory, size);
}
void* aligned_alloc(std::size_t alignment, std::size_t size) noexcept {
    ++allocations;
    return __libc_memalign(alignment, size);
}
void* memalign(std::size_t alignment, std::size_t size) noexcept {
    ++allocations;
    return __libc_memalign(alignment, size);
}
int posix_memalign(void** memory, std::size_t alignment, std::size_t size) noexcept {
    ++allocations;
    *memory = __libc_memalign(alignment, size);
    return *memory == nullptr ? 12 : 0;
}
void free(void* memory) noexcept { __libc_free(memory); }
}

#endif

void* operator new(std::size_t size) { return allocate(size, usual); }
void* operator new[](std::size_t size) { return allocate(size, usual); }
void* operator new(std::size_t size, std::nothrow_t const&) noexcept { return allocate(size, usual); }
void* operator new[](std::size_t size, std::nothrow_t const&) noexcept { return allocate(size, usual); }
void* operator new(std::size_t size, std::align_val_t at) { return allocate(size, std::size_t(at)); }
void* operator new[](std::size_t size, std::align_val_t at) { return allocate(size, std::size_t(at)); }
void* operator new(std::size_t size, std::align_val_t at, std::nothrow_t const&) noexcept {
    return allocate(size, std::size_t(at));
}
void* operator new[](std::size_t size, std::align_val_t at, std::nothrow_t const&) noexcept {
    return allocate(size, std::size_t(at));
}

void operator delete(void* memory) noexcept { release(memory); }
void operator delete[](void* memory) noexcept { release(memory); }
void operator delete(void* memory, std::size_t) noexcept { release(memory); }
void operator delete[](void* memory, std::size_t) noexcept { release(memory); }
void operator delete(void* memory, std::nothrow_t const&) noexcept { release(memory); }
void operator delete[](void* memory, std::nothrow_t const&) noexcept { release(memory); }
void operator delete(void* memory, std::align_val_t) noexcept { release(memory); }
void operator delete[](void* memory, std::align_val_t) noexcept { release(memory); }
void operator delete(void* memory, std::size_t, std::align_val_t) noexcept { release(memory); }
void operator delete[](void* memory, std::size_t, std::align_val_t) noexcept { release(memory); }
void operator delete(void* memory, std::align_val_t, std::nothrow_t const&) noexcept { release(memory); }
void operator delete[](void* memory, std::align_val_t, std::nothrow_t const&) noexcept { release(memory); }

namespace {

/// How many times `work` asks for memory.
template <class Work>
std::size_t allocations_in(Work work) {
    std::size_t const before = allocations;
    work();
    return allocations - before;
}

/// Keeps the compiler from leaving an allocation out because nobody needs it.
void use(void const* memory) { asm volatile("" : : "r"(memory) : "memory"); }

template <class T, std::size_t Samples, std::size_t Features>
void fill(nn::Tensor<T, Samples, Features>& x) {
    for (std::size_t k = 0; k < x.size(); ++k) x[k] = T(int(k * 37 % 23) - 11) / T(8);
}

/// All that a program does with a network. Returns something that depends on everything.
template <class Net, class T, class Optimizer>
T live(Optimizer optimizer) {
    constexpr std::size_t samples = 70, inputs = Net::input[0], outputs = Net::output[0];
    static nn::Tensor<T, samples, inputs> x, dl_dx;
    static nn::Tensor<T, samples, outputs> y, out;
    fill(x);
    fill(y);
    std::span<T const> const x_span(x.values), y_span(y.values);

    nn::Generator generator{42};
    nn::Model<Net, T> model{generator};
    static nn::Workspace<Net, T> workspace;

    out = model(x);
    model(x, out);
    out = model(x, workspace);
    model(x, out, workspace);
    if (!model(x_span, std::span<T>(out.values))) return 0;
    if (!model(x_span, std::span<T>(out.values), workspace)) return 0;
    if (model(x_span.first(inputs + 1), std::span<T>(out.values))) return 0;
    T sum = model(nn::Tensor<T, inputs>{})[0];

    nn::Trainer trainer{model, nn::MSELoss{}, optimizer, nn::capacity<96>, generator};
    sum += trainer.step(x, y);
    sum += trainer.step(x_span, y_span).value();
    auto const& o = trainer.forward(x);
    auto const [loss, dl_do] = nn::MSELoss{}(o, y);
    trainer.zero_grad();
    if (!trainer.backward(dl_do, dl_dx)) return 0;
    trainer.update();
    if (!trainer.forward(x_span, std::span<T>(out.values))) return 0;
    if (!trainer.backward(std::span<T const>(dl_do.values))) return 0;
    if (trainer.backward(std::span<T const>(dl_do.values))) return 0;

    auto const fitted = nn::fit(trainer, x, y, {.epochs = 3, .batch_size = 20, .shuffle = true},
                                [&sum](nn::Epoch const& e) { sum += T(e.loss); });
    static_cast<void>(fitted);
    std::uint32_t order[samples];
    if (!nn::fit(
            trainer, x_span, y_span, {.epochs = 2, .batch_size = 32, .shuffle = true}, [](nn::Epoch const&) {},
            std::span<std::uint32_t>(order)))
        return 0;

    trainer.for_each_gradient([&sum](std::string_view name, auto g) { sum += g[0] + T(name.size()); });
    model.for_each_state([&sum](std::string_view name, auto p) { sum += T(p[0]) + T(name.size()); });
    auto const copy = model;
    return sum + loss + copy(x)(1, 0) + dl_dx(1, 0);
}

using Plain = nn::Sequential<nn::Linear<1, 8>, nn::ReLU, nn::Linear<8, 8>, nn::ReLU, nn::Linear<8, 1>>;
using WithDropout = nn::Sequential<nn::Linear<3, 24>, nn::Dropout<0.25>, nn::ReLU, nn::Linear<24, 2>>;
using Mixed = nn::Sequential<nn::Input<3>, nn::LazyLinear<12>,
                             nn::Residual<nn::Sequential<nn::BatchNorm1d<12>, nn::ReLU, nn::Linear<12, 12>>>,
                             nn::Residual<nn::Dropout<>, nn::Linear<12, 12, false>>, nn::Linear<12, 2>>;

}  // namespace

TEST_CASE("allocation: the counter counts") {
    CHECK(allocations_in([] {}) == 0);
    CHECK(allocations_in([] {
              int* const number = new int(1);
              use(number);
              delete number;
          }) >= 1);
    CHECK(allocations_in([] {
              int* const numbers = new int[100];
              use(numbers);
              delete[] numbers;
          }) >= 1);
    CHECK(allocations_in([] {
              int* const number = new (std::nothrow) int(1);
              use(number);
              delete number;
          }) >= 1);
    struct alignas(64) Register {
        float lane[16];
    };
    CHECK(allocations_in([] {
              Register* const one = new Register;
              use(one);
              delete one;
          }) >= 1);
    CHECK(allocations_in([] {
              Register* const three = new (std::nothrow) Register[3];
              use(three);
              delete[] three;
          }) >= 1);
}

#if COUNTS_MALLOC

TEST_CASE("allocation: the counter counts what C asks for, too") {
    CHECK(allocations_in([] {
              void* memory = std::malloc(100);
              use(memory);
              memory = std::realloc(memory, 1000);
              use(memory);
              std::free(memory);
          }) == 2);
    CHECK(allocations_in([] {
              void* const memory = std::calloc(10, 10);
              use(memory);
              std::free(memory);
          }) == 1);
    CHECK(allocations_in([] {
              void* const memory = std::aligned_alloc(64, 128);
              use(memory);
              std::free(memory);
          }) == 1);
    CHECK(allocations_in([] {
              char* const copy = strdup("a function of the library that allocates");
              use(copy);
              std::free(copy);
          }) == 1);
}

#endif

/// Nothing allocates, and it did run: what comes out is a number.
#define CHECK_NO_ALLOCATION(Net, T, optimizer)                                                                         \
    do {                                                                                                               \
        T result = 0;                                                                                                  \
        CHECK(allocations_in([&result] { result = live<Net, T>(optimizer); }) == 0);                                   \
        CHECK(result != 0);                                                                                            \
        CHECK(result - result == 0);                                                                                   \
    } while (false)

TEST_CASE("allocation: none in a plain network") { CHECK_NO_ALLOCATION(Plain, float, nn::Adam{.lr = 0.1}); }

TEST_CASE("allocation: none with Dropout, in double") { CHECK_NO_ALLOCATION(WithDropout, double, nn::SGD{.lr = 0.01}); }

TEST_CASE("allocation: none with BatchNorm1d and Residual") { CHECK_NO_ALLOCATION(Mixed, float, nn::Adam{}); }
