#!/usr/bin/env bash
# Builds with ThreadSanitizer and runs the tests of all that may start a thread. A report in any
# program fails the run (tests/reports). The pure core and screens start none: check_layers.sh
# --symbols sees to that, and their tests, which would take most of the time, carry one-thread.
set -euo pipefail

top=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
build=$top/build/test-races
jobs=$(nproc)

usage() {
    cat <<'TEXT'
Usage: tests/races/run.sh [--short]

Runs what has threads (the kiosk's loop, ledger and sound, libcurl's in secondheart-sync) under
ThreadSanitizer, in build/test-races.

  --short   the ledger's tests and two of secondheart-sync's, as in the normal run
  --help    this text

Exit codes: 0 all passed, 2 wrong usage, any other: something did not pass.
TEXT
}

# The label is for programs that start no thread.
check_labels() {
    local program bad=0
    for program in $(ctest --test-dir "$build" -N -V -L one-thread |
        sed -nE "s|^[0-9]+: Test command: ($build/[^ ]+).*|\1|p" | sort -u); do
        if nm -D --undefined-only "$program" | grep -q ' pthread_create'; then
            printf '%s\n' "races: $program starts threads: its test must not carry one-thread" >&2
            bad=1
        fi
    done
    return "$bad"
}

main() {
    local targets=(all) tests=(-LE 'guest|wide|fuzz|office|bench|one-thread')

    case ${1:-} in
    --help)
        usage
        exit 0
        ;;
    --short)
        targets=(test_store_ledger test_store_ledger_batch test_store_ledger_race
            secondheart-sync queue_weeks)
        tests=(-R '^(store_ledger.*|sync_faults_(names|tls))$')
        ;;
    '') ;;
    *)
        printf '%s\n' "races: no such option: '$1': see --help" >&2
        exit 2
        ;;
    esac
    cmake -S "$top" -B "$build" -G Ninja --log-level=NOTICE -DSECONDHEART_WERROR=ON \
        -DSECONDHEART_SANITIZE=thread
    cmake --build "$build" -j "$jobs" --target "${targets[@]}"
    [[ ${targets[*]} != all ]] || check_labels
    ctest --test-dir "$build" --output-on-failure --no-tests=error -j "$jobs" "${tests[@]}"
}

main "$@"
