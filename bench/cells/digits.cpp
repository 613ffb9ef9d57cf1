#include "all_work.hpp"

void bench::add_digits(Suite& suite) { add_all_work<Digits>(suite); }
