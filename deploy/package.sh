#!/usr/bin/env bash
# Builds the Debian packages, each release's in a root of that release (tests/guest/roots.sh), arm64
# by its cross compiler. deploy/debian is debian/ there. The same commit gives the same bytes.
set -euo pipefail

top=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
work=$top/build/package
# Where the sources lie in the root. The tests give another one, to see that nobody can tell.
folder=${SECONDHEART_PACKAGE_FOLDER:-second-heart}
out=$top/build/packages
releases=()
architectures=()
version=''
lint=yes

# The files of deploy/systemd, and their names in debian/, by which debhelper knows what to do.
declare -A system_files=(
    [60-secondheart.rules]=secondheart.udev
    [secondheart-lockdown.service]=secondheart.secondheart-lockdown.service
    [secondheart-provision.service]=secondheart.secondheart-provision.service
    [secondheart-manager.conf]=system.conf.d/60-secondheart.conf
    [secondheart-sync.service]=secondheart-sync.service
    [secondheart-sync.timer]=secondheart-sync.timer
    [secondheart.service]=secondheart.service
    [secondheart.sysusers]=sysusers.d/secondheart.conf
    [secondheart.tmpfiles]=secondheart.tmpfiles
)

usage() {
    cat <<'TEXT'
Usage: deploy/package.sh [--release bookworm|trixie]... [--arch amd64|arm64]... [--out DIR]
                         [--version VERSION] [--no-lint]

Builds the Debian packages secondheart, secondheart-sync and secondheart-office, and puts them into
DIR/bookworm (Debian 12) and DIR/trixie (Debian 13). Needs root, and a Debian that reaches its apt
sources; about three minutes for each release and processor, and as much once for its root.

  --release R    only this release; may be given more than once (both)
  --arch A       only this processor; may be given more than once (both). secondheart-office, which
                 runs on any, is built with amd64
  --out DIR      where the packages go (build/packages)
  --version V    instead of the version that CMakeLists.txt and git give
  --no-lint      leave lintian out
  --help         this text

SOURCE_DATE_EPOCH, if set, stands for the time of the last commit.
TEXT
}

say() { printf '%s\n' "package: $*"; }

fail() {
    local code=$1
    shift
    printf '%s\n' "package: $*" >&2
    exit "$code"
}

# What git knows or would take in, so that a change is tried before it is committed.
source_files() { git -C "$top" ls-files -z --cached --others --exclude-standard; }

# 0.1.0~git20261123071634.cd5d6bd before there is a tag v0.1.0, 0.1.0 at the tag, 0.1.0+git... after
# it: each sorts behind the one before. A commit's time serves a shallow clone as well. With .m it
# is that commit, modified.
version_of_checkout() {
    local project git_version
    project=$(sed -n 's/^project(.* VERSION \([0-9.]*\).*/\1/p' "$top/CMakeLists.txt")
    git_version=git$(TZ=UTC0 git -C "$top" log -1 --abbrev=7 \
        --date=format-local:%Y%m%d%H%M%S --format=%cd.%h)
    if [[ -n $(git -C "$top" status --porcelain) ]]; then
        git_version+=.m
    fi
    if [[ $git_version != *.m && -n $(git -C "$top" tag --points-at HEAD "v$project") ]]; then
        echo "$project"
    elif git -C "$top" rev-parse --quiet --verify "refs/tags/v$project" >/dev/null; then
        echo "$project+$git_version"
    else
        echo "$project~$git_version"
    fi
}

# The page's one library, by the lock file's hashes.
fetch_chart_library() {
    local cache=$work/chart page=$top/deploy/office/page
    if ! cmp --quiet "$page/package-lock.json" "$cache/package-lock.json"; then
        rm -rf "$cache"
        mkdir -p "$cache"
        cp "$page/package.json" "$cache/"
        cp "$page/package-lock.json" "$cache/lock"
        cp "$cache/lock" "$cache/package-lock.json.new"
        (cd "$cache" && mv package-lock.json.new package-lock.json &&
            npm ci --ignore-scripts --no-audit --no-fund --loglevel=error) || {
            rm -rf "$cache"
            fail 1 "npm could not fetch the chart library: is the package registry reachable?"
        }
    fi
    install -D -m 0644 -t "$1" "$cache"/node_modules/uplot/dist/uPlot.{iife.min.js,min.css}
}

write_changelog() {
    local release=$1 suffix
    case $release in
    bookworm) suffix='~deb12u1' ;;
    trixie) suffix='~deb13u1' ;;
    esac
    printf 'second-heart (%s) %s; urgency=medium\n\n  * Built from %s.\n\n -- %s  %s\n' \
        "$version$suffix" "$release" "$(git -C "$top" rev-parse --short=12 HEAD)" \
        "$(sed -n 's/^Maintainer: //p' "$top/deploy/debian/control")" \
        "$(LC_ALL=C date -u -R -d "@$SOURCE_DATE_EPOCH")"
}

