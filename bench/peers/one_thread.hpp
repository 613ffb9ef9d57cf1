#pragma once

#include <dlfcn.h>

namespace bench {

/// Each peer works on one thread. What it calls may have threads of its own, and which library that is was decided when
/// the peer's package was built: so whatever has come along is told by name.
inline void use_one_thread() {
    for (char const* const setter : {"omp_set_num_threads", "openblas_set_num_threads"})
        if (void* const found = dlsym(RTLD_DEFAULT, setter)) reinterpret_cast<void (*)(int)>(found)(1);
}

}  // namespace bench
