#!/usr/bin/env bash
# Debian root file systems for the guest and for tests in a bare system, made once and cached, and
# what is compiled against them.
#
#   roots.sh root SUITE KIND   builds if need be, prints the folder of a root:
#                              SUITE bookworm | trixie, or of another processor: trixie-arm64
#                              KIND  bare    the suite's minimal system, nothing of ours
#                                    build   what deploy/packages/build.txt names
#                                    run     run-time libraries and tools, as in the guest
#                                    service the same with systemd as process 1
#                                    installed systemd as process 1, and nothing of ours
#                                    package what builds and checks Debian packages
#                                    cross   the same for arm64, on this processor
#   roots.sh enter ROOT [CMD]  runs a command in a copy-on-write view of a root, with /proc, /sys
#                              and /dev. What it changes is gone afterwards, but for what lies
#                              under the folder $SHARE, seen as /share; the folder $BIND_RO is
#                              seen as /src, read-only (both optional)
#   roots.sh image SUITE KIND  a root (run, service or installed) as an ext4 image; prints its path
#   roots.sh program SUITE     builds the product against SUITE's libraries; prints a folder whose
#                              `stage` it was installed into (DESTDIR)
#   roots.sh tools SUITE       builds the programs that run beside it likewise
#   roots.sh apt SUITE ...     apt-get for SUITE's packages, whatever suite the host runs; also
#                              those of trixie-backports and bookworm-arm64
#   roots.sh apt-cache SUITE ... likewise, after `apt SUITE update`
#   roots.sh sources SUITE     the apt sources that all of this uses, as one-line entries
#
# The roots of another processor are unpacked, not installed: nothing in them has run. What is
# compiled for it is compiled on the host, against the unpacked build root.
#
# Package sources are the host's own, with the suite's name in the place of the host's. Needs
# root, for chroot and mount. SECONDHEART_CACHE names the cache (~/.cache/second-heart). What is
# made of a checkout's own sources lies in its build folder.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
project=$(cd "$here/../.." && pwd)
cache=${SECONDHEART_CACHE:-$HOME/.cache/second-heart}/guest
compiled=$project/build/guest-programs
# To be raised when a root must be built anew although its packages' names are the same.
recipe=1
# What an installed root has without being asked, and an unpacked one has not.
base_packages=(base-files base-passwd bash coreutils dash findutils grep hostname libc-bin mount sed
    util-linux)

fail() {
    echo "roots.sh: $*" >&2
    exit 1
}

known_suite() {
    case $1 in
    bookworm | trixie | trixie-arm64) ;;
    *) fail "unknown suite '$1': bookworm, trixie or trixie-arm64" ;;
    esac
}

# Suites that have packages, also those of which no root is made.
known_archive() {
    case $1 in
    bookworm-arm64 | trixie-backports) ;;
    *) known_suite "$1" ;;
    esac
}

# A suite for another processor than the host's carries its name: trixie-arm64.
is_foreign() { [[ $1 == *-arm64 ]]; }

release_of() { echo "${1%-arm64}"; }

architecture_of() {
    if is_foreign "$1"; then echo arm64; else echo amd64; fi
}

host_suite() {
    # shellcheck source=/dev/null
    (. /etc/os-release && echo "${VERSION_CODENAME:-unknown}")
}

# The host's Debian sources as one-line entries for a suite. Entries of other archives carry
# suites of other names and fall out. Backports are one archive without updates of its own.
sources() {
    local suite keyring=/usr/share/keyrings/debian-archive-keyring.gpg
    local host uri release component lines
    suite=$(release_of "$1")
    host=$(host_suite)
    [[ -r $keyring ]] || fail "no '$keyring': install debian-archive-keyring"
    # shellcheck disable=SC2016 # apt's own placeholders
    lines=$(apt-get indextargets --format '$(REPO_URI) $(RELEASE) $(COMPONENT)' \
        'Created-By: Packages' | sort -u | while read -r uri release component; do
        case $component/$release in
        "main/$host-updates" | "main/$host-security")
            [[ $suite == *-backports ]] ||
                echo "deb [signed-by=$keyring] $uri $suite${release#"$host"} main"
            ;;
        "main/$host")
            echo "deb [signed-by=$keyring] $uri $suite${release#"$host"} main"
            ;;
        esac
    done)
    [[ -n $lines ]] || fail "apt knows no Debian suite '$host' to derive '$suite' from: run apt-get update, or name it in the apt sources"
    echo "$lines"
}

