# Checks that an object neither allocates nor throws nor prints, by its symbols.
#
#     cmake -D nm=<nm> -D clean=<object> -D unclean=<object> -P clean_object.cmake
#
# `unclean` does all three: the check must see it.

cmake_minimum_required(VERSION 3.25)

set(allocation "operator new|operator delete|[ _](malloc|calloc|realloc|free)\n")
set(exception "__cxa_|std::__throw_|typeinfo for|_Unwind_Resume")
set(stream "std::[a-z_:]*stream|std::ios_base|std::cout|std::locale|[ _](printf|puts|fwrite)\n")

function(symbols_of object variable)
    execute_process(COMMAND ${nm} -C ${object} OUTPUT_VARIABLE symbols COMMAND_ERROR_IS_FATAL ANY)
    set(${variable} "${symbols}" PARENT_SCOPE)
endfunction()

symbols_of(${clean} symbols)
if(NOT symbols MATCHES " T uses_everything\\(\\)")
    message(FATAL_ERROR "uses_everything() is not among the symbols of ${clean}:\n${symbols}")
endif()
foreach(kind IN ITEMS allocation exception stream)
    if(symbols MATCHES "[^\n]*(${${kind}})[^\n]*")
        message(SEND_ERROR "An object built from the umbrella has a symbol of the kind '${kind}': ${CMAKE_MATCH_0}")
    endif()
endforeach()

symbols_of(${unclean} symbols)
foreach(kind IN ITEMS allocation exception stream)
    if(NOT symbols MATCHES "${${kind}}")
        message(SEND_ERROR "The check for the kind '${kind}' does not see it in an object that has it:\n${symbols}")
    endif()
endforeach()
