#include "contest.hpp"

// Inference: one sample at a time, each hanging on the last one's output, and many at once.
namespace bench {
namespace {

[[maybe_unused]] bool const added =
    add_cell<ForwardInTurn, Tiny, 1>("forward") && add_cell<ForwardInTurn, Policy, 1>("forward") &&
    add_cell<ForwardInTurn, Digits, 1>("forward") && add_cell<Forward, Tiny, 256>("forward") &&
    add_cell<Forward, Policy, 256>("forward") && add_cell<Forward, Digits, 256>("forward");

}  // namespace
}  // namespace bench
