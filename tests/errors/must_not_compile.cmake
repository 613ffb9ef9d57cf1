# Checks that a source does not compile, with exactly one error line that contains what the source says it must.
#
#     cmake -D case=<source> -P must_not_compile.cmake -- <compiler> <flag>...

cmake_minimum_required(VERSION 3.25)

set(command)
set(past_the_dashes FALSE)
math(EXPR last "${CMAKE_ARGC} - 1")
foreach(i RANGE ${last})
    if(past_the_dashes)
        list(APPEND command ${CMAKE_ARGV${i}})
    elseif(CMAKE_ARGV${i} STREQUAL "--")
        set(past_the_dashes TRUE)
    endif()
endforeach()

execute_process(
    COMMAND ${CMAKE_COMMAND} -E env LC_ALL=C ${command} -std=c++20 -fsyntax-only ${case}
    RESULT_VARIABLE result OUTPUT_VARIABLE output ERROR_VARIABLE output)
set(output "\n${output}")

cmake_path(GET case STEM name)
if(name MATCHES "^control_")
    if(NOT result EQUAL 0)
        message(NOTICE "${output}")
        message(FATAL_ERROR "${name} is valid and must compile, but it does not.")
    endif()
    return()
endif()

if(result EQUAL 0)
    message(FATAL_ERROR "${name} must not compile, but it does.")
endif()

# One error line. The characters that mean something in a CMake list are taken out for counting only.
string(REGEX REPLACE "[][;]" "" countable "${output}")
string(REGEX MATCHALL "\n[^\n]*error:" errors "${countable}")
list(LENGTH errors count)
if(NOT count EQUAL 1)
    message(NOTICE "${output}")
    message(FATAL_ERROR "${name} must give one error line, not ${count}.")
endif()
string(REGEX MATCH "\n([^\n]*error:[^\n]*)" error "${output}")
set(error "${CMAKE_MATCH_1}")

# Each fragment: the rest of a line that begins with "// error: ".
file(READ ${case} rest)
set(rest "\n${rest}")
set(fragments 0)
while(rest MATCHES "\n// error: ([^\n]+)")
    set(line "${CMAKE_MATCH_0}")
    set(fragment "${CMAKE_MATCH_1}")
    string(FIND "${error}" "${fragment}" at)
    if(at EQUAL -1)
        message(SEND_ERROR "${name}: the error line must contain\n    ${fragment}\nbut it is\n    ${error}")
    endif()
    math(EXPR fragments "${fragments} + 1")
    string(FIND "${rest}" "${line}" begin)
    string(LENGTH "${line}" length)
    math(EXPR begin "${begin} + ${length}")
    string(SUBSTRING "${rest}" ${begin} -1 rest)
endwhile()
if(fragments EQUAL 0)
    message(FATAL_ERROR "${name} must begin with a line '// error: <what the error line must contain>'.")
endif()