# Runs an apt tool with sources, lists and a package state of the suite's own.
in_suite() {
    local home=$cache/apt-$1 architecture tool=$2
    architecture=$(architecture_of "$1")
    shift 2
    "$tool" -o Dir::Etc="$home/etc" -o Dir::State="$home" -o Dir::State::status="$home/status" \
        -o Dir::Cache="$home/cache" -o APT::Sandbox::User=root \
        -o APT::Architecture="$architecture" -o APT::Architectures="$architecture" "$@"
}

# Several scripts run at once when a guest is made of nothing: one brings the lists up to date, the
# others wait for it, and nobody touches them afterwards while somebody may be reading.
update_lists() {
    local suite=$1 home=$cache/apt-$1 status=0
    mkdir -p "$home"/etc/{apt.conf.d,preferences.d} "$home/lists/partial" \
        "$home/cache/archives/partial"
    exec 6>"$home.lock"
    flock 6
    if [[ -z $(find "$home/updated" -mmin -60 2>/dev/null) ]]; then
        : >"$home/status"
        sources "$suite" >"$home/etc/sources.list" || status=1
        [[ $status -ne 0 ]] || in_suite "$suite" apt-get -q update || status=$?
        [[ $status -ne 0 ]] || touch "$home/updated"
    fi
    exec 6>&-
    return $status
}

suite_apt() {
    local suite=$1
    shift
    if [[ $* == update ]]; then
        update_lists "$suite"
    else
        in_suite "$suite" apt-get -q "$@"
    fi
}

package_lists() {
    case $1 in
    bare) echo /dev/null ;;
    build) echo "$project/deploy/packages/build.txt" ;;
    run) printf '%s\n' "$project/deploy/packages/run.txt" "$here/packages-run.txt" ;;
    service)
        printf '%s\n' "$project/deploy/packages/run.txt" "$here"/packages-{run,service}.txt
        ;;
    installed) echo "$here/packages-installed.txt" ;;
    package | cross)
        printf '%s\n' "$project"/deploy/packages/{build,package-root}.txt
        ;;
    *) fail "unknown kind '$1': bare, build, run, service, installed, package or cross" ;;
    esac
}

# The entries of a kind's package lists, in the form of deploy/packages: `name` or `newest|older`.
# Of the build lists only libraries belong into an unpacked root: the compiler there cannot run.
entries() {
    local suite=$1 kind=$2 lists wanted=.
    mapfile -t lists < <(package_lists "$kind")
    if is_foreign "$suite"; then
        [[ $kind != build ]] || wanted='-dev$'
        printf '%s\n' "${base_packages[@]}"
    fi
    sed -e 's/#.*//' -e 's/[[:space:]]//g' -e "/$wanted/!d" "${lists[@]}" | sort -u
}

# Of each entry of a kind's lists the first name that the suite has.
packages() {
    local suite=$1 kind=$2 entry name names found
    suite_apt "$suite" update >/dev/null || fail "the package lists of $suite cannot be read"
    while read -r entry; do
        found=''
        IFS='|' read -ra names <<<"$entry"
        for name in "${names[@]}"; do
            if in_suite "$suite" apt-cache show --no-all-versions "$name" >/dev/null 2>&1; then
                found=$name
                break
            fi
        done
        [[ -n $found ]] || fail "$suite has no package '$entry'"
        # Of the build lists the libraries are the other processor's, and the finder of them.
        [[ $kind != cross || ! $found =~ (-dev|^pkgconf)$ ]] || found+=:arm64
        echo "$found"
    done < <(entries "$suite" "$kind")
    [[ $kind != cross ]] || echo crossbuild-essential-arm64
}

