#!/usr/bin/env bash
# The whole test run, or one of the longer suites by name. Installs what it needs and is missing.
set -euo pipefail

top=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
plain=$top/build/test-plain
sanitized=$top/build/test-sanitized
jobs=$(nproc)

# A suite is a program under tests/; one without a row here is tests/NAME/run.sh.
declare -A suite_command=(
    [guest]="tests/guest/guest.sh --round long"
    [guest-arm64]="tests/guest/guest.sh --suite arm64"
    [guest-newest]="tests/guest/guest.sh --suite newest --suite newest-bookworm"
    [guest-service]="tests/guest/guest.sh --suite service-bookworm --suite service-trixie"
    [guest-installed]="tests/guest/guest.sh --suite installed-bookworm --suite installed-trixie"
    [broken]="tests/broken/run.py"
    [bare]="tests/deploy/bare_root.sh bookworm trixie"
    [packages]="tests/deploy/packages.sh"
    [office-machine]="tests/deploy/office_machine.py bookworm trixie"
    [ansible]="tests/deploy/ansible_machines.py build/packages"
    [machine]="tests/machine/run.py"
    [machine-arm64]="tests/machine/run.py --arch arm64"
    [machine-figures]="tests/machine/figures.py"
)
known_suites=(fuzz races valgrind guest guest-arm64 guest-newest guest-service guest-installed bench bare packages office-machine ansible fleet soak kill gallery broken machine machine-arm64 machine-figures)
# What a suite needs on top of what it installs itself: lists of deploy/packages.
declare -A suite_packages=(
    [guest]="build run guest"
    [guest-arm64]="build run guest guest-arm64"
    [guest-newest]="build run guest"
    [guest-service]="build run guest"
    [guest-installed]="build run guest package"
    [broken]="build run test"
    [fuzz]="build run test fuzz"
    [races]="build run test"
    [valgrind]="build run test valgrind"
    [packages]="package package-test"
    [office-machine]="booted"
    [ansible]="package booted ansible"
    [machine]="build run test guest package image machine"
    [machine-arm64]="build run test guest guest-arm64 package image image-foreign machine machine-arm64"
    [machine-figures]="build run guest package image machine"
)
declare -A suite_help=(
    [guest]="the programs on a real kernel in QEMU, the slow scenarios too; 40 minutes"
    [guest-arm64]="the same programs for arm64, cross-compiled; 8 minutes"
    [guest-newest]="on the newest kernel there is for Debian 13; 8 minutes"
    [guest-service]="as services under systemd: the sandbox, the watchdog, no way out; 25 minutes"
    [guest-installed]="our packages by apt on bare Debian 12 and 13, then all of the above; 50 minutes"
    [bench]="measures time, wake-ups, memory and writes, prints a table, draws plots; about 25 minutes"
    [bare]="the README's two commands in minimal roots of Debian 12 and 13"
    [packages]="the Debian packages: built, installed, upgraded, removed; 25 minutes"
    [office-machine]="the office by up.sh on fresh Debian 12 and 13 under systemd; 7 minutes"
    [ansible]="the role on fresh Debian 12 and 13, after deploy/package.sh; 5 minutes"
    [machine]="the image, booted by its firmware, through power cuts, upgrades and a full card; hours, its week alone two"
    [machine-arm64]="the same of the arm64 image; longer"
    [machine-figures]="the image's size, start, memory and writes, printed"
    [fleet]="a year of 10,000 kiosks into one office, and the herd after an outage; 20 minutes"
    [soak]="thirty simulated days of faults through loop, store and sync, twice, with figures; 8 minutes"
    [kill]="the real programs, killed a thousand times at any moment; 20 minutes"
    [gallery]="plays a day and leaves its pictures on one sheet, to be looked at; half a minute"
    [fuzz]="any input into every reader and the core, for SECONDS (fuzz 3600); 10 minutes"
    [races]="all that has threads under ThreadSanitizer; 20 minutes"
    [valgrind]="the C unit tests under valgrind: unwritten memory, leaks; half an hour"
    [broken]="breaks each rule, and what it must survive, one at a time: a test must fail; 40 minutes"
)

usage() {
    cat <<TEXT
Usage: tests/run.sh [--without-guest]
       tests/run.sh SUITE... [SECONDS]

Without a suite, the normal run: does every include point down, format and static checks, a plain
build and one with ASan and UBSan (warnings are errors in both), the unit tests in both, and short
rounds of the thread sanitizer, of the fuzzers, of the programs on a real kernel in QEMU (the guest)
and of the image of a whole machine. Installs the Debian packages that are missing, and ends with
ctest's summary.

  --without-guest   leave both out (where emulation is too slow)
  --help            this text

Suites, longer runs by name:
TEXT
    local suite
    for suite in $(existing_suites); do
        printf '  %-15s   %s\n' "$suite" "${suite_help[$suite]:-}"
    done
    cat <<'TEXT'

Exit codes: 0 all passed, 2 wrong usage, any other: something did not pass.
TEXT
}

say() { printf '\n== %s\n' "$*"; }

fail() {
    local code=$1
    shift
    printf '%s\n' "run.sh: $*" >&2
    exit "$code"
}

# The command line of a suite, relative to the top; nothing if there is no such suite yet.
suite_of() {
    local command=${suite_command[$1]:-tests/$1/run.sh}
    [[ ! -x "$top/${command%% *}" ]] || printf '%s\n' "$command"
}

existing_suites() {
    local suite names=()
    for suite in "${known_suites[@]}"; do
        [[ -z $(suite_of "$suite") ]] || names+=("$suite")
    done
    printf '%s\n' "${names[*]:-none}"
}

