# Proves that floors.cmake accepts a good tree and catches each kind of violation.
#
#     cmake -D scratch=<empty folder to write in> -P floors_can_fail.cmake

cmake_minimum_required(VERSION 3.25)

# run(<variable>): checks the tree in scratch; gives the output, after "passed" or "failed".
function(run variable)
    execute_process(
        COMMAND ${CMAKE_COMMAND} -D root=${scratch} -P ${CMAKE_CURRENT_LIST_DIR}/floors.cmake
        RESULT_VARIABLE result OUTPUT_VARIABLE output ERROR_VARIABLE output)
    if(result EQUAL 0)
        set(${variable} "passed\n${output}" PARENT_SCOPE)
    else()
        set(${variable} "failed\n${output}" PARENT_SCOPE)
    endif()
endfunction()

function(write_good_tree)
    file(REMOVE_RECURSE ${scratch})
    file(WRITE ${scratch}/include/staticnn/staticnn.hpp "#pragma once\n\n#include <staticnn/layer/good.hpp>\n")
    file(WRITE ${scratch}/include/staticnn/core/good.hpp "#pragma once\n#include <cstddef>\n")
    file(WRITE ${scratch}/include/staticnn/meta/good.hpp "#pragma once\n#include <boost/hana/type.hpp>\n")
    file(WRITE ${scratch}/include/staticnn/io/good.hpp "#pragma once\n#include <fstream>\n")
    file(WRITE ${scratch}/include/staticnn/layer/good.hpp
        "#pragma once\n\n// #include <vector> is only spoken of [here; and there\n#include <staticnn/core/good.hpp>\n")
    file(WRITE ${scratch}/tests/layer/good.cpp "#include <staticnn/layer/good.hpp>\n")
endfunction()

# catches(<file> <content> <expected>...): a good tree with this file in it fails and says what is expected.
function(catches file content)
    write_good_tree()
    file(WRITE ${scratch}/${file} "${content}")
    run(output)
    foreach(expected IN ITEMS "failed\n" "${file}:" ${ARGN})
        string(FIND "${output}" "${expected}" at)
        if(at EQUAL -1)
            message(SEND_ERROR "With this ${file}:\n${content}\nfloors.cmake must say: ${expected}\nbut it ${output}")
        endif()
    endforeach()
endfunction()

write_good_tree()
run(output)
if(NOT output MATCHES "^passed")
    message(SEND_ERROR "floors.cmake must accept a good tree, but it ${output}")
endif()

set(here include/staticnn)
set(once "#pragma once\n")

# Floors.
catches(${here}/core/up.hpp "${once}#include <staticnn/simd/vec.hpp>\n" ":2: core may not include")
catches(${here}/simd/up.hpp "${once}\n#include <staticnn/kernel/map.hpp>\n" ":3: simd may not include")
catches(${here}/kernel/up.hpp "${once}#include <staticnn/meta/plan.hpp>\n" "kernel may not include")
catches(${here}/meta/up.hpp "${once}#include <staticnn/kernel/map.hpp>\n" "meta may not include")
catches(${here}/init/up.hpp "${once}#include <staticnn/layer/good.hpp>\n" "init may not include")
catches(${here}/layer/up.hpp "${once}#include <staticnn/model/model.hpp>\n" "layer may not include")
catches(${here}/layer/up.hpp "${once}#include <staticnn/layer/good.hpp>\n" "layer may not include")
catches(${here}/loss/up.hpp "${once}  #  include <staticnn/loss/mse_loss.hpp>\n" "loss may not include")
catches(${here}/optim/up.hpp "${once}#include <staticnn/optim/adam.hpp>\n" "optim may not include")
catches(${here}/metric/up.hpp "${once}#include <staticnn/loss/mse_loss.hpp>\n" "metric may not include")
catches(${here}/model/up.hpp "${once}#include <staticnn/layer/good.hpp>\n" "model may not include")
catches(${here}/train/up.hpp "${once}#include <staticnn/layer/good.hpp>\n" "train may not include")
catches(${here}/io/up.hpp "${once}#include <staticnn/staticnn.hpp>\n" "io may not include")
catches(${here}/staticnn.hpp
    "${once}#include <staticnn/layer/good.hpp>\n#include <staticnn/io/good.hpp>\n" ":3: umbrella may not include")

# Includes.
catches(${here}/layer/near.hpp "${once}#include \"good.hpp\"\n" ":2: \"good.hpp\" is written as <staticnn/...>")
catches(${here}/model/boost.hpp "${once}#include <boost/hana/type.hpp>\n" "Boost is included in meta only")
catches(${here}/meta/boost.hpp "${once}#include <boost/hana.hpp>\n" "include its single headers")
catches(${here}/core/heap.hpp "${once}// why\n#include <vector>\n" ":3: <vector> may be included in io only")
catches(${here}/train/print.hpp "${once}#include <iostream>  // why\n" "<iostream> may be included in io only")

# Form.
catches(${here}/core/twice.hpp "// no guard\n" "A header begins with #pragma once")
catches(${here}/attic/old.hpp "${once}" "belongs to one of the rooms")
catches(${here}/loose.hpp "${once}" "belongs to one of the rooms")
catches(${here}/core/CamelCase.hpp "${once}" "name_in_snake_case")
catches(${here}/core/source.cpp "" "name_in_snake_case")
catches(${here}/layer/untested.hpp "${once}" "no test tests/layer/untested.cpp" "no line in the umbrella")
catches(${here}/core/later.hpp "${once}\n// TODO: later\n" ":3: TODO belongs in an issue")
catches(tests/layer/good.cpp "int a;\n// FIXME; [\n" ":2: FIXME belongs in an issue")
