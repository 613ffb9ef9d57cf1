#pragma once

#include <cstddef>
#include <memory>
#include <vector>

#include "problem.hpp"

namespace bench {

/// Another library that takes part: the same face as the classes of contestants.hpp, behind virtual calls. It is built
/// for one problem, holds its own copy of the data, and works on one thread.
class Peer {
public:
    virtual ~Peer() = default;

    virtual char const* name() const = 0;

    /// Whether step() may be called.
    virtual bool has_training() const = 0;

    /// The initial parameters, and an optimiser that has not seen a step.
    virtual void reset() = 0;

    /// All samples through the network.
    virtual void forward() = 0;

    /// The first output becomes the first input.
    virtual void feed_back() = 0;

    /// One step of training with the mean squared error and Adam's defaults; returns the loss before it.
    virtual float step() = 0;

    /// What forward() wrote.
    virtual float output(std::size_t sample, std::size_t feature) const = 0;
};

/// Makes a peer for a problem; nullptr where it cannot do it.
using MakePeer = std::unique_ptr<Peer> (*)(Problem const&);

/// All peers that were found when this was built, filled by the files of this folder before main runs.
inline std::vector<MakePeer>& peers() {
    static std::vector<MakePeer> peers;
    return peers;
}

/// For a file of this folder:  [[maybe_unused]] bool const added = add_peer(make_...);
inline bool add_peer(MakePeer make) {
    peers().push_back(make);
    return true;
}

}  // namespace bench
