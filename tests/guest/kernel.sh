#!/usr/bin/env bash
# A guest's kernel: Debian's, with gpio-sim. Prints a folder with `vmlinuz` and `initrd`; built once
# and cached.
#
#   kernel.sh bookworm | bookworm-arm64 | trixie-backports
#
# Every guest of a kernel boots the same whatever its root file system, so the initial RAM disk
# loads all modules that a guest needs and the root file systems hold none.
#
# Debian's kernels before trixie-backports' do not enable gpio-sim: gpio_sim.sh builds it.
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
cache=${SECONDHEART_CACHE:-$HOME/.cache/second-heart}/guest
modules=(virtio_pci virtio_blk virtio_net ext4 vfat virtio_console virtio_gpu virtio_rng 9p
    9pnet_virtio evdev uinput configfs gpio-sim)
# Part of the kernel, or of another module, in some versions.
optional_modules=(crc32c_generic rtc-pl031 nls_cp437 nls_ascii nls_iso8859-1 nls_utf8)

fail() {
    echo "kernel.sh: $*" >&2
    exit 1
}

# The suite's packages for the guest's processor, and those that run on the host.
guest_apt() { "$here/roots.sh" "$1" "$suite" "${@:2}"; }
host_apt() { "$here/roots.sh" "$1" "${suite%-arm64}" "${@:2}"; }

# The ABI's name changes with every security update: follow the metapackage.
find_abi() {
    guest_apt apt-cache depends "linux-image-$architecture" |
        sed -n 's/.*Depends: linux-image-\([0-9].*\)/\1/p'
}

# Newer kernels come in several packages, all named after the ABI.
image_packages() {
    echo "linux-image-$abi"
    guest_apt apt-cache depends "linux-image-$abi" |
        sed -nE 's/^ *Depends: (linux-(base|binary|modules)-[0-9].*)/\1/p'
}

unpack_image() {
    local packages deb
    mapfile -t packages < <(image_packages)
    mkdir "$partial/image"
    (cd "$partial/image" && guest_apt apt download "${packages[@]}") >&2
    for deb in "$partial"/image/*.deb; do
        dpkg-deb -x "$deb" "$tree"
    done
    # As on a system with merged folders; newer packages use either name.
    if [[ -d $tree/lib ]]; then
        cp -al "$tree/lib" "$tree/usr/"
        rm -r "${tree:?}/lib"
    fi
    ln -s usr/lib "$tree/lib"
    cp "$tree/boot/vmlinuz-$abi" "$partial/vmlinuz" 2>/dev/null ||
        cp "$tree/lib/modules/$abi/vmlinuz" "$partial/vmlinuz" ||
        fail "${packages[*]} hold no kernel"
}

# Of the wanted modules and what they need, one file a line in loading order.
modules_in_order() {
    local module
    for module in "${optional_modules[@]}"; do
        modprobe -d "$tree" -S "$abi" --show-depends "$module" 2>/dev/null || true
    done
    for module in "${modules[@]}"; do
        modprobe -d "$tree" -S "$abi" --show-depends "$module" ||
            fail "the kernel $abi has no module '$module'"
    done
}

busybox_for_guest() {
    if [[ $architecture == amd64 ]]; then
        command -v busybox || fail "no busybox: install busybox-static"
    else
        mkdir "$partial/busybox"
        (cd "$partial/busybox" && guest_apt apt download busybox-static &&
            dpkg-deb -x busybox-static_*.deb .) >&2
        find "$partial/busybox" -name busybox -type f -path '*bin/*'
    fi
}

# A RAM disk of busybox, the modules in loading order, and `initramfs-init.sh`.
pack_initrd() {
    local disk=$partial/disk busybox file name
    mkdir -p "$disk/bin" "$disk/modules" "$disk/dev" "$disk/proc" "$disk/sys" "$disk/root"
    busybox=$(busybox_for_guest)
    cp "$busybox" "$disk/bin/busybox"
    cp "$here/initramfs-init.sh" "$disk/init"
    cp "$here/guest-init.sh" "$disk/guest-init"
    chmod +x "$disk/init" "$disk/guest-init"
    depmod -b "$tree" "$abi"
    modules_in_order >"$partial/modules"
    sed -n 's/^insmod //p' "$partial/modules" | awk '!seen[$1]++ { print $1 }' |
        while read -r file; do
            name=$(basename "$file" .xz)
            if [[ $file == *.xz ]]; then
                xz -dc "$file" >"$disk/modules/$name"
            else
                cp "$file" "$disk/modules/"
            fi
            echo "$name"
        done >"$disk/modules/order"
    (cd "$disk" && find . | cpio -o -H newc --quiet | gzip -1) >"$partial/initrd"
}

build() {
    local target=$1 partial=$1.partial
    local tree=$partial/tree
    rm -rf "$kernels"/*.partial
    mkdir -p "$tree"
    echo "kernel.sh: building $target" >&2
    unpack_image
    [[ -n $(find "$tree/lib/modules/" -name 'gpio-sim.ko*') ]] ||
        "$here/gpio_sim.sh" "$suite" "$abi" "$tree/lib/modules/$abi/kernel/gpio-sim.ko" >&2
    pack_initrd
    find "$partial" -mindepth 1 -maxdepth 1 ! -name vmlinuz ! -name initrd -exec rm -rf {} +
    rm -rf "$kernels"/*[!l]
    mv "$partial" "$target"
}

suite=${1:-}
architecture=amd64
tools=(mmdebstrap cpio make gcc depmod xz)
case $suite in
bookworm | trixie-backports) ;;
bookworm-arm64)
    architecture=arm64
    tools+=(aarch64-linux-gnu-gcc)
    ;;
*) fail "no kernel '$suite': bookworm, bookworm-arm64 or trixie-backports" ;;
esac
for tool in "${tools[@]}"; do
    command -v "$tool" >/dev/null ||
        fail "no '$tool': run deploy/packages/install.sh guest$([[ $suite != *-arm64 ]] || echo " guest-arm64")"
done
kernels=$cache/kernels/$suite
mkdir -p "$kernels"
exec 9>"$kernels.lock"
flock 9
# With a finished kernel of these scripts there is nothing to ask a mirror; SECONDHEART_GUEST_FRESH=1
# asks for a newer one.
key=$(cat "$here"/{kernel,gpio_sim,initramfs-init,guest-init}.sh | sha256sum | cut -c1-12)
for ready in "$kernels/$key-"*[!l]; do
    if [[ -f $ready/initrd && -z ${SECONDHEART_GUEST_FRESH:-} ]]; then
        echo "$ready"
        exit 0
    fi
done
guest_apt apt update >/dev/null
[[ $architecture == amd64 ]] || host_apt apt update >/dev/null
abi=$(find_abi)
[[ -n $abi ]] || fail "no kernel package in the apt sources for $suite"
target=$kernels/$key-$abi
[[ -f $target/initrd ]] || build "$target"
echo "$target"
