# What the programs answer to --version: a package's own version where a package is built
# (deploy/debian/rules), else the project's. Only what was given is in the cache, so that an old build
# folder takes up a new project's version. Sets secondheart_version.
set(SECONDHEART_VERSION "" CACHE STRING
    "Version that the programs say, a Debian version without an epoch; empty for the project's")

set(secondheart_version "${SECONDHEART_VERSION}")
if(secondheart_version STREQUAL "")
  set(secondheart_version "${PROJECT_VERSION}")
endif()
string(LENGTH "${secondheart_version}" secondheart_version_length)
# It stands in C strings, on the screen and in the code that the screen shows, which holds no more.
if(NOT secondheart_version MATCHES "^[0-9][A-Za-z0-9.+~-]*$" OR secondheart_version_length GREATER 48)
  message(FATAL_ERROR "SECONDHEART_VERSION '${secondheart_version}': wanted is a digit, then letters, "
                      "digits and . + ~ -, 48 characters at most")
endif()
