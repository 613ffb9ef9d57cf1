# Code in README.md, docs/ and examples/*/ that says where it comes from must stand there, to the letter (but for indentation):
#
#     <!-- quoted from examples/03_write_your_own_layer.cpp -->
#     ```cpp
#     ...
#     ```
#
#     cmake -D root=<source folder> [-D least=<quotes>] -P quotes.cmake

cmake_policy(SET CMP0057 NEW)

set(broken 0)
set(quotes 0)

# Leaves out indentation, so that a quote may stand further left than its source.
function(without_indentation variable text)
    string(REGEX REPLACE "(^|\n) +" "\\1" text "${text}")
    set(${variable} "${text}" PARENT_SCOPE)
endfunction()

file(GLOB pages ${root}/README.md ${root}/docs/*.md ${root}/examples/*/README.md)
foreach(page IN LISTS pages)
    file(READ ${page} rest)
    # Keep CMake from reading lists and brackets into the text.
    string(REPLACE ";" "<semicolon>" rest "${rest}")
    string(REPLACE "[" "<open>" rest "${rest}")
    string(REPLACE "]" "<close>" rest "${rest}")
    while(rest MATCHES "<!-- quoted from ([^ ]+) -->\n```cpp\n")
        set(source ${CMAKE_MATCH_1})
        set(head "${CMAKE_MATCH_0}")
        string(FIND "${rest}" "${head}" at)
        string(LENGTH "${head}" length)
        math(EXPR at "${at} + ${length}")
        string(SUBSTRING "${rest}" ${at} -1 rest)
        string(FIND "${rest}" "```" end)
        string(SUBSTRING "${rest}" 0 ${end} quote)
        math(EXPR quotes "${quotes} + 1")

        if(NOT EXISTS ${root}/${source})
            message(SEND_ERROR "${page}: it quotes ${source}, which does not exist.")
            continue()
        endif()
        file(READ ${root}/${source} text)
        string(REPLACE ";" "<semicolon>" text "${text}")
        string(REPLACE "[" "<open>" text "${text}")
        string(REPLACE "]" "<close>" text "${text}")
        without_indentation(text "${text}")
        without_indentation(quote "${quote}")
        string(FIND "${text}" "${quote}" found)
        if(found EQUAL -1)
            message(SEND_ERROR "${page}: what it quotes from ${source} does not stand there:\n${quote}")
        endif()
    endwhile()
endforeach()

if(DEFINED least AND quotes LESS least)
    message(SEND_ERROR "Only ${quotes} quotes were found, of at least ${least}.")
endif()
message(STATUS "${quotes} quotes stand in their sources.")
