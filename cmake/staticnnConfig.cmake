include(CMakeFindDependencyMacro)
find_dependency(Boost)

include(${CMAKE_CURRENT_LIST_DIR}/staticnnTargets.cmake)
