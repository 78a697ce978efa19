#!/usr/bin/env bash
# Builds the image of a whole machine: Debian, our packages, and nothing to set up. See README.md here.
set -euo pipefail

top=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
here=$top/deploy/image
release=trixie
architecture=amd64
repository=''
out=''

# A GPT's types (UAPI group's Discoverable Partitions).
declare -A root_types=(
    [amd64]=4F68BCE3-E8CD-4DB1-96E7-FBCAF984B709
    [arm64]=B921B045-1DF0-41C3-AF44-4C6F280D3FAE
)
esp_type=C12A7328-F81F-11D2-BA4B-00A0C93EC93B
data_type=0FC63DAF-8483-4772-8E79-3D69D8477DE4
# The file that firmware looks for on a disk that it does not know, and the loader's in the root.
declare -A loaders=([amd64]=BOOTX64.EFI:systemd-bootx64.efi [arm64]=BOOTAA64.EFI:systemd-bootaa64.efi)
boot_mib=256
# Room for what a slot's system grows by, and for an upgrade while it is unpacked.
slot_mib=2048
# It takes the rest of the card on the first boot.
data_mib=64
# No message and no cursor before the kiosk, no text console that blackens the splash when the kiosk
# takes the screen, no blanking after it; and no second guess which partitions belong to the system. No
# huge pages: with them the machine used 285 MiB after its start, and 140 without; and the kernel wakes every ten
# seconds to look where it could make one.
kernel_words='secondheart.image ro quiet splash plymouth.ignore-serial-consoles loglevel=3 systemd.show_status=false
    rd.udev.log_level=3 vt.global_cursor_default=0 fbcon=map:1 consoleblank=0 systemd.gpt_auto=0
    transparent_hugepage=never'

usage() {
    cat <<'TEXT'
Usage: deploy/image/build.sh [--arch amd64|arm64] [--release trixie|bookworm]
                             [--repository DIR] [--out FILE]

Builds the image of a Second Heart machine, to be written onto a card or a disk of 8 GB or more and
booted by UEFI: FILE, FILE.zst beside it, and FILE.packages, which lists what is in it. Needs root,
and a Debian that reaches its apt sources; five minutes for amd64, beside the packages.

  --arch A          amd64 or arm64 (amd64); of the other processor its programs are emulated
  --release R       Debian 13 or 12 (trixie)
  --repository DIR  takes our packages from there, made by deploy/repository.sh; if it was given a
                    --url, machines look there for new ones. Else they are built now
  --out FILE        (build/image/secondheart-RELEASE-ARCH.img)
  --help            this text
TEXT
}

say() { printf '%s\n' "image: $*"; }

fail() {
    local code=$1
    shift
    printf '%s\n' "image: $*" >&2
    exit "$code"
}

# The names in a list of packages; of alternatives the first that the release has.
packages_in() {
    local entry name names found
    sed -e 's/#.*//' -e 's/[[:space:]]//g' -e '/^$/d' "$1" | while read -r entry; do
        IFS='|' read -ra names <<<"$entry"
        found=''
        for name in "${names[@]}"; do
            if "$top/tests/guest/roots.sh" apt-cache "$release" show --no-all-versions "$name" \
                >/dev/null 2>&1; then
                found=$name
                break
            fi
        done
        [[ -n $found ]] || fail 1 "$release has no package '$entry'"
        echo "$found"
    done
}

# Foreign programs run on this processor through the kernel's table of interpreters.
emulate() {
    [[ $architecture != "$(dpkg --print-architecture)" ]] || return 0
    "$top/deploy/packages/install.sh" image-foreign
    [[ -e /proc/sys/fs/binfmt_misc/register ]] ||
        mount -t binfmt_misc binfmt_misc /proc/sys/fs/binfmt_misc ||
        fail 1 "$architecture cannot be emulated here: the kernel has no binfmt_misc; build on $architecture"
    [[ -e /proc/sys/fs/binfmt_misc/qemu-aarch64 ]] || update-binfmts --enable qemu-aarch64 ||
        fail 1 "$architecture cannot be emulated here: update-binfmts knows no qemu-aarch64"
}

own_packages() {
    local options=(--release "$release" --arch amd64 --no-lint)
    [[ -z $repository ]] || return 0
    repository=$work/repository
    rm -rf "$repository"
    # secondheart-image, which runs on any processor, is built with amd64.
    [[ $architecture == amd64 ]] || options+=(--arch "$architecture")
    "$top/deploy/package.sh" "${options[@]}" --out "$work/packages"
    "$top/deploy/repository.sh" --packages "$work/packages" --keys "$work/keys" "$repository"
}

# The root's folder, all packages installed and configured.
make_root() {
    local names keyring=$repository/secondheart-archive-keyring.gpg
    "$top/tests/guest/roots.sh" apt "$release" update >/dev/null
    names=$(packages_in "$here/packages.txt" | paste -sd, -)
    "$top/tests/guest/roots.sh" sources "$release" >"$work/sources.list"
    echo "deb [signed-by=$keyring] file:$repository $release main" >>"$work/sources.list"
    mkdir -p "$debs"
    rm -rf --one-file-system "$root"
    # A mount namespace of its own: an interrupted mmdebstrap leaves no mounts behind.
    # shellcheck disable=SC2016 # mmdebstrap sets a hook's $1
    unshare --mount --propagation private mmdebstrap --mode=root --variant=minbase \
        --architectures="$architecture" \
        --include="$names,linux-image-$architecture,secondheart,secondheart-sync,secondheart-image" \
        --hook-dir=/usr/share/mmdebstrap/hooks/file-mirror-automount \
        --aptopt='APT::Install-Recommends "false"' \
        --setup-hook='mkdir -p "$1"/var/cache/apt/archives' \
        --setup-hook="sync-in '$debs' /var/cache/apt/archives" --skip=essential/unlink \
        --customize-hook="sync-out /var/cache/apt/archives '$debs'" \
        --essential-hook="$here/configure.sh before \"\$1\"" \
        --customize-hook="SECONDHEART_REPOSITORY=$repository $here/configure.sh after \"\$1\"" \
        "$release" "$root" - <"$work/sources.list" >"$work/root.log" 2>&1 || {
        tail -n 40 "$work/root.log" >&2
        fail 1 "the system was not installed: see $work/root.log"
    }
}

