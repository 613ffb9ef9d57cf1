#pragma once

#include <algorithm>
#include <cstddef>
#include <memory>
#include <optional>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <staticnn/staticnn.hpp>

#include "dynamic/linear.hpp"
#include "dynamic_network.hpp"
#include "networks.hpp"
#include "problem.hpp"

#ifdef STATICNN_HAVE_EIGEN
#include "eigen_dynamic.hpp"
#include "eigen_fixed.hpp"
#endif

/// One class for each implementation, all with the same face:
///
///     reset()                  the initial parameters, and an optimiser that has not seen a step
///     forward()                all samples through the network
///     feed_back()              the first output becomes the first input
///     step()                   one step of training; returns the loss before it
///     output(sample, feature)  what forward() wrote
///
/// Each is built for one network and one number of samples, and holds its own copy of the data.
namespace bench {

template <class Network, std::size_t Samples>
class StaticContestant {
public:
    static constexpr char const* name = "staticnn";

    explicit StaticContestant(Problem const& problem) : parameters_{problem.parameters} {
        std::copy(problem.x.begin(), problem.x.end(), x_.data());
        std::copy(problem.y.begin(), problem.y.end(), y_.data());
        reset();
    }

    void reset() {
        auto next = parameters_.begin();
        model_.for_each_parameter([&](std::string_view, auto p) {
            for (std::size_t k = 0; k < p.size(); ++k) p[k] = *next++;
        });
        trainer_.emplace(model_, nn::MSELoss{}, nn::Adam{});
    }

    void forward() { model_(x_, out_); }
    void feed_back() { x_[0] = out_[0]; }
    float step() { return trainer_->step(x_, y_); }
    float output(std::size_t sample, std::size_t feature) const { return out_(sample, feature); }

private:
    using Model = nn::Model<typename Network::Net>;
    using Trainer = decltype(nn::Trainer{std::declval<Model&>(), nn::MSELoss{}, nn::Adam{}});

    std::vector<float> parameters_;
    nn::Tensor<float, Samples, Network::widths.front()> x_;
    nn::Tensor<float, Samples, Network::widths.back()> y_;
    nn::Tensor<float, Samples, Network::widths.back()> out_;
    Model model_;
    std::optional<Trainer> trainer_;
};

template <class Network, std::size_t Samples>
class DynamicContestant : public DynamicNetwork<dynamic::Linear> {
public:
    static constexpr char const* name = "dynamic";

    using DynamicNetwork::DynamicNetwork;
};

#ifdef STATICNN_HAVE_EIGEN
template <class Network, std::size_t Samples>
class EigenDynamicContestant {
public:
    static constexpr char const* name = "Eigen dynamic";

    explicit EigenDynamicContestant(Problem const& problem)
        : problem_{problem},
          network_{problem.widths, problem.activation, problem.samples} {
        reset();
    }

    void reset() {
        float const* next = problem_.parameters.data();
        for (std::size_t k = 0; k < network_.layers(); ++k) {
            auto weight = network_.weight(k);
            auto bias = network_.bias(k);
            weight = Eigen::Map<RowMajor const>{next, weight.rows(), weight.cols()};
            bias = Eigen::Map<Eigen::VectorXf const>{next + weight.size(), bias.size()};
            next += weight.size() + bias.size();
        }
        network_.reset_optimiser();
    }

    void forward() { output_ = &network_.forward(x()); }
    void feed_back() { problem_.x[0] = output_->data()[0]; }
    float step() { return network_.step(x(), y()); }
    float output(std::size_t sample, std::size_t feature) const {
        return (*output_)(Eigen::Index(feature), Eigen::Index(sample));
    }

private:
    using RowMajor = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
    using Values = std::conditional_t<Samples == 1, Eigen::VectorXf, Eigen::MatrixXf>;

    /// One sample a row is, for Eigen, one sample a column.
    Eigen::Map<Values const> x() const { return columns(problem_.x, problem_.widths.front()); }
    Eigen::Map<Values const> y() const { return columns(problem_.y, problem_.widths.back()); }
    Eigen::Map<Values const> columns(std::vector<float> const& values, std::size_t features) const {
        return {values.data(), Eigen::Index(features), Eigen::Index(problem_.samples)};
    }

    Problem problem_;
    eigen_dynamic::Network<Values> network_;
    Values const* output_ = nullptr;
};
#endif

}  // namespace bench
