#!/usr/bin/env bash
# From a package's changelog to what its programs say to --version: debian/rules hands the changelog's
# version to CMake, and deploy/cmake/version.cmake takes it, or the project's where there is none.
set -euo pipefail

top=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
cmake=${1:-cmake}
world=$(mktemp -d)
trap 'rm -rf --one-file-system "$world"' EXIT

complain() {
    echo "FAILED $*" >&2
    exit 1
}

# Prints the version that a project of 1.2.3 says if SECONDHEART_VERSION is as given.
taken() {
    # shellcheck disable=SC2016 # expands in CMake
    printf 'set(PROJECT_VERSION 1.2.3)\ninclude(%s)\nfile(WRITE "%s" "${secondheart_version}")\n' \
        "$top/deploy/cmake/version.cmake" "$world/taken" >"$world/probe.cmake"
    rm -f "$world/taken"
    "$cmake" "$@" -P "$world/probe.cmake" >"$world/said" 2>&1 || return 1
    cat "$world/taken"
}

test_what_was_given_is_taken() {
    local version
    [[ $(taken) == 1.2.3 ]] || complain "nothing given: '$(cat "$world/said")'"
    [[ $(taken -DSECONDHEART_VERSION=) == 1.2.3 ]] || complain "an empty version is not the project's"
    for version in 0.1.0 '0.1.0~git20261123071634.cd5d6bd~deb12u1' 10.20.30+git20261123071634.cd5d6bd.m~deb13u1 \
        1.0-2; do
        [[ $(taken "-DSECONDHEART_VERSION=$version") == "$version" ]] || complain "$version is not taken"
    done
}

test_what_is_no_version_is_refused() {
    local version
    for version in v1.0 '1.0"' '1.0 x' '1.0;2' "1.0'" '1.0\n' 1.0/2 1:1.0 \
        1.0.0+0123456789012345678901234567890123456789012; do
        ! taken "-DSECONDHEART_VERSION=$version" || complain "$version is taken"
        grep -q 'SECONDHEART_VERSION .*: wanted is' <(tr -s ' \n' ' ' <"$world/said") ||
            complain "$version is refused without a reason: $(cat "$world/said")"
    done
}

test_the_package_gives_its_own() {
    local version=0.1.0~git20261123071634.cd5d6bd~deb12u1 said
    if [[ ! -e /usr/share/dpkg/pkg-info.mk ]] || ! command -v dpkg-parsechangelog >/dev/null; then
        echo "left out: the package's version, for which dpkg-dev is wanted"
        return
    fi
    mkdir "$world/tree" "$world/tree/debian"
    ln -s "$top/drivers" "$world/tree/drivers"
    printf 'second-heart (%s) bookworm; urgency=medium\n\n  * Built.\n\n -- %s  %s\n' "$version" \
        'Somebody <somebody@example.org>' 'Mon, 23 Nov 2026 07:16:34 +0000' >"$world/tree/debian/changelog"
    said=$(make -n -C "$world/tree" -f "$top/deploy/debian/rules" override_dh_auto_configure)
    [[ $said == *"-DSECONDHEART_VERSION='$version'"* ]] || complain "debian/rules: $said"
}

test_what_was_given_is_taken
test_what_is_no_version_is_refused
test_the_package_gives_its_own
echo "versions: passed"