# The build tree of a release: the sources, and debian/ complete.
assemble() {
    local release=$1 tree=$2 file extra
    rm -rf "$tree"
    mkdir -p "$tree"
    source_files | tar -C "$top" --null --ignore-failed-read -cf - -T - | tar -C "$tree" -xf -
    cp -r "$tree/deploy/debian" "$tree/debian"
    for file in "$tree"/deploy/systemd/*; do
        file=${file##*/}
        [[ $file != README.md ]] || continue
        [[ -n ${system_files[$file]:-} ]] ||
            fail 1 "deploy/systemd/$file is in no package: it wants a row in system_files"
        install -D -m 0644 "$tree/deploy/systemd/$file" "$tree/debian/${system_files[$file]}"
    done
    # Of a release's lintian alone: another one calls a tag that it does not know an error.
    for extra in "$tree"/debian/*.lintian-overrides."$release"; do
        [[ ! -e $extra ]] || cat "$extra" >>"${extra%."$release"}"
    done
    # Both refuse, so that neither is replaced where the other may not be.
    cp "$tree/debian/secondheart.preinst" "$tree/debian/secondheart-sync.preinst"
    install -D -m 0644 "$tree/deploy/systemd/secondheart.sysusers" "$tree/debian/sysusers.d/secondheart.conf"
    install -D -m 0644 "$tree/deploy/systemd/secondheart-manager.conf" \
        "$tree/debian/system.conf.d/60-secondheart.conf"
    fetch_chart_library "$tree/debian/chart"
    write_changelog "$release" >"$tree/debian/changelog"
    chmod -R u=rwX,go=rX "$tree"
    find "$tree" -exec touch --no-dereference --date="@$SOURCE_DATE_EPOCH" {} +
}

# build RELEASE ARCHITECTURE: the packages land beside the sources, in $work/RELEASE-ARCHITECTURE.
build() {
    local release=$1 architecture=$2 here=$work/$1-$2 kind=package options=(-us -uc --build=binary)
    if [[ $architecture != amd64 ]]; then
        kind=cross
        options=(-us -uc --build=any --host-arch="$architecture" "--build-profiles=cross,nocheck")
    fi
    local root
    root=$("$top/tests/guest/roots.sh" root "$release" "$kind")
    rm -rf "$here"
    mkdir -p "$here"
    assemble "$release" "$here/$folder"
    say "building $version for $release, $architecture"
    # shellcheck disable=SC2016 # expands inside
    SHARE=$here "$top/tests/guest/roots.sh" enter "$root" env \
        SOURCE_DATE_EPOCH="$SOURCE_DATE_EPOCH" DEB_BUILD_OPTIONS="nocheck parallel=$(nproc)" \
        sh -ec 'cd "/share/$1" && shift && exec dpkg-buildpackage "$@"' build "$folder" \
        "${options[@]}" >"$here/build.log" 2>&1 || {
        tail -n 40 "$here/build.log" >&2
        fail 1 "the packages of $release, $architecture were not built: see $here/build.log"
    }
    if [[ $lint == yes ]]; then
        say "lintian of $release"
        # It takes three letters of machine code for a word, of other builds others.
        SHARE=$here "$top/tests/guest/roots.sh" enter "$root" sh -ec \
            'cd /share && exec lintian --allow-root --fail-on error,warning,info --tag-display-limit 0 \
            --display-info --suppress-tags spelling-error-in-binary *.changes' || fail 1 "lintian has something to say: see above"
    fi
    mkdir -p "$out/$release"
    rm -f "$out/$release"/*_"$architecture".{deb,changes,buildinfo}
    [[ $architecture != amd64 ]] || rm -f "$out/$release"/*_all.deb
    cp "$here"/*.deb "$here"/*.changes "$here"/*.buildinfo "$out/$release/"
    rm -rf "${here:?}/$folder"
}

main() {
    local release architecture

    while [[ $# -gt 0 ]]; do
        case $1 in
        --help)
            usage
            exit 0
            ;;
        --release | --arch | --out | --version)
            [[ $# -ge 2 ]] || fail 2 "$1 needs a value: see --help"
            case $1:$2 in
            --release:bookworm | --release:trixie) releases+=("$2") ;;
            --arch:amd64 | --arch:arm64) architectures+=("$2") ;;
            --out:?*) out=$2 ;;
            --version:[0-9]*) version=$2 ;;
            *) fail 2 "$1 '$2': see --help" ;;
            esac
            shift
            ;;
        --no-lint) lint=no ;;
        *) fail 2 "no such option: '$1': see --help" ;;
        esac
        shift
    done
    [[ ${#releases[@]} -gt 0 ]] || releases=(bookworm trixie)
    [[ ${#architectures[@]} -gt 0 ]] || architectures=(amd64 arm64)
    [[ $(id -u) -eq 0 ]] || fail 2 "run as root: the roots that packages are built in need it"
    [[ $(dpkg --print-architecture) == amd64 ]] || fail 2 "run on amd64: arm64 is cross-built there"
    git -C "$top" rev-parse HEAD >/dev/null 2>&1 ||
        fail 2 "run in a git checkout: it says which files are the sources, and how old they are"
    "$top/deploy/packages/install.sh" package
    export SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git -C "$top" log -1 --format=%ct)}
    version=${version:-$(version_of_checkout)}

    mkdir -p "$work" "$out"
    exec 5>"$work/lock"
    flock 5
    for release in "${releases[@]}"; do
        for architecture in "${architectures[@]}"; do
            build "$release" "$architecture"
        done
    done
    say "in $out:"
    (cd "$out" && find "${releases[@]}" -name '*.deb' ! -name '*-dbgsym_*' | sort)
}

main "$@"
