#!/usr/bin/env bash
# Builds the fuzzers and lets each run for its share of the time. See README.md here.
set -euo pipefail

top=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
here=$top/tests/fuzz
build=$top/build/fuzz
seconds=600
names=()

usage() {
    cat <<'TEXT'
Usage: tests/fuzz/run.sh [SECONDS] [NAME...]

Runs the fuzzers (all, or those named) with ASan and UBSan for SECONDS altogether (600), two at a
time, and prints how many inputs each ran and how much of its code they reached. What has reached
something new is kept in build/fuzz/corpus, what broke something in build/fuzz/found.

Exit codes: 0 nothing was found, 1 something was, 2 wrong usage.
TEXT
}

fail() {
    local code=$1
    shift
    printf '%s\n' "fuzz: $*" >&2
    exit "$code"
}

# The first number that a word stands before in a fuzzer's log; 0 without one.
figure() {
    { grep -oE "$2 *[0-9]+" "$1" || echo 0; } | tail -n 1 | grep -oE '[0-9]+$'
}

# run_one NAME SECONDS: its row, and 1 if it found something.
run_one() {
    local name=$1 log=$build/log/$1 own=$build/corpus/$1 code=0
    mkdir -p "$own" "$build/found" "$build/log"
    # A found input is printed with its sentence; the rest of the log is libFuzzer's.
    "$build/fuzz/fuzz_$name" -max_total_time="$2" -timeout=20 -rss_limit_mb=2048 \
        -artifact_prefix="$build/found/$name-" -print_final_stats=1 \
        "$own" "$here/corpus/$name" >"$log" 2>&1 || code=$?
    printf '%-10s %10d inputs %8d/s %6d of %d edges\n' "$name" \
        "$(figure "$log" 'number_of_executed_units:')" "$(figure "$log" 'average_exec_per_sec:')" \
        "$(figure "$log" 'cov:')" \
        "$(sed -nE 's/.*\(([0-9]+) inline 8-bit counters\).*/\1/p' "$log" | head -n 1)"
    [[ $code -ne 0 ]] || return 0
    grep -vE '^(#|INFO|###)' "$log" | tail -n 40
    printf '%s\n' "found: run it again by" \
        "  $build/fuzz/fuzz_$name $(sed -n 's/.*Test unit written to //p' "$log")"
    return 1
}

main() {
    local name share job bad=0 jobs=()

    while [[ $# -gt 0 ]]; do
        case $1 in
        --help)
            usage
            exit 0
            ;;
        [0-9]*)
            [[ $1 =~ ^[1-9][0-9]*$ ]] || fail 2 "'$1' is no number of seconds: see --help"
            seconds=$1
            ;;
        *)
            [[ -f $here/fuzz_$1.c ]] || fail 2 "no fuzzer '$1': see tests/fuzz/README.md"
            names+=("$1")
            ;;
        esac
        shift
    done
    if [[ ${#names[@]} -eq 0 ]]; then
        for name in "$here"/fuzz_*.c; do
            name=${name##*/fuzz_}
            names+=("${name%.c}")
        done
    fi
    "$top/deploy/packages/install.sh" fuzz
    cmake -S "$top" -B "$build" -G Ninja --log-level=NOTICE -DCMAKE_C_COMPILER=clang \
        -DSECONDHEART_FUZZ=ON -DSECONDHEART_SANITIZE=address,undefined -DSECONDHEART_WERROR=ON
    cmake --build "$build" --target fuzzers -j "$(nproc)" >"$build/build.log" || {
        tail -n 40 "$build/build.log"
        fail 1 "the fuzzers do not build"
    }
    # Two at a time: each gets twice its share.
    share=$((2 * seconds / ${#names[@]}))
    [[ $share -ge 1 ]] || share=1
    for name in "${names[@]}"; do
        run_one "$name" "$share" &
        jobs+=($!)
        while [[ $(jobs -rp | wc -l) -ge 2 ]]; do sleep 0.2; done
    done
    for job in "${jobs[@]}"; do
        wait "$job" || bad=1
    done
    return "$bad"
}

main "$@"
