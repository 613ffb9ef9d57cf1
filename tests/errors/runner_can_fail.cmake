# Proves that must_not_compile.cmake accepts what it should and fails on each kind of wrong case.
#
#     cmake -D compiler=<c++> -D scratch=<empty folder to write in> -P runner_can_fail.cmake

cmake_minimum_required(VERSION 3.25)

# expect(<passed or failed> <name> <source>): runs one case.
function(expect expected name source)
    file(WRITE ${scratch}/${name}.cpp "${source}")
    execute_process(
        COMMAND ${CMAKE_COMMAND} -D case=${scratch}/${name}.cpp
            -P ${CMAKE_CURRENT_LIST_DIR}/must_not_compile.cmake -- ${compiler}
        RESULT_VARIABLE result OUTPUT_VARIABLE output ERROR_VARIABLE output)
    if(result EQUAL 0)
        set(got passed)
    else()
        set(got failed)
    endif()
    if(NOT got STREQUAL expected)
        message(NOTICE "${output}")
        message(SEND_ERROR "must_not_compile.cmake must have ${expected}, but it ${got} with:\n${source}")
    endif()
endfunction()

set(error "static_assert(false, \"a sentence\");\n")

expect(passed one_error "// error: a sent\n// error: error:\n${error}")
expect(failed two_errors "// error: a sent\n${error}${error}")
expect(failed other_error "// error: a sent\n// error: [;]\n${error}")
expect(failed no_error "// error: a sent\nint a = 0;\n")
expect(failed nothing_expected "${error}")
expect(passed control_valid "int a = 0;\n")
expect(failed control_invalid "${error}")