# Builds a folder under a name of its own and renames it at the end, so that an interrupted build
# leaves nothing that looks finished. Roots of older keys go.
build_root() {
    local suite=$1 kind=$2 target=$3 partial=$3.partial debs names options=() last_hook=customize
    # shellcheck disable=SC2016 # mmdebstrap sets a hook's $1
    local make_cache='mkdir -p "$1"/var/cache/apt/archives'
    debs=$cache/debs-$(architecture_of "$suite")
    echo "roots.sh: building $target" >&2
    rm -rf --one-file-system "$partial"
    mkdir -p "$debs"
    # Said out loud, since errexit does not hold where the caller asks how it went.
    names=$(packages "$suite" "$kind" | paste -sd, -) || fail "no list of packages for $target"
    [[ -z $names ]] || options+=(--include="$names")
    # Neither the guest nor a bare test needs manuals; without them unpacking is a third quicker.
    if is_foreign "$suite"; then
        # The little that installing would have made and a guest misses.
        last_hook=extract
        # shellcheck disable=SC2016 # mmdebstrap sets a hook's $1
        options+=(
            --variant=extract --architectures="$(architecture_of "$suite")"
            --extract-hook='mkdir -p "$1/mnt"
            for file in passwd group; do
                master=$1/usr/share/base-passwd/$file.master
                [ ! -e "$master" ] || cp "$master" "$1/etc/$file"
            done'
        )
    else
        options+=(--variant=minbase)
        [[ $kind != cross ]] || options+=("--architectures=amd64,arm64")
    fi
    options+=(
        --mode=root "${SECONDHEART_MMDEBSTRAP:---quiet}"
        --skip=essential/unlink
        --dpkgopt=force-unsafe-io
        --dpkgopt='path-exclude=/usr/share/man/*'
        --dpkgopt='path-exclude=/usr/share/doc/*'
        --dpkgopt='path-exclude=/usr/share/locale/*'
        --aptopt='APT::Install-Recommends "false"'
        # Downloads are shared by all roots.
        --setup-hook="$make_cache"
        --setup-hook="sync-in '$debs' /var/cache/apt/archives"
        "--$last_hook-hook=sync-out /var/cache/apt/archives '$debs'"
    )
    # A mount namespace of its own: an interrupted mmdebstrap leaves no mounts behind.
    sources "$suite" |
        unshare --mount --propagation private mmdebstrap "${options[@]}" \
            "$(release_of "$suite")" "$partial" - >&2 ||
        fail "mmdebstrap did not build $target"
    rm -rf "$debs/lock" "$debs/partial"
    rm -rf --one-file-system "$cache/roots/$suite-$kind"-*[!l]
    mv "$partial" "$target"
}

root() {
    local suite=$1 kind=$2 key target
    known_suite "$suite"
    key=$({
        entries "$suite" "$kind"
        sources "$suite"
        echo "$recipe"
    } | sha256sum | cut -c1-12)
    target=$cache/roots/$suite-$kind-$key
    mkdir -p "$cache/roots"
    if [[ ! -d $target ]]; then
        exec 9>"$cache/roots/$suite-$kind.lock"
        flock 9
        [[ -d $target ]] || build_root "$suite" "$kind" "$target"
        flock -u 9
    fi
    echo "$target"
}

