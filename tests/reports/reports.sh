#!/usr/bin/env bash
# What sanitizers reported in any program that a test started, also where the test looks at neither
# its exit code nor its words. CMakeLists.txt here lets ctest call it around a sanitized build's tests.
# Usage: tests/reports/reports.sh empty|check|built BUILD
set -euo pipefail

action=$1
build=$2
folder=$build/reports
bad=0

case $action in
empty)
    rm -rf "$folder"
    mkdir -p "$folder"
    ;;
check)
    # Each is TEST.PID: the sanitizer adds the number itself.
    for report in "$folder"/*; do
        [[ -e $report ]] || continue
        test=${report##*/}
        test=${test%.*}
        printf 'FAILED: a sanitizer reports in a program of %s:\n' "$test"
        head -n 60 "$report"
        printf 'run it again by: ctest --test-dir %s -R %s\n\n' "$build" "'^$test\$'"
        bad=1
    done
    ;;
built)
    # Code that is built without it would be tested for nothing.
    if grep '"command":' "$build/compile_commands.json" | grep -v -- ' -fsanitize='; then
        printf 'FAILED: compiled without a sanitizer: does its target link sh_flags?\n'
        bad=1
    fi
    ;;
*)
    printf '%s\n' "reports.sh: no such action: '$action'" >&2
    exit 2
    ;;
esac
exit "$bad"
