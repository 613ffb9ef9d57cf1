# Builds and runs the consumer.
#
#     cmake -D how=consume|fetch -D source=<tree> -D build=<build folder> -D scratch=<folder>
#           -D generator=<name> -D compiler=<c++> -P consume.cmake

cmake_minimum_required(VERSION 3.25)

function(run)
    execute_process(COMMAND ${ARGV} COMMAND_ERROR_IS_FATAL ANY)
endfunction()

file(REMOVE_RECURSE ${scratch})
file(MAKE_DIRECTORY ${scratch})

if(how STREQUAL "consume")
    run(${CMAKE_COMMAND} --install ${build} --prefix ${scratch}/prefix)
    # An installed package may be moved: nothing in it knows where it came from.
    file(RENAME ${scratch}/prefix ${scratch}/moved)
    set(find_it -D CMAKE_PREFIX_PATH=${scratch}/moved)
else()
    set(find_it -D STATICNN_SOURCE=${source})
endif()

run(${CMAKE_COMMAND} -S ${CMAKE_CURRENT_LIST_DIR}/consumer -B ${scratch}/build -G ${generator}
    -D CMAKE_CXX_COMPILER=${compiler} -D CMAKE_BUILD_TYPE=Release ${find_it})
run(${CMAKE_COMMAND} --build ${scratch}/build)
run(${CMAKE_CTEST_COMMAND} --test-dir ${scratch}/build --output-on-failure --no-tests=error)
