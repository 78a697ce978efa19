# Compiles for arm64 on another processor, against the libraries of an unpacked root that the
# environment names: SYSROOT and SYSROOT_FLAGS (roots.sh sets them, and pkg-config's paths).
set(CMAKE_SYSTEM_NAME Linux)
set(CMAKE_SYSTEM_PROCESSOR aarch64)
set(CMAKE_C_COMPILER aarch64-linux-gnu-gcc)
set(CMAKE_SYSROOT $ENV{SYSROOT})
set(CMAKE_C_FLAGS_INIT $ENV{SYSROOT_FLAGS})
set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)
set(CMAKE_FIND_ROOT_PATH_MODE_LIBRARY ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_INCLUDE ONLY)
