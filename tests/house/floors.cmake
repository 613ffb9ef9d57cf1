# Checks the headers of a tree against the rules of the house and prints each one broken, as file:line: sentence.
#
#     cmake -D root=<tree> -P floors.cmake

cmake_minimum_required(VERSION 3.25)

# The floors: what the headers of a room may include. A room that is missing from its own row has headers that
# do not know each other.
set(core_includes  core)
set(simd_includes  core simd)
set(kernel_includes core simd kernel)
set(meta_includes  core meta)
set(init_includes  core simd kernel meta init)
set(layer_includes core simd kernel meta init)
set(loss_includes  core simd kernel meta init)
set(optim_includes core simd kernel meta init)
set(schedule_includes core)
set(metric_includes core simd kernel meta)
set(model_includes core simd kernel meta init model)
set(train_includes core simd kernel meta init model train)
set(io_includes    core simd kernel meta init layer loss optim schedule metric model train io)
set(umbrella_includes core simd kernel meta init layer loss optim schedule metric model train)

# Rooms with one unit a file: each has a test of the same name and a line in the umbrella.
set(rooms_of_units init layer loss optim schedule metric)

# What costs build time, heap or portability stays out of every header but those of io.
set(outside_the_core
    cmath cstdio filesystem format fstream immintrin.h iomanip ios iostream istream ostream random
    sstream stdexcept streambuf string vector)

set(library ${root}/include/staticnn)
set(broken 0)

# broken(<line> <sentence>): reports a rule that `file` breaks.
macro(broken line sentence)
    message(NOTICE "${file}:${line}: ${sentence}")
    math(EXPR broken "${broken} + 1")
endmacro()

# broken_by(<text> <sentence>): the same, where the rule is broken by `text`, found in `content`.
macro(broken_by text sentence)
    string(FIND "${content}" "${text}" begin)
    string(LENGTH "${text}" length)
    math(EXPR end "${begin} + ${length}")
    string(SUBSTRING "${content}" 0 ${end} head)
    string(REGEX REPLACE "[^\n]" "" newlines "${head}")
    string(LENGTH "${newlines}" line)
    broken(${line} "${sentence}")
endmacro()

# Reads a file with one newline put before it, so that every line begins with one and counting them gives its number.
macro(read_lines variable path)
    file(READ ${path} ${variable})
    set(${variable} "\n${${variable}}")
endmacro()

file(GLOB_RECURSE headers RELATIVE ${root} ${root}/include/*)
if(NOT headers)
    message(FATAL_ERROR "There are no headers below ${root}/include.")
endif()
if(NOT EXISTS ${library}/staticnn.hpp)
    message(FATAL_ERROR "The umbrella include/staticnn/staticnn.hpp is missing.")
endif()
file(READ ${library}/staticnn.hpp umbrella)

foreach(file IN LISTS headers)
    read_lines(content ${root}/${file})

    if(NOT file MATCHES "^include/staticnn/(([a-z]+)/)?([a-z0-9_]+)\\.hpp$")
        broken(1 "A header is include/staticnn/<room>/<name_in_snake_case>.hpp.")
        continue()
    endif()
    set(room "${CMAKE_MATCH_2}")
    set(name "${CMAKE_MATCH_3}")
    if(room STREQUAL "" AND name STREQUAL "staticnn")
        set(room umbrella)
    elseif(NOT DEFINED "${room}_includes")
        broken(1 "A header belongs to one of the rooms that tests/house/floors.cmake lists.")
        continue()
    endif()

    if(NOT content MATCHES "\n#pragma once\n")
        broken(1 "A header begins with #pragma once.")
    endif()

    string(REGEX MATCHALL "\n[ \t]*#[ \t]*include[ \t]*[<\"][^>\"\n]+[>\"]" directives "${content}")
    foreach(directive IN LISTS directives)
        string(REGEX REPLACE ".*[<\"](.+)[>\"]" "\\1" included "${directive}")

        if(directive MATCHES "\"")
            broken_by("${directive}" "\"${included}\" is written as <staticnn/...>, with its whole path.")
        elseif(included MATCHES "^staticnn/(([a-z]+)/)?")
            set(target "${CMAKE_MATCH_2}")
            if(NOT target IN_LIST ${room}_includes)
                list(JOIN ${room}_includes ", " allowed)
                broken_by("${directive}" "${room} may not include <${included}>, only from ${allowed}.")
            endif()
        elseif(included STREQUAL "boost/hana.hpp")
            broken_by("${directive}" "<boost/hana.hpp> is slow and not portable: include its single headers.")
        elseif(included MATCHES "^boost/" AND NOT room STREQUAL "meta")
            broken_by("${directive}" "<${included}>: Boost is included in meta only.")
        elseif(included IN_LIST outside_the_core AND NOT room STREQUAL "io")
            broken_by("${directive}" "<${included}> may be included in io only.")
        endif()
    endforeach()

    if(room IN_LIST rooms_of_units)
        if(NOT EXISTS ${root}/tests/${room}/${name}.cpp)
            broken(1 "It has no test tests/${room}/${name}.cpp.")
        endif()
        string(FIND "${umbrella}" "#include <staticnn/${room}/${name}.hpp>" line_in_umbrella)
        if(line_in_umbrella EQUAL -1)
            broken(1 "It has no line in the umbrella include/staticnn/staticnn.hpp.")
        endif()
    endif()
endforeach()

# A promise in a comment is forgotten; an issue is not.
foreach(folder include tests bench examples)
    file(GLOB_RECURSE sources RELATIVE ${root} ${root}/${folder}/*.hpp ${root}/${folder}/*.cpp)
    foreach(file IN LISTS sources)
        read_lines(content ${root}/${file})
        if(content MATCHES "TODO|FIXME")
            broken_by("${CMAKE_MATCH_0}" "${CMAKE_MATCH_0} belongs in an issue, not in the code.")
        endif()
    endforeach()
endforeach()

if(broken)
    message(FATAL_ERROR "Rules of the house broken: ${broken}.")
endif()
list(LENGTH headers count)
message(STATUS "${count} headers keep the rules of the house.")
