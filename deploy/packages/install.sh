#!/usr/bin/env bash
# Installs the packages of the named lists that are missing. Asks apt only if something is, so that
# a second run needs neither network nor root.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

usage() {
    cat <<'TEXT'
Usage: deploy/packages/install.sh [--check] LIST...

Installs what deploy/packages/LIST.txt names and this system lacks (Debian 12, Debian 13,
Raspberry Pi OS). LIST is build, run, test, bench, style, fuzz, valgrind,
guest, guest-arm64, gallery, japanese, office, office-page, booted, package,
package-test, ansible, image, image-foreign, machine or machine-arm64.

  --check   install nothing; print what is missing and exit 1 if anything is
  --help    this text
TEXT
}

say() { printf '%s\n' "packages: $*"; }

fail() {
    local code=$1
    shift
    printf '%s\n' "packages: $*" >&2
    exit "$code"
}

# The lists' entries, one a line: comments, blanks and repetitions gone.
entries() {
    local list
    for list in "$@"; do
        [[ -r "$here/$list.txt" ]] || fail 2 "no such list: '$list': see $here/*.txt"
        sed -e 's/#.*//' -e 's/[[:space:]]//g' -e '/^$/d' "$here/$list.txt"
    done | sort -u
}

is_installed() {
    [[ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" == installed ]]
}

# Entries none of whose alternatives is installed.
missing_entries() {
    local entry name names found
    while read -r entry; do
        found=no
        IFS='|' read -ra names <<<"$entry"
        for name in "${names[@]}"; do
            if is_installed "$name"; then
                found=yes
                break
            fi
        done
        [[ $found == yes ]] || printf '%s\n' "$entry"
    done
}

# The first alternative that apt can install here, or nothing.
installable_name() {
    local name names
    IFS='|' read -ra names <<<"$1"
    for name in "${names[@]}"; do
        if apt-cache show --no-all-versions "$name" >/dev/null 2>&1; then
            printf '%s\n' "$name"
            return 0
        fi
    done
    return 1
}

as_root() {
    if [[ $(id -u) -eq 0 ]]; then
        "$@"
    else
        sudo "$@"
    fi
}

apt_get() {
    as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq \
        -o DPkg::Lock::Timeout=600 -o Dpkg::Use-Pty=0 "$@" </dev/null
}

install_missing() {
    local entry name names=() patience=()

    if [[ $(id -u) -ne 0 ]] && ! command -v sudo >/dev/null; then
        fail 1 "installing needs root and there is no sudo: as root run" \
            "apt-get install --no-install-recommends ${*//|*/}"
    fi
    say "asking apt for: ${*//|*/}"
    # A source that does not answer is no reason to stop: the lists of the others may do.
    if ! apt_get -o APT::Update::Error-Mode=any update; then
        say "apt-get update had problems; going on with the lists there are"
        # Without a network Debian 13's apt would wait for minutes, for each package anew.
        patience=(-o Acquire::Retries=0)
    fi
    for entry in "$@"; do
        name=$(installable_name "$entry") ||
            fail 1 "apt knows no package '$entry': is the system's main archive in its apt sources?"
        names+=("$name")
    done
    apt_get "${patience[@]}" install -y --no-install-recommends "${names[@]}" ||
        fail 1 "apt-get install failed: see its message above"
}

main() {
    local check=no lists=() missing wanted

    while [[ $# -gt 0 ]]; do
        case $1 in
        --help)
            usage
            exit 0
            ;;
        --check) check=yes ;;
        -*) fail 2 "no such option: '$1': see --help" ;;
        *) lists+=("$1") ;;
        esac
        shift
    done
    [[ ${#lists[@]} -gt 0 ]] || fail 2 "name at least one list: see --help"
    # An assignment of its own, so that a list that does not exist ends the run.
    wanted=$(entries "${lists[@]}")
    if ! { command -v dpkg-query && command -v apt-get; } >/dev/null; then
        fail 1 "this system has no apt: install the equivalents of ${wanted//$'\n'/ }"
    fi
    mapfile -t missing < <(printf '%s\n' "$wanted" | sed '/^$/d' | missing_entries)
    if [[ ${#missing[@]} -eq 0 ]]; then
        say "nothing missing (${lists[*]})"
    elif [[ $check == yes ]]; then
        printf '%s\n' "${missing[@]}"
        exit 1
    else
        install_missing "${missing[@]}"
    fi
}

main "$@"
