#include "all_work.hpp"

void bench::add_tiny(Suite& suite) { add_all_work<Tiny>(suite); }
