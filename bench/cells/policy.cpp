#include "all_work.hpp"

void bench::add_policy(Suite& suite) { add_all_work<Policy>(suite); }
