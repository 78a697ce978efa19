#!/usr/bin/env bash
# From a fresh clone to a running kiosk: installs what is missing, builds in build/, runs
# build/bin/secondheart on whatever display there is. Running it again does nothing twice.
set -euo pipefail

top=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
build=$top/build
pictures=$build/quickstart
demo_trace=$top/assets/traces/example-day.trace

usage() {
    cat <<'TEXT'
Usage: deploy/quickstart.sh [--build-only] [-- KIOSK-OPTION...]

Installs the packages that are missing (asks apt only then, with sudo unless you are root), builds
Second Heart in build/ and runs it:

  sensors   real GPIO if this machine has the lines, else simulated ones:
            keys C chair, space a footstep, M mat held, R ten calf raises
  display   a window where there is a desktop; the full screen where there is none but a display
            is connected; with no display at all, off screen: an example day is played, its
            pictures land in build/quickstart/ and what it did is printed

  --build-only   install and build, do not run
  --help         this text

What stands after -- goes to the kiosk; `build/bin/secondheart --help` names its options.
For Debian 12, Debian 13 and Raspberry Pi OS of the same age.
TEXT
}

say() { printf '\n== %s\n' "$*"; }

fail() {
    local code=$1
    shift
    printf '%s\n' "quickstart: $*" >&2
    exit "$code"
}

check_system() {
    local id='' version='' pretty='this system'

    if [[ -r /etc/os-release ]]; then
        # A subshell, since the file sets names of its own.
        IFS='|' read -r id version pretty < <(
            # shellcheck source=/dev/null
            . /etc/os-release
            printf '%s|%s|%s\n' "${ID:-}" "${VERSION_ID:-}" "${PRETTY_NAME:-}"
        )
    fi
    case $id:$version in
    debian:1[23] | raspbian:1[23]) ;;
    *) printf '%s\n' "quickstart: not tried on $pretty; Debian 12 or 13 is what it is made for" ;;
    esac
}

build_programs() {
    local first_time=()

    # A build folder keeps the generator and the options that it was made with.
    [[ -e $build/CMakeCache.txt ]] || first_time=(-G Ninja -DSECONDHEART_TESTS=OFF)
    cmake -S "$top" -B "$build" "${first_time[@]}" --log-level=NOTICE ||
        fail 1 "configuring failed: its message is above"
    cmake --build "$build" || fail 1 "building failed: its message is above"
}

# A display connected to a DRM card, as the kernel sees it.
drm_display_connected() {
    local status
    for status in /sys/class/drm/card*-*/status; do
        [[ -r $status && $(<"$status") == connected ]] && return 0
    done
    return 1
}

drm_card_usable() {
    local card
    for card in /dev/dri/card*; do
        [[ -r $card && -w $card ]] && return 0
    done
    return 1
}

run_off_screen() {
    rm -rf "$pictures"
    mkdir -p "$pictures"
    say "no display here: playing an example day off screen, pictures to build/quickstart/"
    "$build/bin/secondheart" --offscreen "$pictures" --sensors "trace:$demo_trace" "$@"
    say "to see it live, run this script where there is a desktop or a connected display"
}

run_kiosk() {
    if [[ -n "${WAYLAND_DISPLAY:-}${DISPLAY:-}" ]]; then
        say "running in a window (close it, or Ctrl-C here, to end)"
        exec "$build/bin/secondheart" "$@"
    elif drm_display_connected; then
        drm_card_usable || fail 1 "a display is connected, but you may not use /dev/dri/card*:" \
            "run 'sudo usermod -aG video,render,input,gpio $(id -un)' and log in again"
        say "running on the full screen (Ctrl-C here ends it)"
        exec "$build/bin/secondheart" "$@"
    else
        run_off_screen "$@"
    fi
}

main() {
    local build_only=no

    while [[ $# -gt 0 ]]; do
        case $1 in
        --help)
            usage
            exit 0
            ;;
        --build-only) build_only=yes ;;
        --)
            shift
            break
            ;;
        *) fail 2 "no such option: '$1': see --help" ;;
        esac
        shift
    done

    check_system
    say "packages"
    "$top/deploy/packages/install.sh" build run
    say "build"
    build_programs
    if [[ $build_only == yes ]]; then
        say "built: build/bin/"
    else
        run_kiosk "$@"
    fi
}

main "$@"
