#include "all_work.hpp"

void bench::add_wide(Suite& suite) { add_all_work<Wide>(suite); }