entry() {
    cat <<TEXT
title Second Heart
sort-key secondheart
version 1
linux /slot-a/vmlinuz
initrd /slot-a/initrd.img
options root=PARTLABEL=secondheart-a $(tr -s '[:space:]' ' ' <<<"$kernel_words")
TEXT
}

make_boot() {
    local file=$1 tree=$work/boot
    rm -rf "$tree" "$file"
    mkdir -p "$tree"/{EFI/BOOT,loader/entries,slot-a}
    cp "$root/usr/lib/systemd/boot/efi/${loaders[$architecture]#*:}" \
        "$tree/EFI/BOOT/${loaders[$architecture]%:*}"
    # Nobody chooses, and nobody edits the kernel's command line at a keyboard.
    printf 'timeout 0\neditor no\nauto-entries no\nauto-firmware no\n' >"$tree/loader/loader.conf"
    entry >"$tree/loader/entries/slot-a.conf"
    cp "$root"/boot/vmlinuz-* "$tree/slot-a/vmlinuz"
    cp "$root"/boot/initrd.img-* "$tree/slot-a/initrd.img"
    mkfs.vfat -C -F 32 -n SECONDHEART "$file" $((boot_mib * 1024)) >/dev/null
    mcopy -s -Q -i "$file" "$tree"/* ::
}

make_disk() {
    local boot=$work/boot.fat slot=$work/slot.ext4 data=$work/data.ext4 partial=$out.partial at=1
    make_boot "$boot"
    rm -f "$slot" "$data" "$partial"
    mke2fs -q -t ext4 -L secondheart-a -d "$root" "$slot" "${slot_mib}M"
    mke2fs -q -t ext4 -T default -b 4096 -L secondheart-data -m 0 "$data" "${data_mib}M"
    truncate -s "$((boot_mib + 2 * slot_mib + data_mib + 2))M" "$partial"
    sfdisk --quiet "$partial" <<TEXT
label: gpt
start=${at}MiB, size=${boot_mib}MiB, type=$esp_type, name=secondheart-boot
size=${slot_mib}MiB, type=${root_types[$architecture]}, name=secondheart-a
size=${slot_mib}MiB, type=${root_types[$architecture]}, name=secondheart-b
size=${data_mib}MiB, type=$data_type, name=secondheart-data
TEXT
    put "$boot" "$at"
    put "$slot" $((at + boot_mib))
    put "$data" $((at + boot_mib + 2 * slot_mib))
    # What is in it, for whoever has to know.
    dpkg-query --admindir="$root/var/lib/dpkg" -W -f '${Package} ${Version}\n' >"$out.packages"
    mv "$partial" "$out"
    zstd --quiet --force -T0 "$out" -o "$out.zst"
}

# put FILE MIB: into the disk at that place, leaving holes.
put() {
    dd if="$1" of="$out.partial" bs=1M seek="$2" conv=notrunc,sparse status=none
    rm "$1"
}

main() {
    while [[ $# -gt 0 ]]; do
        case $1 in
        --help)
            usage
            exit 0
            ;;
        --arch | --release | --repository | --out)
            [[ $# -ge 2 ]] || fail 2 "$1 needs a value: see --help"
            case $1:$2 in
            --arch:amd64 | --arch:arm64) architecture=$2 ;;
            --release:trixie | --release:bookworm) release=$2 ;;
            --repository:?*) repository=$(realpath -m "$2") ;;
            --out:?*) out=$(realpath -m "$2") ;;
            *) fail 2 "$1 '$2': see --help" ;;
            esac
            shift
            ;;
        *) fail 2 "no such option: '$1': see --help" ;;
        esac
        shift
    done
    [[ $(id -u) -eq 0 ]] || fail 2 "run as root: the image's files belong to it"
    [[ -z $repository || -e $repository/secondheart-archive-keyring.gpg ]] ||
        fail 2 "'$repository' is no repository that deploy/repository.sh made"
    "$top/deploy/packages/install.sh" image
    work=$top/build/image/$release-$architecture
    root=$work/root
    # Downloads, for the next time.
    debs=$top/build/image/debs-$architecture
    out=${out:-$top/build/image/secondheart-$release-$architecture.img}
    mkdir -p "$work" "${out%/*}"
    exec 5>"$work/lock"
    flock 5
    emulate
    own_packages
    say "installing Debian and our packages"
    make_root
    say "writing the partitions"
    make_disk
    say "$out: $(du -m "$root" --summarize | cut -f1) MiB in a slot, $(($(stat -c %s "$out.zst") >> 20)) MiB packed as ${out##*/}.zst"
    rm -rf --one-file-system "$root" "${work:?}/boot"
}

main "$@"
