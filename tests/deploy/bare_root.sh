#!/usr/bin/env bash
# The README's two commands on a bare Debian: makes a minimal root, puts a fresh clone of HEAD in
# and runs them there, with no display and no standard input. Needs root, mmdebstrap and a network
# that reaches the apt sources of this machine. Slow: a suite of its own, `tests/run.sh bare`.
set -euo pipefail

top=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
project=/srv/second-heart # inside the root

usage() {
    cat <<'TEXT'
Usage: tests/deploy/bare_root.sh [--only-quickstart] [--with-guest] [--keep DIR] SUITE...

For each SUITE (bookworm: Debian 12, trixie: Debian 13), in a new minimal root:
  1. deploy/quickstart.sh, which installs, builds and plays the example day off screen;
  2. the same again: it must install nothing and build nothing;
  3. tests/run.sh, without the QEMU guest unless --with-guest.

  --only-quickstart   leave step 3 out
  --keep DIR          make the roots in DIR and leave them there
TEXT
}

say() { printf '\n== bare root: %s\n' "$*"; }

fail() {
    local code=$1
    shift
    printf '%s\n' "bare_root: $*" >&2
    exit "$code"
}

# Where this machine gets Debian from, so that none of its hosts stands in the repository.
archive_uri() {
    local uri
    # shellcheck disable=SC2016  # apt's own placeholders
    uri=$(apt-get indextargets --format '$(REPO_URI) $(CODENAME)' 'Created-By: Packages' |
        awk '$2 == "bookworm" || $2 == "trixie" { print $1; exit }')
    [[ -n $uri ]] || fail 1 "no Debian archive among this machine's apt sources (apt-get update?)"
    printf '%s\n' "$uri"
}

make_root() {
    local suite=$1 root=$2 apt_settings=$3
    mmdebstrap --quiet --variant=minbase --aptopt="$apt_settings" "$suite" "$root" "$(archive_uri)" \
        </dev/null
    cp /etc/resolv.conf "$root/etc/resolv.conf"
    git clone --quiet --no-hardlinks "$top" "$root$project"
    printf '#!/bin/sh\nexit 101\n' >"$root/usr/sbin/policy-rc.d"
    chmod +x "$root/usr/sbin/policy-rc.d"
}

# Runs a command in the root, in mounts of its own that vanish with it, in a clean environment.
in_root() {
    local root=$1
    shift
    # shellcheck disable=SC2016  # expanded by the inner shell
    unshare --mount --pid --fork --kill-child sh -c '
        set -e
        root=$1
        shift
        mount -t proc proc "$root/proc"
        mount -t tmpfs tmpfs "$root/dev/shm"
        exec chroot "$root" /usr/bin/env -i HOME=/root LANG=C.UTF-8 \
            PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin "$@"
    ' sh "$root" "$@" </dev/null
}

# What a second run must leave as it is: the packages and the built programs.
state_of() {
    local root=$1
    chroot "$root" dpkg-query -W
    find "$root$project/build/bin" "$root$project/build/app" "$root$project/build/drivers" \
        -type f -printf '%p %T@\n' | sort
}

check_root() {
    local suite=$1 root=$2 only_quickstart=$3 test_options=$4 before after

    say "$suite: quickstart, first run"
    in_root "$root" "$project/deploy/quickstart.sh"
    before=$(state_of "$root")

    say "$suite: quickstart, second run"
    in_root "$root" "$project/deploy/quickstart.sh"
    after=$(state_of "$root")
    [[ $before == "$after" ]] ||
        fail 1 "$suite: the second run changed something: $(diff <(echo "$before") <(echo "$after"))"
    say "$suite: the second run installed nothing and built nothing"
    [[ -n $(find "$root$project/build/quickstart" -name '*.png' -print -quit) ]] ||
        fail 1 "$suite: quickstart left no picture"

    if [[ $only_quickstart == no ]]; then
        say "$suite: tests/run.sh $test_options"
        # shellcheck disable=SC2086  # no option is no word
        in_root "$root" "$project/tests/run.sh" $test_options
    fi
}

main() {
    local only_quickstart=no test_options=--without-guest keep='' suites=() suite work apt_settings

    while [[ $# -gt 0 ]]; do
        case $1 in
        --help)
            usage
            exit 0
            ;;
        --only-quickstart) only_quickstart=yes ;;
        --with-guest) test_options='' ;;
        --keep)
            [[ $# -ge 2 ]] || fail 2 "--keep wants a folder: see --help"
            keep=$2
            shift
            ;;
        bookworm | trixie) suites+=("$1") ;;
        *) fail 2 "'$1' is neither an option nor a suite: see --help" ;;
        esac
        shift
    done
    [[ ${#suites[@]} -gt 0 ]] || fail 2 "name a suite: bookworm or trixie"
    [[ $(id -u) -eq 0 ]] || fail 1 "making a root needs root"
    command -v mmdebstrap >/dev/null || fail 1 "mmdebstrap is missing: apt-get install mmdebstrap"

    work=${keep:-$(mktemp -d)}
    mkdir -p "$work"
    # shellcheck disable=SC2064  # the folder of now
    [[ -n $keep ]] || trap "rm -rf --one-file-system '$work'" EXIT
    # Proxies and the like hold for the roots as well.
    apt_settings=$work/apt.conf
    apt-config dump --format '%F "%v";%n' Acquire | grep -v '""' >"$apt_settings" || true

    for suite in "${suites[@]}"; do
        say "$suite: making the root"
        make_root "$suite" "$work/$suite" "$apt_settings"
        check_root "$suite" "$work/$suite" "$only_quickstart" "$test_options"
        [[ -n $keep ]] || rm -rf --one-file-system "${work:?}/$suite"
    done
    say "passed: ${suites[*]}"
}

main "$@"
