#!/usr/bin/env bash
# A guest's kernel: Debian's, with gpio-sim. Prints a folder with `vmlinuz` and `initrd`; built once
# and cached.
#
#   kernel.sh bookworm | bookworm-arm64 | trixie-backports
#
# Every guest of a kernel boots the same whatever its root file system, so the initial RAM disk
# loads all modules that a guest needs and the root file systems hold none.
#
# Debian 12's kernel does not enable gpio-sim: it is built out of tree. gpio-sim and irq_sim are GPL
# code: they live in the cache only.
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

# Sources of one module of two objects. irq_sim is built into no Debian 12 kernel either. Modules
# may not call irq_to_desc(), and need not export what only their own other half uses.
gpio_sim_sources() {
    local folder=$partial/gpio-sim archive=$partial/linux.tar.xz
    mkdir "$folder"
    dpkg-deb --fsys-tarfile "$debs"/linux-source-"$version"_*.deb |
        tar -xOf - "./usr/src/linux-source-$version.tar.xz" >"$archive"
    tar --occurrence --strip-components=3 -C "$folder" -xJf "$archive" \
        "linux-source-$version"/drivers/gpio/gpio-sim.c \
        "linux-source-$version"/drivers/gpio/gpiolib.h \
        "linux-source-$version"/kernel/irq/irq_sim.c
    rm "$archive"
    sed -i -e '/EXPORT_SYMBOL/d' \
        -e 's/irq_to_desc(irqnum)/irq_data_to_desc(irq_get_irq_data(irqnum))/' "$folder/irq_sim.c"
    # The module's own name may not be that of one of its objects.
    mv "$folder/gpio-sim.c" "$folder/gpio_sim_main.c"
    cat >"$folder/Kbuild" <<KBUILD
obj-m := gpio-sim.o
gpio-sim-y := gpio_sim_main.o irq_sim.o
KBUILD
}

build_gpio_sim() {
    local debs=$partial/debs build=$partial/build version headers common options=(CC=gcc)
    version=$(cut -d. -f1-2 <<<"$abi")
    headers=$build/usr/src/linux-headers-$abi
    common=linux-headers-${abi%-"$architecture"}-common
    mkdir "$debs"
    (cd "$debs" && guest_apt apt download "linux-headers-$abi" &&
        host_apt apt download "$common" "linux-kbuild-$version" "linux-source-$version") >&2
    gpio_sim_sources &
    local deb link sources_job=$!
    for deb in "$debs"/linux-headers-*.deb "$debs"/linux-kbuild-*.deb; do
        dpkg-deb -x "$deb" "$build"
    done
    wait $sources_job || fail "the source package does not hold gpio-sim"
    # The packaged makefile and its links point at /usr/src and /usr/lib of an installed system.
    sed -i "s,/usr/src/,$build/usr/src/,g" "$headers/Makefile"
    for link in scripts tools; do
        ln -sfn "$build/usr/lib/linux-kbuild-$version/$link" "$build/usr/src/$common/$link"
        [[ ! -L $headers/$link ]] ||
            ln -sfn "$build/usr/lib/linux-kbuild-$version/$link" "$headers/$link"
    done
    [[ $architecture == amd64 ]] ||
        options=(ARCH=arm64 CROSS_COMPILE=aarch64-linux-gnu- CC=aarch64-linux-gnu-gcc)
    # The kernel was built by the release's own gcc; a newer one draws a warning only.
    make -s -C "$headers" M="$partial/gpio-sim" "${options[@]}" modules >&2
    cp "$partial/gpio-sim/gpio-sim.ko" "$tree/lib/modules/$abi/kernel/"
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
    rm -rf "$partial"
    mkdir -p "$tree"
    echo "kernel.sh: building $target" >&2
    unpack_image
    [[ -n $(find "$tree/lib/modules/" -name 'gpio-sim.ko*') ]] || build_gpio_sim
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
key=$(cat "$here/kernel.sh" "$here/initramfs-init.sh" "$here/guest-init.sh" | sha256sum | cut -c1-12)
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