run_suites() {
    local suite command packages
    for suite in "$@"; do
        [[ " ${known_suites[*]} " == *" $suite "* && -n $(suite_of "$suite") ]] ||
            fail 2 "no suite '$suite' here; there are: $(existing_suites)"
    done
    [[ -z $fuzz_seconds || " $* " == *" fuzz "* ]] || fail 2 "'$fuzz_seconds': only fuzz takes a number"
    for suite in "$@"; do
        read -ra command <<<"$(suite_of "$suite")"
        [[ $suite != fuzz || -z $fuzz_seconds ]] || command+=("$fuzz_seconds")
        read -ra packages <<<"${suite_packages[$suite]:-}"
        [[ ${#packages[@]} -eq 0 ]] || "$top/deploy/packages/install.sh" "${packages[@]}"
        say "suite $suite: ${command[*]}"
        (cd "$top" && "${command[@]}")
    done
}

configure() {
    local build=$1
    shift
    cmake -S "$top" -B "$build" -G Ninja --log-level=NOTICE -DSECONDHEART_WERROR=ON "$@"
}

# The sources that the checks look at: what git knows, or, in an unpacked archive, what is there.
sources() {
    (
        cd "$top"
        git ls-files --cached --others --exclude-standard -- "$@" 2>/dev/null ||
            find . -path ./build -prune -o -type f -print | sed 's|^\./||' | sort
    )
}

c_files() { sources '*.c' '*.h' | grep -E '^(app|drivers|tests)/.*\.[ch]$' || true; }

# The product's sources that this system compiles: of two backends it is one.
compiled_c_files() {
    sed -nE 's#^ *"file": "'"$top"'/((app|drivers)/.*\.c)".*#\1#p' "$plain/compile_commands.json" |
        sort -u
}

shell_files() {
    local file
    sources | while read -r file; do
        [[ -f $top/$file ]] && head -c 64 "$top/$file" | head -n 1 | tr -d '\0' |
            grep -qE '^#!.*\b(bash|sh)\b' && printf '%s\n' "$file"
    done || true
}

# Runs every check, so that one run tells all there is to mend.
check_style() {
    local bad=0

    say "style: format, shell scripts, man pages"
    c_files | (cd "$top" && xargs -r clang-format-14 --dry-run --Werror) || bad=1
    shell_files | (cd "$top" && xargs -r shellcheck) || bad=1
    (cd "$top" && find deploy/man -name '*.[1-8]' -print0 | xargs -0r mandoc -T lint -W warning) ||
        bad=1

    say "style: cppcheck"
    # Attributes are hidden from it: 2.10 takes one behind a function pointer for a syntax error.
    (cd "$top" && cppcheck --quiet --std=c11 --language=c --error-exitcode=1 --inline-suppr \
        -j "$jobs" --enable=warning,performance,portability --suppress=missingIncludeSystem \
        '-D__attribute__(x)=' -I app -I . app drivers) || bad=1

    say "style: clang-tidy"
    # A file a process: with several its analyser carries va_list states from one to the next.
    compiled_c_files |
        (cd "$top" && xargs -r -n 1 -P "$jobs" clang-tidy-14 --quiet -p "$plain" 2>&1) |
        (grep -v ' warnings\? generated\.$\|^Suppressed .* warnings\|^Use -header-filter' || true) ||
        bad=1
    [[ $bad -eq 0 ]] || fail 1 "style: see the messages above"
}

style_tools_available() {
    command -v clang-format-14 >/dev/null || apt-cache show clang-format-14 >/dev/null 2>&1
}

normal_run() {
    local without_guest=$1 leave_out=()

    say "layers"
    "$top/tests/check_layers.sh"

    say "packages"
    "$top/deploy/packages/install.sh" build run test fuzz
    if [[ $without_guest == no && -x $top/tests/guest/guest.sh ]]; then
        "$top/deploy/packages/install.sh" guest package image machine
    fi

    say "plain build"
    configure "$plain"
    cmake --build "$plain" -j "$jobs"
    "$top/tests/check_layers.sh" --symbols "$plain"

    if style_tools_available; then
        "$top/deploy/packages/install.sh" style
        check_style
    else
        say "style: SKIPPED, it is judged by the tools of Debian 12, which this system does not have"
    fi

    say "build with ASan and UBSan"
    configure "$sanitized" -DSECONDHEART_SANITIZE=address,undefined -DCMAKE_BUILD_TYPE=Debug
    cmake --build "$sanitized" -j "$jobs"
    say "unit tests under ASan and UBSan"
    # Every screen in eight more languages takes ten minutes here and runs no code of its own.
    ctest --test-dir "$sanitized" --output-on-failure --no-tests=error -j "$jobs" -LE 'guest|wide|fuzz'

    say "the ledger and secondheart-sync under ThreadSanitizer"
    "$top/tests/races/run.sh" --short

    if [[ $without_guest == yes ]]; then
        say "guest: LEFT OUT, as --without-guest asks"
        leave_out=(-LE guest)
    fi
    say "all tests, plain build"
    ctest --test-dir "$plain" --output-on-failure --no-tests=error -j "$jobs" "${leave_out[@]}"
}

main() {
    local without_guest=no suites=() fuzz_seconds=''

    while [[ $# -gt 0 ]]; do
        case $1 in
        --help)
            usage
            exit 0
            ;;
        --without-guest) without_guest=yes ;;
        -*) fail 2 "no such option: '$1': see --help" ;;
        [0-9]*) fuzz_seconds=$1 ;;
        *) suites+=("$1") ;;
        esac
        shift
    done
    if [[ ${#suites[@]} -gt 0 || -n $fuzz_seconds ]]; then
        run_suites "${suites[@]}"
    else
        normal_run "$without_guest"
    fi
}

main "$@"
