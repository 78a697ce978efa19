#!/usr/bin/env bash
# The Debian packages: built, looked at, published in a signed repository and lived with on minimal
# systems of both releases. Slow: a suite of its own, `tests/run.sh packages`.
set -euo pipefail

top=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
roots=$top/tests/guest/roots.sh
packages=$top/build/packages
kept=$top/build/package/test
releases=()
build=yes
twice=yes

usage() {
    cat <<'TEXT'
Usage: tests/deploy/packages.sh [--release bookworm|trixie]... [--built] [--once]

Builds the packages for both releases and processors, one of them a second time in another place to
see that the bytes are the same, and tries them in minimal roots: install from a signed repository,
run, upgrade, downgrade, remove, reinstall, purge; the same booted, with services; the arm64 programs
in an emulator.

  --release R   only this release; may be given more than once (both)
  --built       take the packages that deploy/package.sh has built
  --once        leave the second build out
  --help        this text
TEXT
}

say() { printf '\n== packages: %s\n' "$*"; }

fail() {
    local code=$1
    shift
    printf '%s\n' "packages: $*" >&2
    exit "$code"
}

deb_of() { find "$packages/$1" -name "$2_*_$3.deb" -print -quit; }

# The programs' needs are in the bill of materials, and no folder of the build is in the program.
look_inside() {
    local release=$1 architecture=$2 package deb folder
    folder=$(mktemp -d)
    for package in secondheart secondheart-sync; do
        deb=$(deb_of "$release" "$package" "$architecture")
        [[ -n $deb ]] || fail 1 "no $package for $release, $architecture in $packages"
        [[ $(dpkg-deb -f "$deb" Version) == *~deb1[23]u1 ]] || fail 1 "$deb: version without a release"
        dpkg-deb -x "$deb" "$folder"
        python3 - "$folder" "$package" "$deb" <<'PYTHON'
import json, re, subprocess, sys
folder, package, deb = sys.argv[1:]
bill = json.load(open(f"{folder}/usr/share/doc/{package}/sbom.spdx.json"))
depends = subprocess.run(["dpkg-deb", "-f", deb, "Depends"], capture_output=True, text=True).stdout
listed = {entry["name"]: entry["SPDXID"] for entry in bill["packages"]}
linked = {r["relatedSpdxElement"] for r in bill["relationships"] if r["relationshipType"] == "DYNAMIC_LINK"}
wanted = {m for m in re.findall(r"([a-z0-9][a-z0-9.+-]+) \(>=", depends)}
assert wanted and wanted <= set(listed), f"not in the bill of materials: {wanted - set(listed)}"
assert all(listed[name] in linked for name in wanted)
assert bill["spdxVersion"] == "SPDX-2.3" and listed[package] == bill["packages"][0]["SPDXID"]
assert all(entry["versionInfo"] for entry in bill["packages"])
PYTHON
    done
    file -b "$folder/usr/bin/secondheart" | grep -q "$([[ $architecture == arm64 ]] && echo aarch64 || echo x86-64)" ||
        fail 1 "$release, $architecture: the kiosk is for another processor"
    if grep -lr "$top\|/share/second-heart" "$folder/usr/bin"; then
        fail 1 "$release, $architecture: a folder of the build is in a program"
    fi
    rm -rf "$folder"
}

# The arm64 programs run, on the libraries that they were linked to, a processor away.
run_arm64() {
    local release=$1 folder root emulator package
    folder=$(mktemp -d)
    root=$("$roots" root "$release" cross)
    emulator=$(command -v qemu-aarch64-static || command -v qemu-aarch64)
    for package in secondheart secondheart-sync; do
        dpkg-deb -x "$(deb_of "$release" "$package" arm64)" "$folder"
    done
    for package in secondheart secondheartctl secondheart-sync; do
        "$emulator" -L "$root" "$folder/usr/bin/$package" --version
    done
    "$emulator" -L "$root" "$folder/usr/bin/secondheartctl" replay --format json \
        "$top/assets/traces/example-day.trace" | python3 -c 'import json, sys
assert json.load(sys.stdin)["total"]["sitting_s"] > 0'
    printf '# secondheart trace v1\n# start: 2026-03-02T08:55:00+01:00\n0 chair 1\n600 end\n' \
        >"$folder/short.trace"
    "$emulator" -L "$root" "$folder/usr/bin/secondheart" --sensors "trace:$folder/short.trace" \
        --offscreen "$folder/pictures" --state "$folder/state" >/dev/null
    [[ -n $(find "$folder/pictures" -name '*.png' -print -quit) ]] || fail 1 "arm64: no picture"
    rm -rf "$folder"
    say "$release: the arm64 programs run (emulated)"
}

# Another folder, another hour, another zone; the same bytes.
build_again() {
    local release=$1 again=$kept/again deb
    rm -rf "$again"
    (
        export SOURCE_DATE_EPOCH SECONDHEART_PACKAGE_FOLDER=quite-another-place TZ=Asia/Tokyo
        SOURCE_DATE_EPOCH=$(git -C "$top" log -1 --format=%ct)
        umask 0027
        "$top/deploy/package.sh" --release "$release" --arch amd64 --out "$again" --no-lint
    )
    while IFS= read -r -d '' deb; do
        cmp "$deb" "$packages/$release/${deb##*/}" || fail 1 "${deb##*/} is not reproducible"
    done < <(find "$again/$release" -name '*.deb' -print0)
    say "$release: a second build gives the same bytes"
}

main() {
    local release architecture root options

    while [[ $# -gt 0 ]]; do
        case $1 in
        --help)
            usage
            exit 0
            ;;
        --release)
            [[ ${2:-} == bookworm || ${2:-} == trixie ]] || fail 2 "--release bookworm or trixie"
            releases+=("$2")
            shift
            ;;
        --built) build=no ;;
        --once) twice=no ;;
        *) fail 2 "no such option: '$1': see --help" ;;
        esac
        shift
    done
    [[ ${#releases[@]} -gt 0 ]] || releases=(bookworm trixie)

    if [[ $build == yes ]]; then
        say "build and lintian"
        mapfile -t options < <(printf -- "--release\n%s\n" "${releases[@]}")
        "$top/deploy/package.sh" "${options[@]}"
    fi
    for release in "${releases[@]}"; do
        for architecture in amd64 arm64; do
            look_inside "$release" "$architecture"
        done
        run_arm64 "$release"
    done
    # In the roots $kept is /share.
    "$top/tests/deploy/publish.sh" "$packages" "$kept" file:/share "${releases[@]}"
    for release in "${releases[@]}"; do
        say "$release: a life"
        root=$("$roots" root "$release" bare)
        SHARE=$kept BIND_RO=$top "$roots" enter "$root" \
            bash /src/tests/deploy/packages_inside.sh "$release"
        say "$release: a life with systemd"
        "$top/tests/deploy/packages_booted.py" "$release" "$kept"
    done
    [[ $twice == no ]] || build_again "${releases[0]}"
    say "passed: ${releases[*]}"
}

main "$@"