# In a mount namespace of its own: whatever happens, the mounts end with the command.
enter() {
    local lower=$1 layer status=0
    shift
    [[ $(id -u) -eq 0 ]] || fail "needs root, for chroot and mount"
    [[ $# -gt 0 ]] || set -- /bin/bash
    layer=$(mktemp -d)
    # shellcheck disable=SC2016 # expands inside
    LOWER=$lower LAYER=$layer unshare --mount --propagation private bash -euo pipefail -c '
        mount -t tmpfs none "$LAYER"
        root=$LAYER/root
        mkdir "$LAYER/upper" "$LAYER/work" "$root"
        mount -t overlay none -o "lowerdir=$LOWER,upperdir=$LAYER/upper,workdir=$LAYER/work" "$root"
        mount -t proc none "$root/proc"
        mount -t sysfs -o ro none "$root/sys"
        mount --rbind /dev "$root/dev"
        cp -L /etc/resolv.conf "$root/etc/resolv.conf" 2>/dev/null || true
        if [[ -n ${SHARE:-} ]]; then
            mkdir -p "$root/share"
            mount --bind "$SHARE" "$root/share"
        fi
        if [[ -n ${BIND_RO:-} ]]; then
            mkdir -p "$root/src"
            mount --bind "$BIND_RO" "$root/src"
            mount -o remount,bind,ro "$root/src"
        fi
        exec env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C.UTF-8 \
            DEBIAN_FRONTEND=noninteractive TERM="${TERM:-dumb}" chroot "$root" "$@"
    ' enter "$@" || status=$?
    rmdir "$layer"
    return $status
}

# Runs a shell script where the suite's compiler and libraries are: on the host, if that is the
# suite and has the packages or the suite is another processor's, else in a build root. $SRC is the
# project, $OUT the folder to fill, $CC the compiler with the options that it needs always.
with_toolchain() {
    local suite=$1 out=$2 script=$3 build_root triplet=aarch64-linux-gnu libraries flags
    if is_foreign "$suite"; then
        build_root=$(root "$suite" build) || return 1
        libraries=$build_root/usr/lib/$triplet
        # Debian's cross compiler looks into the host's own libraries for arm64 before the sysroot.
        flags="-B$libraries/ -isystem $build_root/usr/include/$triplet"
        flags+=" -isystem $build_root/usr/include"
        SRC=$project OUT=$out CC="$triplet-gcc --sysroot=$build_root $flags" \
            SYSROOT=$build_root SYSROOT_FLAGS=$flags CMAKE_TOOLCHAIN_FILE=$here/arm64.cmake \
            PKG_CONFIG_SYSROOT_DIR=$build_root \
            PKG_CONFIG_LIBDIR=$libraries/pkgconfig:$build_root/usr/share/pkgconfig \
            bash -euo pipefail -c "$script"
    elif [[ $suite == "$(host_suite)" ]] &&
        "$project/deploy/packages/install.sh" --check build >/dev/null 2>&1; then
        SRC=$project OUT=$out CC=cc bash -euo pipefail -c "$script"
    else
        build_root=$(root "$suite" build) || return 1
        SHARE=$out BIND_RO=$project enter "$build_root" \
            env SRC=/src OUT=/share CC=cc bash -euo pipefail -c "$script"
    fi
}

# Compiles into a folder of the checkout under a lock, with a log, and prints that folder. Not into
# the cache: another checkout has other sources, and may be running at the same time.
compile() {
    local suite=$1 what=$2 script=$3 folder=$compiled/$2-$1
    mkdir -p "$folder"
    exec 8>"$folder.lock"
    flock 8
    if ! with_toolchain "$suite" "$folder" "$script" >"$folder.log" 2>&1; then
        tail -n 40 "$folder.log" >&2
        fail "the $what does not build on $suite: see '$folder.log'"
    fi
    flock -u 8
    echo "$folder"
}

# The product as a person builds it, and beside it, of the same objects, what queues weeks as the
# kiosk does and what draws a moment of it. The build folder stays, so that the next build is one of
# what has changed; but CMake wants it made anew when the sources or the libraries are in another
# place.
program() {
    # shellcheck disable=SC2016 # expands where it runs
    compile "$1" program '
        grep -qsxF "CMAKE_HOME_DIRECTORY:INTERNAL=$SRC" "$OUT/build/CMakeCache.txt" &&
            grep -qsxF "$CC" "$OUT/build/compiler" || rm -rf "$OUT/build"
        mkdir -p "$OUT/build"
        echo "$CC" >"$OUT/build/compiler"
        CC= cmake -S "$SRC" -B "$OUT/build" -G Ninja -DSECONDHEART_TESTS=OFF -DCMAKE_INSTALL_PREFIX=/usr
        cmake --build "$OUT/build" -j "$(nproc)"
        rm -rf "$OUT/stage"
        DESTDIR=$OUT/stage cmake --install "$OUT/build"
        read -ra sqlite <<<"$(pkg-config --cflags --libs sqlite3)"
        $CC -std=gnu11 -O2 -D_GNU_SOURCE -DSECONDHEART_VERSION="\"0\"" -I"$SRC/app" -I"$SRC" \
            -o "$OUT/stage/usr/bin/queue_weeks" "$SRC/tests/office/queue_weeks.c" \
            "$OUT"/build/drivers/libsh_{outbox_sqlite,sqlite_parts}.a \
            "$OUT/build/app/base/libsh_base.a" "${sqlite[@]}"
        read -ra sdl <<<"$(pkg-config --cflags --libs sdl2 SDL2_ttf freetype2 libpng libunibreak)"
        $CC -std=gnu11 -O2 -D_GNU_SOURCE -I"$SRC/app" -I"$SRC" -I"$SRC/tests" \
            -o "$OUT/stage/usr/bin/render_moment" "$SRC"/tests/ui/{render_moment,moments*}.c \
            -Wl,--start-group $(find "$OUT/build" -name "libsh_*.a") -Wl,--end-group "${sdl[@]}" -lm'
}

# The programs that run beside the product in the guest.
tools() {
    # shellcheck disable=SC2016 # expands where it runs
    compile "$1" tools '
        declare -A libraries=([frame]=sdl2 [floor]="sdl2 SDL2_ttf")
        for source in "$SRC"/tests/guest/{edges,touchscreen,frame}.c "$SRC/tests/bench/floor.c"; do
            tool=$(basename "$source" .c)
            flags=()
            [[ -z ${libraries[$tool]:-} ]] ||
                read -ra flags <<<"$(pkg-config --cflags --libs ${libraries[$tool]})"
            if [[ $source -nt $OUT/$tool ]]; then
                $CC -std=gnu11 -O2 -Wall -Wextra -Werror -o "$OUT/$tool" "$source" "${flags[@]}"
            fi
        done'
}

# Sparse, with room for what tests write.
image() {
    local suite=$1 kind=$2 folder target
    folder=$(root "$suite" "$kind") || return 1
    target=$cache/images/$(basename "$folder").ext4
    mkdir -p "$cache/images"
    exec 7>"$cache/images/$suite-$kind.lock"
    flock 7
    if [[ ! -f $target ]]; then
        rm -f "$target.partial" "$cache/images/$suite-$kind"-*.ext4
        mke2fs -q -t ext4 -L second-heart -E lazy_itable_init=1,lazy_journal_init=1 \
            -d "$folder" "$target.partial" 2G 2>"$target.log" >&2 || fail "see '$target.log'"
        mv "$target.partial" "$target"
    fi
    flock -u 7
    echo "$target"
}

main() {
    local command=${1:-help}
    shift || true
    case $command in
    root | enter) "$command" "$@" ;;
    program | tools)
        known_suite "${1:-}"
        "$command" "$1"
        ;;
    image)
        known_suite "${1:-}"
        image "$1" "${2:-run}"
        ;;
    apt)
        known_archive "${1:-}"
        suite_apt "$@"
        ;;
    sources)
        known_archive "${1:-}"
        sources "$1"
        ;;
    apt-cache)
        known_archive "${1:-}"
        in_suite "$1" apt-cache "${@:2}"
        ;;
    *)
        sed -n '2,/^set/s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" >&2
        exit 2
        ;;
    esac
}

main "$@"
