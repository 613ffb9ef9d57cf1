// The tutorial "ReLU Activation Functions" (Shataxi Dubey, 2025): two networks of three linear layers learn y = x² from
// x = 1..99, one with ReLU between the layers and one without. Draws what they learned, writes their losses, and ends
// with the tutorial's conclusion as facts that are checked. `--help` tells the options.

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include <staticnn/staticnn.hpp>

#include "../common/facts.hpp"
#include "../common/plot.hpp"
#include "../common/progress_bar.hpp"
#include "options.hpp"

namespace nn = staticnn;

namespace {

//! [networks]
using WithoutRelu = nn::Sequential<nn::Linear<1, 8>, nn::Linear<8, 8>, nn::Linear<8, 1>>;
using WithRelu = nn::Sequential<nn::Linear<1, 8>, nn::ReLU, nn::Linear<8, 8>, nn::ReLU, nn::Linear<8, 1>>;
//! [networks]

static_assert(WithRelu::parameter_count == 97);
static_assert(WithoutRelu::parameter_count == 97);

constexpr std::size_t samples = 99;
using Samples = nn::Tensor<float, samples, 1>;

struct Data {
    Samples x;
    Samples y;
};

constexpr Data squares() {
    Data data;
    for (std::size_t i = 0; i < samples; ++i) {
        float const x = float(i + 1);
        data.x(i, 0) = x;
        data.y(i, 0) = x * x;
    }
    return data;
}

/// A network after its training, and the loss of each epoch, taken before that epoch's update as PyTorch's loop has it.
template <class Net>
struct Trained {
    nn::Model<Net> model;
    std::vector<float> losses;
    double seconds;
};

template <class Net>
Trained<Net> train(char const* title, Data const& data, Options const& options) {
    ProgressBar progress{title, options.epochs};
    std::vector<float> losses(options.epochs);
    auto const start = std::chrono::steady_clock::now();

    //! [train]
    nn::Generator generator{options.seed};
    nn::Model<Net> model{generator};
    nn::Trainer trainer{model, nn::MSELoss{}, nn::Adam{.lr = 0.1}};
    for (std::size_t epoch = 0; epoch < options.epochs; ++epoch) {
        losses[epoch] = trainer.step(data.x, data.y);
        progress.update(epoch + 1, losses[epoch]);
    }
    //! [train]

    std::chrono::duration<double> const elapsed = std::chrono::steady_clock::now() - start;
    std::printf("%-12s  %s epochs in %.3f s, %s epochs/s; last loss %s\n", title,
                grouped(double(options.epochs)).c_str(), elapsed.count(),
                grouped(double(options.epochs) / elapsed.count()).c_str(), grouped(losses.back(), 1).c_str());
    return {model, std::move(losses), elapsed.count()};
}

// The losses: a file and a picture.

/// The epochs, counted from 1, whose losses are worth keeping: the first 1,000, where most happens, then every 100th,
/// and the last.
std::vector<std::size_t> epochs_to_keep(std::size_t epochs) {
    std::vector<std::size_t> kept;
    for (std::size_t epoch = 1; epoch <= epochs; ++epoch)
        if (epoch <= 1000 || epoch % 100 == 0 || epoch == epochs) kept.push_back(epoch);
    return kept;
}

bool write_losses(std::filesystem::path const& file, std::vector<float> const& without,
                  std::vector<float> const& with) {
    std::ofstream csv{file};
    csv << "# Mean squared error before the update of each epoch, counted from 1: 1 to 1000, every 100th and the "
           "last.\n"
        << "epoch,without_relu,with_relu\n";
    csv.precision(std::numeric_limits<float>::max_digits10);
    for (std::size_t const epoch : epochs_to_keep(without.size()))
        csv << epoch << ',' << without[epoch - 1] << ',' << with[epoch - 1] << '\n';
    csv.close();
    return csv.good();
}

plot::Points loss_points(std::vector<float> const& losses) {
    plot::Points points;
    for (std::size_t const epoch : epochs_to_keep(losses.size())) points.emplace_back(epoch, losses[epoch - 1]);
    return points;
}

// The functions that were learned.

constexpr double square(double x) { return x * x; }

template <class Net>
double predict(nn::Model<Net> const& model, double x) {
    return model(nn::Tensor<float, 1>{float(x)})(0);
}

/// f over a range, at 1,001 points: enough to show the corners that ReLU makes.
template <class F>
plot::Points points_of(F f, plot::Range range) {
    plot::Points points;
    for (int k = 0; k <= 1000; ++k) {
        double const x = std::lerp(range.from, range.to, k / 1000.0);
        points.emplace_back(x, f(x));
    }
    return points;
}

/// Mean squared error on x = 100..199, which no network has seen.
template <class Net>
double error_beyond(nn::Model<Net> const& model) {
    double sum = 0;
    for (int x = 100; x < 200; ++x) sum += square(predict(model, x) - square(x));
    return sum / 100;
}

// As in the tutorial: the prediction thick and orange, the truth thin and green on top of it.
constexpr plot::Line prediction_line{"#ffa500", 4};
constexpr plot::Line truth_line{"#008000", 1.5};

std::vector<plot::Picture> pictures(Trained<WithoutRelu> const& without, Trained<WithRelu> const& with, double floor) {
    auto const fit = [](auto const& model, plot::Range range, plot::Picture picture) {
        picture.x_label = "x";
        picture.y_label = "y";
        picture.curves = {{"predicted", prediction_line, points_of([&](double x) { return predict(model, x); }, range)},
                          {"ground truth x²", truth_line, points_of(square, range)}};
        return picture;
    };
    double const epochs = double(with.losses.size());

    return {
        fit(without.model, {1, 99},
            {.name = "fit_without_relu",
             .title = "Without ReLU, three layers are one straight line",
             .subtitle = "Linear(1, 8), Linear(8, 8), Linear(8, 1), trained on x = 1..99",
             .x = {0, 100},
             .y = {-2000, 10000}}),
        fit(with.model, {1, 99},
            {.name = "fit_with_relu",
             .title = "With ReLU, the network learns the square",
             .subtitle = "Linear(1, 8), ReLU, Linear(8, 8), ReLU, Linear(8, 1), trained on x = 1..99",
             .x = {0, 100},
             .y = {0, 10000}}),
        fit(with.model, {100, 199},
            {.name = "extrapolation",
             .title = "Beyond the training data, ReLU goes straight on",
             .subtitle = "the network with ReLU on x = 100..199, which it has never seen",
             .x = {100, 200},
             .y = {0, 40000}}),
        fit(with.model, {1, 10},
            {.name = "zoom",
             .title = "Seen close, the curve is made of straight pieces",
             .subtitle = "the network with ReLU on x = 1..10",
             .x = {1, 10},
             .y = {0, 100}}),
        {.name = "losses",
         .title = "Without ReLU, the loss stops at the best straight line",
         .subtitle = "mean squared error on x = 1..99, Adam(lr = 0.1), full batch",
         .x_label = "epoch",
         .y_label = "loss",
         .x = {1, std::max(epochs, 10.0)},
         .y = {100, 1e8},
         .logarithmic = true,
         .key = "top right",
         .curves = {{"with ReLU", {"#ffa500", 1.2}, loss_points(with.losses)},
                    {"without ReLU", {"#4477aa", 2.5}, loss_points(without.losses)},
                    {"the best straight line", {"#222222", 1, true}, {{1, floor}, {epochs, floor}}}}},
    };
}

// The conclusion.

/// The mean squared error that no straight line can beat on y = x², x = 1..n: that of the least-squares line.
constexpr double least_squares_floor(double n) { return (n * n - 1) * (n * n - 4) / 180; }

/// How far below its true value, relative to it, rounding may put a loss near `floor` that float arithmetic computes.
///
/// Without rounding the predictions of a network without ReLU lie on a line, so their root mean squared error is
/// sqrt(floor) at least. In float a prediction is off by d <= 20 u M: no number passes more than 2 + 9 + 9 roundings of
/// u = 2^-24 on its way through the three layers, and M is what the network gives when no parameter is negative, so
/// that nothing cancels. That takes d off the root, hence 2 d / sqrt(floor) off the loss; to subtract, square, add up
/// 99 samples and divide takes another 103 u. The parameters of the end serve for all epochs: it is only there, close
/// to the floor, that the loss could get below it.
double float_allowance(nn::Model<WithoutRelu> const& model, double floor) {
    double const u = std::numeric_limits<float>::epsilon() / 2;
    nn::Model<WithoutRelu> magnitude = model;
    magnitude.for_each_parameter([](std::string_view, auto parameter) {
        for (std::size_t k = 0; k < parameter.size(); ++k) parameter[k] = std::abs(parameter[k]);
    });
    double const d = 20 * u * predict(magnitude, samples);
    return 2 * d / std::sqrt(floor) + 103 * u;
}

bool check_conclusion(Trained<WithoutRelu> const& without, Trained<WithRelu> const& with, double floor) {
    constexpr std::size_t enough_epochs = 100'000;
    auto const lowest_of_last_1000 = [](std::vector<float> const& losses) {
        return double(std::ranges::min(std::span{losses}.last(std::min<std::size_t>(losses.size(), 1000))));
    };
    double const lowest = std::ranges::min(without.losses);
    double const allowance = floor * float_allowance(without.model, floor);

    std::printf("\nThe tutorial's conclusion, checked\n");
    Facts facts;
    facts.check(lowest >= floor - allowance,
                "Without ReLU, no loss is below that of the best straight line, " + grouped(floor, 1) + ".",
                "lowest " + grouped(lowest, 1) + "; float rounding may take off up to " + grouped(allowance, 1));

    if (with.losses.size() < enough_epochs) {
        facts.not_checked("the other facts, which take " + grouped(enough_epochs) + " epochs.");
        return facts.all_hold();
    }

    double const line = lowest_of_last_1000(without.losses);
    facts.check(line <= floor * 1.0001,
                "It comes within 0.01 % of that: the network is the best straight line, no more.",
                "lowest in the last 1,000 epochs " + grouped(line, 1));

    double const curve = lowest_of_last_1000(with.losses);
    facts.check(curve < floor / 100, "With ReLU, the loss falls below 1 % of that: the network learns the square.",
                "lowest in the last 1,000 epochs " + grouped(curve, 1) + ", " + grouped(100 * curve / floor, 2) + " %");

    double const line_beyond = error_beyond(without.model), curve_beyond = error_beyond(with.model);
    facts.check(curve_beyond < line_beyond, "On x = 100..199, never seen, it is closer to the square than the line is.",
                "mean squared error " + grouped(curve_beyond) + ", the line's " + grouped(line_beyond));
    return facts.all_hold();
}

int run(Options const& options) {
    auto const complain = [](std::string const& what) { std::fprintf(stderr, "02_relu_tutorial: %s\n", what.c_str()); };

    std::error_code error;
    std::filesystem::create_directories(options.out, error);
    if (error) {
        complain("--out: cannot make the folder '" + options.out.string() + "': " + error.message());
        return EXIT_FAILURE;
    }

    std::printf("y = x² on x = 1..99, Adam(lr = 0.1), full batch, seed %s\n\n", std::to_string(options.seed).c_str());
    Data const data = squares();
    auto const without = train<WithoutRelu>("without ReLU", data, options);
    auto const with = train<WithRelu>("with ReLU", data, options);
    std::printf("%-12s  %.3f s\n\n", "together", without.seconds + with.seconds);

    double const floor = least_squares_floor(samples);
    bool all_well = true;

    auto const csv = options.out / "losses.csv";
    if (write_losses(csv, without.losses, with.losses)) {
        std::printf("losses    %s\n", csv.c_str());
    } else {
        complain("cannot write " + csv.string());
        all_well = false;
    }

    if (options.pictures) {
        std::fflush(stdout);  // before gnuplot writes, should it have to
        auto const drawings = pictures(without, with, floor);
        if (!plot::gnuplot_is_installed()) {
            complain("no pictures: gnuplot is not installed (on Debian: apt-get install gnuplot-nox), "
                     "and --no-pictures was not given");
            all_well = false;
        } else if (!plot::draw(drawings, options.out)) {
            complain("gnuplot could not draw all pictures into " + options.out.string());
            all_well = false;
        } else {
            for (auto const& picture : drawings)
                std::printf("picture   %s.png, .svg\n", (options.out / picture.name).c_str());
        }
    }

    if (!check_conclusion(without, with, floor)) {
        complain("a conclusion does not hold");
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
        std::fprintf(stderr, "02_relu_tutorial: %s\n%s", bad.what(), usage);
        return 2;
    }
}
