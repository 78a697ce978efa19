#!/usr/bin/env bash
# Runs the cmocka tests of a plain build under valgrind's memcheck: what is read before it is
# written, which no sanitizer of gcc sees, and leaks, also where LeakSanitizer cannot look.
set -euo pipefail

top=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
build=$top/build/test-valgrind
jobs=$(nproc)

# Left out: twenty to fifty times slower, they take more than ten minutes each, and repeat on
# random numbers what a test beside them does on chosen ones, or on sizes and words what
# ui_screens and ui_golden do at one size.
left_out=(
    store_power_cut   # a cut at every write of a day; store_disk fails at chosen ones
    kiosk_power_days  # the same of six days; kiosk_restart and kiosk_queueing do each step of them
    sync_drain_random # random servers; sync_drain has each of them
    ui_layout         # every screen at every size
    'ui_language_.*'  # the same in each language
    'ui_learn_.*'     # the cards in each language; ui_learn has the English ones
    ui_legible        # every letter of every screen against its ground
)

usage() {
    cat <<'TEXT'
Usage: tests/valgrind/run.sh [REGEX]

Runs the C unit tests, or those that ctest's REGEX names, under valgrind in build/test-valgrind.
An invalid access, a decision on what was never written, or memory that nobody can free any more
fails its test. tests/valgrind/valgrind.supp names what libraries keep, with the reason.

Exit codes: 0 all passed, 2 wrong usage, any other: something did not pass.
TEXT
}

main() {
    local IFS=';' memcheck tests

    memcheck=(valgrind --quiet --error-exitcode=99 --leak-check=full
        "--show-leak-kinds=definite,indirect" "--errors-for-leak-kinds=definite,indirect"
        --num-callers=25 "--suppressions=$top/tests/valgrind/valgrind.supp")
    case ${1:-} in
    --help)
        usage
        exit 0
        ;;
    -*)
        printf '%s\n' "valgrind: no such option: '$1': see --help" >&2
        exit 2
        ;;
    esac
    tests=(-R "${1:-.}")
    # ctest puts before each program what would emulate a foreign processor.
    cmake -S "$top" -B "$build" -G Ninja --log-level=NOTICE -DSECONDHEART_WERROR=ON \
        "-DCMAKE_CROSSCOMPILING_EMULATOR=${memcheck[*]}"
    cmake --build "$build" -j "$jobs"
    IFS='|'
    ctest --test-dir "$build" --output-on-failure --no-tests=error -j "$jobs" --timeout 1500 \
        -L '^unit$' -LE wide -E "^(${left_out[*]})$" "${tests[@]}"
}

main "$@"
