#!/usr/bin/env bash
# The scripts of deploy/ and tests/, run in a copy of their part of the tree with a system of fakes
# around them: apt, dpkg, cmake and the kiosk only write down how they were called.
set -euo pipefail

top=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)

# Fakes. INSTALLED and KNOWN are lists of package names.
write_fake() {
    printf '#!/bin/bash\n%s\n' "$2" >"$world/bin/$1"
    chmod +x "$world/bin/$1"
}

make_world() {
    world=$(mktemp -d)
    calls=$world/calls
    mkdir -p "$world/bin" "$world/tree/tests" "$world/tree/build/bin"
    cp -r "$top/deploy" "$world/tree/deploy"
    cp "$top/tests/run.sh" "$world/tree/tests/"
    : >"$calls"
    printf 'a-dev  # why\nnew|old\n\n' >"$world/tree/deploy/packages/build.txt"
    printf 'a-dev\n' >"$world/tree/deploy/packages/run.txt"
    # The fakes' own words stay unexpanded until they run.
    # shellcheck disable=SC2016
    {
        write_fake dpkg-query 'case " $INSTALLED " in *" ${!#} "*) printf installed ;; *) exit 1 ;; esac'
        write_fake apt-cache 'case " $KNOWN " in *" ${!#} "*) ;; *) exit 100 ;; esac'
        write_fake apt-get 'echo "apt-get ${*//-o/}" >>"$CALLS"; [[ "$* " != *"$APT_REFUSES "* ]]'
        write_fake cmake 'echo "cmake $*" >>"$CALLS"'
        write_fake id '[[ $1 == -u ]] && echo "$FAKE_UID" || echo somebody'
        write_fake sudo 'echo "sudo" >>"$CALLS"; exec "$@"'
    }
    # shellcheck disable=SC2016
    printf '#!/bin/bash\necho "secondheart $*" >>"$CALLS"\n' >"$world/tree/build/bin/secondheart"
    chmod +x "$world/tree/build/bin/secondheart"
}

# run COMMAND...: sets `output` and `status`.
run() {
    status=0
    output=$(env -u DISPLAY -u WAYLAND_DISPLAY PATH="$world/bin:/usr/bin:/bin" CALLS="$calls" \
        INSTALLED="${installed:-}" KNOWN="${known:-}" FAKE_UID="${uid:-0}" \
        APT_REFUSES="${apt_refuses:-nothing-at-all}" ${with_display:+DISPLAY=:7} \
        "$@" 2>&1 </dev/null) || status=$?
}

packages() { run "$world/tree/deploy/packages/install.sh" "$@"; }
quickstart() { run "$world/tree/deploy/quickstart.sh" "$@"; }
suites() { run "$world/tree/tests/run.sh" "$@"; }

expect_status() { [[ $status -eq $1 ]] || complain "exit code $status instead of $1"; }
expect_output() { [[ $output == *"$1"* ]] || complain "output lacks '$1'"; }
expect_call() { grep -qF -- "$1" "$calls" || complain "nobody called '$1'"; }
expect_no_call() { ! grep -qF -- "$1" "$calls" || complain "somebody called '$1'"; }

complain() {
    printf '%s\n' "$*" "-- output:" "$output" "-- calls:" "$(<"$calls")" >&2
    exit 1
}

test_nothing_missing_asks_apt_for_nothing() {
    installed='a-dev old' packages build run
    expect_status 0
    expect_output 'nothing missing'
    expect_no_call apt-get
}

test_only_what_is_missing_is_installed() {
    installed='a-dev' known='a-dev new old' packages build
    expect_status 0
    expect_call '--no-install-recommends new'
    expect_no_call a-dev
}

test_the_name_that_this_release_knows_is_installed() {
    installed='a-dev' known='a-dev old' packages build
    expect_status 0
    expect_call '--no-install-recommends old'
}

test_a_package_that_nobody_knows_is_named() {
    known='a-dev' packages build
    expect_status 1
    expect_output "no package 'new|old'"
    expect_no_call 'install -y'
}

test_sudo_is_used_by_who_is_not_root() {
    uid=1000 installed='old' known='a-dev' packages build
    expect_status 0
    expect_call sudo
}

test_a_source_that_does_not_answer_is_no_reason_to_stop() {
    apt_refuses=update installed='old' known='a-dev' packages build
    expect_status 0
    expect_output 'going on'
    expect_call '--no-install-recommends a-dev'
}

test_a_failed_installation_is_a_problem() {
    apt_refuses=a-dev installed='old' known='a-dev' packages build
    expect_status 1
}

test_check_installs_nothing() {
    installed='old' packages --check build
    expect_status 1
    expect_output a-dev
    expect_no_call apt-get
}

test_a_list_that_does_not_exist_is_wrong_input() {
    packages build nonsense
    expect_status 2
    expect_output "'nonsense'"
}

test_quickstart_builds_and_opens_a_window() {
    with_display=yes installed='a-dev old' quickstart -- --speed 2
    expect_status 0
    expect_call 'cmake --build'
    expect_call 'secondheart --speed 2'
    expect_no_call '--offscreen'
}

test_quickstart_without_a_display_leaves_pictures() {
    if grep -qsx connected /sys/class/drm/card*-*/status; then
        echo "  (skipped: this machine has a display connected)"
        return
    fi
    installed='a-dev old' quickstart
    expect_status 0
    expect_call "--offscreen $world/tree/build/quickstart --sensors trace:"
}

test_quickstart_build_only_runs_nothing() {
    with_display=yes installed='a-dev old' quickstart --build-only
    expect_status 0
    expect_call 'cmake --build'
    expect_no_call 'secondheart '
}

test_quickstart_keeps_the_options_of_an_existing_build_folder() {
    touch "$world/tree/build/CMakeCache.txt"
    installed='a-dev old' quickstart --build-only
    expect_status 0
    expect_no_call '-G'
    expect_no_call 'SECONDHEART_TESTS'
}

test_quickstart_refuses_an_option_it_does_not_know() {
    quickstart --nonsense
    expect_status 2
    expect_output "'--nonsense'"
    expect_no_call cmake
}

test_a_suite_that_does_not_exist_names_those_that_do() {
    mkdir "$world/tree/tests/bench"
    printf '#!/bin/sh\n' >"$world/tree/tests/bench/run.sh"
    chmod +x "$world/tree/tests/bench/run.sh"
    suites bench soak
    expect_status 2
    expect_output "no suite 'soak' here; there are: bench"
    suites bench
    expect_status 0
}

main() {
    local test failed=0 count=0

    for test in $(declare -F | sed -n 's/^declare -f \(test_.*\)/\1/p'); do
        make_world
        count=$((count + 1))
        if ! ("$test"); then
            printf 'FAILED %s\n' "$test"
            failed=$((failed + 1))
        fi
        rm -rf "$world"
    done
    printf '%s passed, %s failed\n' "$((count - failed))" "$failed"
    [[ $failed -eq 0 ]]
}

main
