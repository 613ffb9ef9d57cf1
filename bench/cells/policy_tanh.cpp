#include "all_work.hpp"

void bench::add_policy_tanh(Suite& suite) { add_all_work<PolicyTanh>(suite); }
