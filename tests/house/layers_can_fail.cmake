# Proves that docs/generate_layers.cmake lists a good tree and catches each kind of violation.
#
#     cmake -D root=<source folder> -D scratch=<empty folder to write in> -P layers_can_fail.cmake

cmake_minimum_required(VERSION 3.25)

# run(<variable> <argument>...): lists the tree in scratch; gives the output, after "passed" or "failed".
function(run variable)
    execute_process(
        COMMAND ${CMAKE_COMMAND} -D root=${scratch} ${ARGN} -P ${root}/docs/generate_layers.cmake
        RESULT_VARIABLE result OUTPUT_VARIABLE output ERROR_VARIABLE output)
    if(result EQUAL 0)
        set(${variable} "passed\n${output}" PARENT_SCOPE)
    else()
        set(${variable} "failed\n${output}" PARENT_SCOPE)
    endif()
endfunction()

function(write_tree content)
    file(REMOVE_RECURSE ${scratch})
    file(WRITE ${scratch}/include/staticnn/staticnn.hpp "#pragma once\n\n#include <staticnn/layer/good.hpp>\n")
    file(WRITE ${scratch}/include/staticnn/layer/good.hpp "${content}")
endfunction()

function(says output)
    foreach(expected IN LISTS ARGN)
        string(FIND "${output}" "${expected}" at)
        if(at EQUAL -1)
            message(SEND_ERROR "generate_layers.cmake must say: ${expected}\nbut it ${output}")
        endif()
    endforeach()
endfunction()

# catches(<content> <expected>...): this header fails and says what is expected.
function(catches content)
    write_tree("${content}")
    run(output)
    says("${output}" "failed\n" "include/staticnn/layer/good.hpp: " ${ARGN})
endfunction()

set(rows "/// Shapes   x [a; b]\n/// Cost     1 | 2\n/// Source   torch.nn.Good(dim=-1); a book\n")
set(differs "/// Differs  `a | b` and\n///          <c>\n")
set(unit "struct Good {\n    double much = 1;\n\n    int none;\n};\n")
set(good "#pragma once\n\n/// Does good.\n///\n///     y = x\n///\n${rows}${differs}template <class T>\n${unit}")

# A good header is listed; the page is then what the header says, until either changes.
write_tree("${good}")
run(output -D check=ON)
says("${output}" "failed\n" "docs/layers.md is not what the headers say")
run(output)
says("${output}" "passed\n" "lists 1 units")
file(READ ${scratch}/docs/layers.md page)
foreach(expected IN ITEMS
        "| [Good](#good) | `torch.nn.Good(dim=-1)` | `a \\| b` and \\<c> |\n" "### Good\n\nDoes good.\n"
        "```cpp\ntemplate <class T>\nstruct Good {\n    double much = 1;\n};\n```\n"
        "```text\ny = x\n\nShapes   x [a; b]\n"
        "[layer/good.hpp](../include/staticnn/layer/good.hpp)")
    string(FIND "${page}" "${expected}" at)
    if(at EQUAL -1)
        message(SEND_ERROR "The page must have: ${expected}\nbut it is:\n${page}")
    endif()
endforeach()
run(output -D check=ON)
says("${output}" "passed\n")
file(APPEND ${scratch}/docs/layers.md "By hand.\n")
run(output -D check=ON)
says("${output}" "failed\n" "docs/layers.md is not what the headers say")
run(output)
string(REPLACE "Does good" "Does better" better "${good}")
file(WRITE ${scratch}/include/staticnn/layer/good.hpp "${better}")
run(output -D check=ON)
says("${output}" "failed\n" "docs/layers.md is not what the headers say")

# What a doc comment lacks.
catches("#pragma once\n${rows}${unit}" "Good has no row Differs")
catches("#pragma once\n/// Cost     1\n${differs}${unit}" "Good has no row Shapes" "Good has no row Source")
catches("#pragma once\n/// Does good.\n${unit}" "it has no unit whose doc comment has rows")
catches("#pragma once\n${differs}${rows}${unit}" "Good has its rows in another order")
catches("#pragma once\n${rows}${differs}/// And so on.\n${unit}" "belongs to none: And so on.")
catches("#pragma once\n${rows}${differs}\n${unit}" "a doc comment with rows stands before what is no unit")
