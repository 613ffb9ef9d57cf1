#pragma once

#include <cstddef>
#include <memory>

#include "contest.hpp"
#include "contestants.hpp"
#include "networks.hpp"
#include "peers/peer.hpp"
#include "problem.hpp"
#include "suite.hpp"
#include "tables.hpp"

namespace bench {

/// One network and number of samples, for everyone who can do it.
template <class Network, std::size_t Samples>
std::shared_ptr<Contest> contest_of_all() {
    std::shared_ptr<Contest> const contest = std::make_shared<Contest>(make_problem<Network>(Samples));
    contest->add<StaticContestant<Network, Samples>>();
#ifdef STATICNN_HAVE_EIGEN
    contest->add<EigenFixedContestant<Network, Samples>>();
    contest->add<EigenDynamicContestant<Network, Samples>>();
#endif
    for (MakePeer const make : peers())
        if (auto peer = make(contest->problem())) contest->add(std::move(peer));
    contest->add<DynamicContestant<Network, Samples>>();
    return contest;
}

/// Inference of one sample and of many, and training, on one network.
template <class Network>
void add_all_work(Suite& suite) {
    auto const one = contest_of_all<Network, 1>();
    suite.add(table::latency, Work::latency, one);
    suite.add(table::back_to_back, Work::back_to_back, one);

    auto const many = contest_of_all<Network, 256>();
    suite.add(table::batch, Work::back_to_back, many);
    if constexpr (Network::training_samples == 256)
        suite.add(table::training, Work::training, many);
    else
        suite.add(table::training, Work::training, contest_of_all<Network, Network::training_samples>());
}

}  // namespace bench
