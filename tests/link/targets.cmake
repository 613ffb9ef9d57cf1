# Builds main.cpp and train.cpp for one target, which must link, and for two targets, which must not.
#
#     cmake -D compiler=<c++> -D include=<folder> -D scratch=<folder> -P targets.cmake

cmake_minimum_required(VERSION 3.25)

file(REMOVE_RECURSE ${scratch})
file(MAKE_DIRECTORY ${scratch})

function(compile source target)
    execute_process(
        COMMAND ${compiler} -std=c++20 -O1 -march=${target} -I${include}
            -c ${CMAKE_CURRENT_LIST_DIR}/${source}.cpp -o ${scratch}/${source}.${target}.o
        COMMAND_ERROR_IS_FATAL ANY)
endfunction()

function(link main_target train_target result output)
    execute_process(
        COMMAND ${compiler} ${scratch}/main.${main_target}.o ${scratch}/train.${train_target}.o -o ${scratch}/program
        RESULT_VARIABLE link_result OUTPUT_VARIABLE link_output ERROR_VARIABLE link_output)
    set(${result} "${link_result}" PARENT_SCOPE)
    set(${output} "${link_output}" PARENT_SCOPE)
endfunction()

compile(main x86-64)
compile(train x86-64)
compile(train x86-64-v3)

link(x86-64 x86-64 result output)
if(NOT result EQUAL 0)
    message(FATAL_ERROR "Two files built with the same flags must link:\n${output}")
endif()

link(x86-64 x86-64-v3 result output)
if(result EQUAL 0)
    message(FATAL_ERROR "Two files built with -march=x86-64 and -march=x86-64-v3 must not link, but they do.")
endif()
if(NOT output MATCHES "undefined (reference|symbol)[^\n]*train")
    message(FATAL_ERROR "The linker must miss train(Model<Net>&), but it says:\n${output}")
endif()
