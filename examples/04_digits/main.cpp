// Handwritten digits: two networks learn to read them, and are asked about digits that they have never seen. One is
// of two linear layers and sees 784 numbers in a row; the other convolves, and sees a picture. README.md, beside this
// file, tells where the digits come from; `--help` tells the options.

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <set>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <staticnn/staticnn.hpp>

#include "../common/facts.hpp"
#include "../common/plot.hpp"
#include "../common/progress_bar.hpp"
#include "digits.hpp"
#include "options.hpp"
#include "sheet.hpp"

namespace nn = staticnn;

namespace {

//! [networks]
using Mlp = nn::Sequential<nn::Linear<784, 128>, nn::ReLU, nn::Dropout<0.2>, nn::Linear<128, 10>>;
using Cnn = nn::Sequential<nn::Input<1, 28, 28>,                              //
                           nn::Conv2d<1, 8, 5>, nn::ReLU, nn::MaxPool2d<2>,   // 8 planes of 12 x 12
                           nn::Conv2d<8, 16, 5>, nn::ReLU, nn::MaxPool2d<2>,  // 16 planes of 4 x 4
                           nn::Flatten, nn::Dropout<0.2>, nn::Linear<256, 10>>;
//! [networks]

static_assert(Mlp::parameter_count == 101'770);
static_assert(Cnn::parameter_count == 5'994);

/// The part of the digits that are read right.
struct Accuracy {
    double training;
    double held_out;
};

/// A network after its training, and how well it read after each epoch.
template <class Net>
struct Trained {
    nn::Model<Net> model;
    std::vector<Accuracy> epochs;
};

/// The outputs for all digits: [digit][class], the largest of which is what the network reads.
template <class Net>
std::vector<float> outputs(nn::Model<Net> const& model, Digits const& digits) {
    std::vector<float> out(digits.size() * Digits::classes);
    auto const workspace = std::make_unique<nn::Workspace<Net>>();  // planes are too large for the stack
    model(digits.images, out, *workspace).value();
    return out;
}

template <class Net>
double accuracy(nn::Model<Net> const& model, Digits const& digits) {
    auto const out = outputs(model, digits);
    return nn::accuracy<Digits::classes>(std::span{out}, std::span{digits.labels}).value();
}

template <class Net>
Trained<Net> train(char const* title, Digits const& training, Digits const& held_out, Options const& options) {
    ProgressBar progress{title, options.epochs};
    std::vector<Accuracy> epochs;
    auto const start = std::chrono::steady_clock::now();

    //! [train]
    nn::Generator generator{options.seed};
    nn::Model<Net> model{generator};
    nn::Trainer trainer{model, nn::CrossEntropyLoss{}, nn::AdamW{.lr = 2e-3}, generator};
    std::vector<std::uint32_t> order(training.size());
    nn::CosineAnnealingLR const schedule{.T_max = options.epochs};
    auto const after_epoch = [&](nn::Epoch const& epoch) {
        epochs.push_back({accuracy(model, training), accuracy(model, held_out)});
        progress.update(epoch.number + 1, epoch.loss);
    };
    nn::fit(trainer, training.images, training.labels, {.epochs = options.epochs, .batch_size = 32, .shuffle = true},
            schedule, after_epoch, order)
        .value();
    //! [train]

    std::chrono::duration<double> const elapsed = std::chrono::steady_clock::now() - start;
    std::printf(
        "%-6s  %7s parameters, %zu epochs in %.2f s; reads %.2f %% of the training digits, %.2f %% of the others\n",
        title, grouped(double(Net::parameter_count)).c_str(), options.epochs, elapsed.count(),
        100 * epochs.back().training, 100 * epochs.back().held_out);
    return {model, std::move(epochs)};
}

/// What the network reads in each digit.
template <class Net>
std::vector<std::size_t> readings(nn::Model<Net> const& model, Digits const& digits) {
    auto const out = outputs(model, digits);
    std::vector<std::size_t> result;
    for (auto of_digit = out.begin(); of_digit != out.end(); of_digit += Digits::classes)
        result.push_back(std::size_t(std::max_element(of_digit, of_digit + Digits::classes) - of_digit));
    return result;
}

plot::Picture learning_curves(Trained<Mlp> const& mlp, Trained<Cnn> const& cnn, Digits const& training,
                              Digits const& held_out) {
    double lowest = 1;
    auto const curve = [&lowest](std::string label, plot::Line line, auto const& epochs, double Accuracy::* of) {
        plot::Curve result{std::move(label), line, {}};
        for (Accuracy const& epoch : epochs) {
            result.points.emplace_back(result.points.size() + 1, 100 * (epoch.*of));
            lowest = std::min(lowest, epoch.*of);
        }
        return result;
    };
    plot::Picture picture{
        .name = "learning_curves",
        .title = "How two networks learn to read digits",
        .subtitle = "trained on " + grouped(double(training.size())) + " digits; " + grouped(double(held_out.size())) +
                    " others are held out",
        .x_label = "epoch",
        .y_label = "read right, %",
        .x = {1, std::max(double(cnn.epochs.size()), 2.0)},
        .key = "bottom right",
        .curves = {curve("Conv2d, training digits", {"#ffa500", 1.2, true}, cnn.epochs, &Accuracy::training),
                   curve("Conv2d, held-out digits", {"#ffa500", 2.5}, cnn.epochs, &Accuracy::held_out),
                   curve("Linear, training digits", {"#4477aa", 1.2, true}, mlp.epochs, &Accuracy::training),
                   curve("Linear, held-out digits", {"#4477aa", 2.5}, mlp.epochs, &Accuracy::held_out)}};
    picture.y = {5 * std::floor(20 * lowest), 100};
    return picture;
}

bool draw_pictures(Trained<Mlp> const& mlp, Trained<Cnn> const& cnn, Digits const& training, Digits const& held_out,
                   std::filesystem::path const& folder) {
    Sheet const sheet{held_out, readings(cnn.model, held_out)};
    return plot::draw(std::array{learning_curves(mlp, cnn, training, held_out)}, folder) &&
           sheet.draw(folder / "held_out_digits", "Digits that the network with Conv2d has never seen",
                      "beneath each, what it reads; where that is wrong, what it is");
}

/// Whether no digit is among both.
bool are_apart(Digits const& training, Digits const& held_out) {
    auto const bytes = [](std::span<float const> image) {
        return std::string_view{reinterpret_cast<char const*>(image.data()), image.size_bytes()};
    };
    std::set<std::string_view> seen;
    for (std::size_t k = 0; k < training.size(); ++k) seen.insert(bytes(training.image(k)));
    for (std::size_t k = 0; k < held_out.size(); ++k)
        if (seen.contains(bytes(held_out.image(k)))) return false;
    return true;
}

bool check_claims(Trained<Mlp> const& mlp, Trained<Cnn> const& cnn, Digits const& training, Digits const& held_out) {
    // Of the sample, with a fortieth of the digits, less is asked.
    bool const all_digits = training.size() >= 8000;
    double const mlp_claim = all_digits ? 0.95 : 0.75, cnn_claim = all_digits ? 0.975 : 0.75;

    std::printf("\nWhat is claimed, checked\n");
    Facts facts;
    facts.check(are_apart(training, held_out), "No held-out digit is among those of the training.",
                grouped(double(training.size())) + " and " + grouped(double(held_out.size())) + " digits");
    if (cnn.epochs.size() < Options{}.epochs) {
        facts.not_checked("how well they read, which takes " + std::to_string(Options{}.epochs) + " epochs.");
        return facts.all_hold();
    }

    auto const reads = [&](std::string const& name, Accuracy const& last, double claim) {
        facts.check(last.held_out >= claim,
                    name + " reads at least " + grouped(100 * claim, 1) + " % of the held-out digits.",
                    grouped(100 * last.held_out, 2) + " %, " + grouped((1 - last.held_out) * double(held_out.size())) +
                        " wrong");
    };
    reads("The network with Linear alone", mlp.epochs.back(), mlp_claim);
    reads("The network with Conv2d", cnn.epochs.back(), cnn_claim);
    return facts.all_hold();
}

int run(Options const& options) {
    auto const complain = [](std::string const& what) { std::fprintf(stderr, "04_digits: %s\n", what.c_str()); };

    Digits training, held_out;
    try {
        training = read_digits(options.data / "training.digits");
        held_out = read_digits(options.data / "held_out.digits");
        std::filesystem::create_directories(options.out);
    } catch (std::runtime_error const& error) {
        complain(error.what());
        complain("examples/04_digits/fetch fetches the digits; --data examples/04_digits/sample does with a few");
        return EXIT_FAILURE;
    }

    auto const mlp = train<Mlp>("Linear", training, held_out, options);
    auto const cnn = train<Cnn>("Conv2d", training, held_out, options);
    bool all_well = true;

    if (options.pictures) {
        std::fflush(stdout);  // before gnuplot writes, should it have to
        if (!plot::gnuplot_is_installed()) {
            complain("no pictures: gnuplot is not installed (on Debian: apt-get install gnuplot-nox), "
                     "and --no-pictures was not given");
            all_well = false;
        } else if (!draw_pictures(mlp, cnn, training, held_out, options.out)) {
            complain("gnuplot could not draw all pictures into " + options.out.string());
            all_well = false;
        } else {
            std::printf("\n");
            for (char const* const name : {"learning_curves", "held_out_digits"})
                std::printf("picture  %s.png, .svg\n", (options.out / name).c_str());
        }
    }

    if (!check_claims(mlp, cnn, training, held_out)) {
        complain("a claim does not hold");
        all_well = false;
    }
    return all_well ? EXIT_SUCCESS : EXIT_FAILURE;
}

}  // namespace

int main(int argc, char** argv) {
    try {
        Options const options = parse_options(argc, argv);
        if (options.help) {
            std::printf("%s%s", usage, help);
            return EXIT_SUCCESS;
        }
        return run(options);
    } catch (BadOption const& bad) {
        std::fprintf(stderr, "04_digits: %s\n%s", bad.what(), usage);
        return 2;
    }
}
