# How our own programs (tests, examples, benchmarks) are built. Nothing here reaches a user's build.

add_library(staticnn_warnings INTERFACE)
target_compile_options(staticnn_warnings INTERFACE -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Werror)

# Never required; a rebuild takes seconds with it.
find_program(STATICNN_CCACHE ccache)
if(STATICNN_CCACHE AND NOT DEFINED CMAKE_CXX_COMPILER_LAUNCHER)
    set(CMAKE_CXX_COMPILER_LAUNCHER ${STATICNN_CCACHE})
endif()

# staticnn_program(<name> <source>...)
# An executable that uses the library, with every warning an error.
function(staticnn_program name)
    add_executable(${name} ${ARGN})
    target_link_libraries(${name} PRIVATE staticnn::staticnn staticnn_warnings)
endfunction()

# staticnn_dotted_name(<variable> <file> <folder>)
# Names a file by its path below a folder, dots for slashes: layer/linear.cpp becomes layer.linear.
function(staticnn_dotted_name variable file folder)
    cmake_path(RELATIVE_PATH file BASE_DIRECTORY ${folder} OUTPUT_VARIABLE name)
    cmake_path(REMOVE_EXTENSION name LAST_ONLY)
    string(REPLACE "/" "." name ${name})
    set(${variable} ${name} PARENT_SCOPE)
endfunction()
