# Install rules: after them, find_package(staticnn CONFIG) gives staticnn::staticnn.

include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

set(package_dir ${CMAKE_INSTALL_DATADIR}/cmake/staticnn)

install(DIRECTORY ${PROJECT_SOURCE_DIR}/include/staticnn
    DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}
    FILES_MATCHING PATTERN *.hpp)
install(FILES ${PROJECT_SOURCE_DIR}/LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR})

install(TARGETS staticnn EXPORT staticnn INCLUDES DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
install(EXPORT staticnn NAMESPACE staticnn:: FILE staticnnTargets.cmake DESTINATION ${package_dir})

# Before 1.0 a new minor version may change the interface.
write_basic_package_version_file(${PROJECT_BINARY_DIR}/staticnnConfigVersion.cmake
    COMPATIBILITY SameMinorVersion
    ARCH_INDEPENDENT)
install(FILES
    ${PROJECT_SOURCE_DIR}/cmake/staticnnConfig.cmake
    ${PROJECT_BINARY_DIR}/staticnnConfigVersion.cmake
    DESTINATION ${package_dir})
