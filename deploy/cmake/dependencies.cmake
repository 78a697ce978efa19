# Every library comes through pkg-config; all that are missing are named at once, each with the
# Debian package that brings it, so that one apt line mends everything.

find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)
set(missing_packages "")

# sh_find(TARGET MODULE DEBIAN_PACKAGE [MINIMUM VERSION]): an imported target PkgConfig::TARGET.
function(sh_find target module package)
  pkg_check_modules(${target} QUIET IMPORTED_TARGET GLOBAL "${module}")
  if(NOT ${target}_FOUND)
    list(APPEND missing_packages "${package}  (pkg-config: ${module})")
    set(missing_packages "${missing_packages}" PARENT_SCOPE)
  endif()
  set(${target}_VERSION "${${target}_VERSION}" PARENT_SCOPE)
endfunction()

sh_find(GPIOD "libgpiod >= 1.6" libgpiod-dev)
sh_find(SDL2 "sdl2 >= 2.26" libsdl2-dev)
sh_find(SDL2_TTF "SDL2_ttf >= 2.20" libsdl2-ttf-dev)
sh_find(DRM "libdrm" libdrm-dev)
sh_find(FREETYPE "freetype2" libfreetype-dev)
sh_find(PNG "libpng" libpng-dev)
sh_find(SQLITE "sqlite3 >= 3.40" libsqlite3-dev)
sh_find(JANSSON "jansson >= 2.14" libjansson-dev)
sh_find(INIH "inih >= 53" libinih-dev)
sh_find(QRENCODE "libqrencode >= 4" libqrencode-dev)
sh_find(UNIBREAK "libunibreak" libunibreak-dev)
find_program(SECONDHEART_MSGFMT msgfmt DOC "Compiles the catalogues of assets/po")
if(NOT SECONDHEART_MSGFMT)
  list(APPEND missing_packages "gettext  (program: msgfmt)")
endif()
if(SECONDHEART_TESTS)
  sh_find(CMOCKA "cmocka >= 1.1.5" libcmocka-dev)
  sh_find(SDL2_IMAGE "SDL2_image >= 2.6" libsdl2-image-dev)
  sh_find(X11 "x11" libx11-dev)
  sh_find(XDAMAGE "xdamage" libxdamage-dev)
endif()

if(missing_packages)
  string(REPLACE ";" "\n  " missing_lines "${missing_packages}")
  message(FATAL_ERROR "Missing packages:\n  ${missing_lines}\n"
    "deploy/quickstart.sh installs them, or: apt-get install <the names above>")
endif()
