#!/usr/bin/env bash
# The guest's kernel: Debian's, with gpio-sim, which Debian 12 does not enable, built out of tree.
# Prints a folder with `vmlinuz` and `initrd`; built once and cached.
#
# Every guest runs the same kernel, whatever its root file system, so the initial RAM disk loads
# all modules that a guest needs and the root file systems hold none.
#
# gpio-sim and irq_sim are GPL code: they live in the cache only.
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
cache=${SECONDHEART_CACHE:-$HOME/.cache/second-heart}/guest
suite=bookworm
modules='virtio_pci virtio_blk ext4 crc32c_generic virtio_console virtio_gpu virtio_rng 9p
    9pnet_virtio evdev uinput configfs'

fail() {
    echo "kernel.sh: $*" >&2
    exit 1
}

# The ABI's name changes with every security update: follow the metapackage.
image_package() {
    "$here/roots.sh" apt-cache $suite depends linux-image-amd64 |
        sed -n 's/.*Depends: \(linux-image-[0-9].*\)/\1/p'
}

download() {
    local abi=$1 folder=$2
    mkdir -p "$folder"
    (cd "$folder" && "$here/roots.sh" apt $suite download "linux-image-$abi" "linux-headers-$abi" \
        "linux-headers-${abi%-amd64}-common" linux-kbuild-6.1 linux-source-6.1) >&2
}

# Sources of one module of two objects. irq_sim is built into no Debian 12 kernel either. Modules
# may not call irq_to_desc(), and need not export what only their own other half uses.
gpio_sim_sources() {
    local debs=$1 folder=$2
    mkdir -p "$folder"
    dpkg-deb --fsys-tarfile "$debs"/linux-source-6.1_*.deb |
        tar -xOf - ./usr/src/linux-source-6.1.tar.xz >"$folder/linux.tar.xz"
    tar --occurrence --strip-components=3 -C "$folder" -xJf "$folder/linux.tar.xz" \
        linux-source-6.1/drivers/gpio/gpio-sim.c \
        linux-source-6.1/drivers/gpio/gpiolib.h \
        linux-source-6.1/kernel/irq/irq_sim.c
    rm "$folder/linux.tar.xz"
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
    local abi=$1 tree=$2 folder=$3
    local headers=$tree/usr/src/linux-headers-$abi
    # The packaged makefile and its links point at /usr/src and /usr/lib of an installed system.
    sed -i "s,/usr/src/,$tree/usr/src/,g" "$headers/Makefile"
    for link in scripts tools; do
        ln -sfn "$tree/usr/lib/linux-kbuild-6.1/$link" \
            "$tree/usr/src/linux-headers-${abi%-amd64}-common/$link"
        [ ! -L "$headers/$link" ] ||
            ln -sfn "$tree/usr/lib/linux-kbuild-6.1/$link" "$headers/$link"
    done
    # The kernel was built by the release's own gcc; a newer one draws a warning only.
    make -s -C "$headers" M="$folder" CC=gcc modules >&2
}

# A RAM disk of busybox, the modules in loading order, and `initramfs-init.sh`.
pack_initrd() {
    local abi=$1 tree=$2 gpio_sim=$3 target=$4
    local disk=$tree/initrd
    mkdir -p "$disk/bin" "$disk/modules" "$disk/dev" "$disk/proc" "$disk/sys" "$disk/root"
    local busybox module file
    busybox=$(command -v busybox) || fail "no busybox: install busybox-static"
    cp "$busybox" "$disk/bin/busybox"
    cp "$here/initramfs-init.sh" "$disk/init"
    cp "$here/guest-init.sh" "$disk/guest-init"
    chmod +x "$disk/init" "$disk/guest-init"
    cp "$gpio_sim/gpio-sim.ko" "$tree/lib/modules/$abi/kernel/"
    depmod -b "$tree" "$abi"
    for module in $modules gpio-sim; do
        modprobe -d "$tree" -S "$abi" --show-depends "$module" | sed -n 's/^insmod //p'
    done | awk '!seen[$1]++ { print $1 }' | while read -r file; do
        cp "$file" "$disk/modules/"
        basename "$file"
    done >"$disk/modules/order"
    (cd "$disk" && find . | cpio -o -H newc --quiet | gzip -1) >"$target"
}

build() {
    local abi=$1 target=$2
    local partial=$target.partial
    rm -rf "$partial"
    mkdir -p "$partial"
    local debs=$cache/kernel-debs
    rm -rf "$debs"
    echo "kernel.sh: building $target" >&2
    download "$abi" "$debs"
    gpio_sim_sources "$debs" "$partial/gpio-sim" &
    local sources_job=$!
    local deb
    for deb in "$debs"/linux-image-*.deb "$debs"/linux-headers-*.deb "$debs"/linux-kbuild-*.deb; do
        dpkg-deb -x "$deb" "$partial/tree"
    done
    wait $sources_job || fail "the source package does not hold gpio-sim"
    build_gpio_sim "$abi" "$partial/tree" "$partial/gpio-sim"
    cp "$partial/tree/boot/vmlinuz-$abi" "$partial/vmlinuz"
    pack_initrd "$abi" "$partial/tree" "$partial/gpio-sim" "$partial/initrd"
    rm -rf "$partial/tree" "$debs"
    rm -rf "$cache/kernel"-*[!l]
    mv "$partial" "$target"
}

for tool in mmdebstrap cpio make gcc depmod; do
    command -v $tool >/dev/null || fail "no '$tool': run deploy/packages/install.sh guest"
done
mkdir -p "$cache"
exec 9>"$cache/kernel.lock"
flock 9
# With a finished kernel of these scripts there is nothing to ask a mirror; SECONDHEART_GUEST_FRESH=1
# asks for a newer one.
key=$(cat "$here/kernel.sh" "$here/initramfs-init.sh" "$here/guest-init.sh" | sha256sum | cut -c1-12)
for ready in "$cache/kernel-$key-"*[!l]; do
    if [ -f "$ready/initrd" ] && [ -z "${SECONDHEART_GUEST_FRESH:-}" ]; then
        echo "$ready"
        exit 0
    fi
done
"$here/roots.sh" apt $suite update >/dev/null
package=$(image_package)
[ -n "$package" ] || fail "no kernel package in the apt sources for $suite"
abi=${package#linux-image-}
target=$cache/kernel-$key-$abi
[ -f "$target/initrd" ] || build "$abi" "$target"
echo "$target"
