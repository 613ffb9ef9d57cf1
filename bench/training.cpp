#include "contest.hpp"

// A step of training: forward, mean squared error, backward, Adam.
namespace bench {
namespace {

template <class Network>
bool add() {
    return add_cell<TrainingStep, Network, Network::training_samples>("training step");
}

[[maybe_unused]] bool const added = add<Tiny>() && add<Policy>() && add<Digits>();

}  // namespace
}  // namespace bench
