#!/usr/bin/env bash
# gpio-sim for a kernel of Debian's that does not enable it, built out of tree and cached.
#
#   gpio_sim.sh SUITE ABI FILE   SUITE bookworm | bookworm-arm64 | trixie | trixie-arm64; writes the
#                                module to FILE and prints that name
#
# ABI names the very kernel that is to load it, as in linux-image-ABI: what `uname -r` says on it, or
# the name of its folder in /lib/modules. What the suite has now:
#   roots.sh apt SUITE update; roots.sh apt-cache SUITE depends linux-image-amd64 (or -arm64)
#
# gpio-sim and irq_sim are GPL code from Debian's source package: they live in the cache only. A
# kernel of the host's release is built for by the host's compiler, another one by its release's, in
# a root.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
cache=${SECONDHEART_CACHE:-$HOME/.cache/second-heart}/guest/gpio-sim

fail() {
    echo "gpio_sim.sh: $*" >&2
    exit 1
}

# The suite's packages for the kernel's processor, and those that run on the host.
guest_apt() { "$here/roots.sh" "$1" "$suite" "${@:2}"; }
host_apt() { "$here/roots.sh" "$1" "$release" "${@:2}"; }

# Kbuild is named after the whole ABI by newer kernels, after the version by older ones.
kbuild_package() {
    local name
    for name in "linux-kbuild-${abi%-"$architecture"}" "linux-kbuild-$version"; do
        if host_apt apt-cache show --no-all-versions "$name" >/dev/null 2>&1; then
            echo "$name"
            return 0
        fi
    done
    fail "$release has no linux-kbuild for $abi"
}

# Sources of one module of two objects: irq_sim is built into no such kernel either. Modules may not
# call irq_to_desc(), and need not export what only their own other half uses.
take_sources() {
    local folder=$partial/module archive=$partial/linux.tar.xz
    mkdir "$folder"
    dpkg-deb --fsys-tarfile "$partial/debs/linux-source-$version"_*.deb |
        tar -xOf - "./usr/src/linux-source-$version.tar.xz" >"$archive"
    tar --occurrence --strip-components=3 -C "$folder" -xJf "$archive" \
        "linux-source-$version"/drivers/gpio/gpio-sim.c \
        "linux-source-$version"/drivers/gpio/gpiolib.h \
        "linux-source-$version"/kernel/irq/irq_sim.c ||
        fail "the source package does not hold gpio-sim"
    rm "$archive"
    sed -i -e '/EXPORT_SYMBOL/d' \
        -e 's/irq_to_desc(irqnum)/irq_data_to_desc(irq_get_irq_data(irqnum))/' "$folder/irq_sim.c"
    # The module's own name may not be that of one of its objects.
    mv "$folder/gpio-sim.c" "$folder/gpio_sim_main.c"
    cat >"$folder/Kbuild" <<'KBUILD'
obj-m := gpio-sim.o
gpio-sim-y := gpio_sim_main.o irq_sim.o
KBUILD
}

# take_headers BASE: where $partial will be when they are used. The packaged makefile and its links
# point at /usr/src and /usr/lib of an installed system.
take_headers() {
    local base=$1 build=$partial/build headers common kbuild deb link
    headers=$build/usr/src/linux-headers-$abi
    common=linux-headers-${abi%-"$architecture"}-common
    kbuild=$(kbuild_package)
    (cd "$partial/debs" && guest_apt apt download "linux-headers-$abi" &&
        host_apt apt download "$common" "$kbuild") >&2 ||
        fail "$suite has no packages of $abi (any more): a machine with it needs the newer kernel"
    for deb in "$partial"/debs/linux-headers-*.deb "$partial"/debs/linux-kbuild-*.deb; do
        dpkg-deb -x "$deb" "$build"
    done
    # With it the module would get type information, by a tool that the headers do not bring.
    rm -f "$headers/vmlinux"
    sed -i "s,/usr/src/,$base/build/usr/src/,g" "$headers/Makefile"
    for link in scripts tools; do
        ln -sfn "$base/build/usr/lib/$kbuild/$link" "$build/usr/src/$common/$link"
        [[ ! -L $headers/$link ]] || ln -sfn "$base/build/usr/lib/$kbuild/$link" "$headers/$link"
    done
}

compile() {
    local base=$1 options=(CC=gcc)
    shift
    [[ $architecture == amd64 ]] ||
        options=(ARCH=arm64 CROSS_COMPILE=aarch64-linux-gnu- CC=aarch64-linux-gnu-gcc)
    "$@" make -s -C "$base/build/usr/src/linux-headers-$abi" M="$base/module" "${options[@]}" \
        modules >&2
}

build() {
    local target=$1 partial=$1.partial kind=package root
    # Also those of other keys: the lock is the suite's.
    rm -rf "$cache/$suite"-[0-9]*.partial
    mkdir -p "$partial/debs"
    echo "gpio_sim.sh: building $target" >&2
    guest_apt apt update >/dev/null
    host_apt apt update >/dev/null
    (cd "$partial/debs" && host_apt apt download "linux-source-$version") >&2
    take_sources
    # The kernel was built by the release's own gcc; of another release, its options may be unknown.
    # shellcheck source=/dev/null
    if [[ $(. /etc/os-release && echo "${VERSION_CODENAME:-}") == "$release" ]]; then
        take_headers "$partial"
        compile "$partial"
    else
        [[ $architecture == amd64 ]] || kind=cross
        root=$("$here/roots.sh" root "$release" "$kind")
        take_headers /share
        SHARE=$partial compile /share "$here/roots.sh" enter "$root"
    fi
    find "$partial" -mindepth 1 -maxdepth 1 ! -name module -exec rm -rf {} +
    rm -rf "$cache/$suite"-[0-9]*[!l]
    mv "$partial" "$target"
}

[[ $# -eq 3 ]] || {
    sed -n '2,/^set/s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" >&2
    exit 2
}
case $1 in
bookworm | bookworm-arm64 | trixie | trixie-arm64) ;;
*) fail "no kernels of '$1': bookworm, bookworm-arm64, trixie or trixie-arm64" ;;
esac
suite=$1
abi=$2
file=$3
release=${suite%-arm64}
architecture=amd64
[[ $suite == "$release" ]] || architecture=arm64
version=$(cut -d. -f1-2 <<<"$abi")
target=$cache/$suite-$abi-$(sha256sum "${BASH_SOURCE[0]}" | cut -c1-12)
mkdir -p "$cache"
exec 8>"$cache/$suite.lock"
flock 8
[[ -f $target/module/gpio-sim.ko ]] || build "$target"
cp "$target/module/gpio-sim.ko" "$file"
echo "$file"
