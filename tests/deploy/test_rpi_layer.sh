#!/usr/bin/env bash
# The card for the Pi, which is not built here: that its files are what rpi-image-gen reads, and that
# they say the same as those of the images that are. rpi-image-gen's own checks need its sources:
# deploy/image/rpi/README.md tells how they went.
set -euo pipefail

top=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
image=$top/deploy/image
rpi=$image/rpi
layer=$rpi/layer/secondheart.yaml
overlay=$rpi/image/device/rootfs-overlay
cmdline=$overlay/boot/firmware/cmdline.txt
layers=("$layer" "$rpi/image/image.yaml")
# Of packages.txt: what the layers that ours requires bring, and UEFI's boot loader.
from_elsewhere=' systemd-sysv systemd-timesyncd network-manager ca-certificates systemd-boot-efi '
world=$(mktemp -d)
trap 'rm -rf --one-file-system "$world"' EXIT

complain() {
    echo "FAILED $*" >&2
    exit 1
}

# The metadata without its comment signs.
metadata() { sed -n '/^# METABEGIN$/,/^# METAEND$/{/META/d;s/^#$//;s/^# //;p}' "$1"; }

# The values of one key of mmdebstrap, those of one line.
list() { sed -n "/^  $2:\$/,/^  [a-z]/s/^    - //p" "$1"; }

has_line() { grep -qxF -- "$1" "$2" || complain "${2#"$top"/} lacks the line '$1'"; }

test_metadata_is_whole() {
    local file field name
    for file in "${layers[@]}"; do
        metadata "$file" >"$world/metadata"
        for field in Name Category Desc Version Requires; do
            grep -q "^X-Env-Layer-$field: [^ ]" "$world/metadata" || complain "$file has no $field"
        done
        grep -q '^X-Env-VarPrefix: [a-z]*$' "$world/metadata" || complain "$file has no prefix"
        # Of fields in the form of Debian's control files: a field, its continuation or nothing.
        ! grep -vE '^(X-Env-[A-Za-z0-9_-]+:( .*)?| .*|)$' "$world/metadata" ||
            complain "$file: this is no field"
        sed -n 's/^X-Env-Var-\([a-z0-9_]*\):.*/\1/p' "$world/metadata" >"$world/variables"
        while read -r name; do
            for field in Desc Required Valid Set; do
                grep -q "^X-Env-Var-$name-$field: [^ ]" "$world/metadata" ||
                    complain "$file: $name has no $field"
            done
        done <"$world/variables"
    done
}

# With python3-yaml, which the tests do not ask for, by its rules; else what goes wrong most.
test_yaml_is_read() {
    local file
    for file in "${layers[@]}" "$rpi"/config/*.yaml; do
        ! grep -nE "$(printf '\t')| +\$" "$file" || complain "$file: tab or blank at a line's end"
        if python3 -c 'import yaml' 2>/dev/null; then
            python3 - "$file" <<'PYTHON' || complain "$file: not in rpi-image-gen's form"
import sys
import yaml

tree = yaml.safe_load(open(sys.argv[1], encoding="utf-8"))
for key, values in tree.get("mmdebstrap", {}).items():
    assert all(isinstance(value, str) for value in values), key
PYTHON
        fi
    done
    python3 -c 'import yaml' 2>/dev/null ||
        echo "without python3-yaml: only headers, tabs and blanks were looked at"
}

test_the_configuration_names_layers_that_are_here() {
    has_line '  layer: image-secondheart' "$rpi/config/secondheart.yaml"
    has_line '  app: secondheart' "$rpi/config/secondheart.yaml"
    has_line 'X-Env-Layer-Name: secondheart' <(metadata "$layer")
    has_line 'X-Env-Layer-Name: image-secondheart' <(metadata "$rpi/image/image.yaml")
}

test_our_packages_exist() {
    local name
    list "$layer" packages | grep '^secondheart' >"$world/ours"
    [[ $(wc -l <"$world/ours") -eq 3 ]] || complain "not three packages of ours: $(<"$world/ours")"
    while read -r name; do
        has_line "Package: $name" "$top/deploy/debian/control"
    done <"$world/ours"
}

test_it_holds_what_the_other_images_hold() {
    local names
    list "$layer" packages >"$world/packages"
    sed -e 's/#.*//' -e 's/[[:space:]]//g' -e '/^$/d' "$image/packages.txt" >"$world/names"
    [[ -s $world/names ]] || complain "packages.txt names nothing"
    while read -r names; do
        # Alternatives of other releases stand on one line.
        [[ $from_elsewhere == *" $names "* ]] || grep -qxE "$names" "$world/packages" ||
            complain "$names, of packages.txt, is not in the layer"
    done <"$world/names"
}

test_kernel_words_agree() {
    local word
    [[ $(wc -l <"$cmdline") -eq 1 ]] || complain "the firmware reads one line of cmdline.txt"
    tr ' ' '\n' <"$cmdline" >"$world/words"
    sed -n "/^kernel_words='/,/'\$/p" "$image/build.sh" | sed "s/^kernel_words=//; s/'//g" |
        tr -s ' \n' '\n' | sed '/^$/d' >"$world/expected"
    grep -qx quiet "$world/expected" || complain "build.sh has no kernel_words with 'quiet'"
    printf '%s\n' panic=10 rootwait >>"$world/expected"
    while read -r word; do
        has_line "$word" "$world/words"
    done <"$world/expected"
}

# What the initial RAM disk looks for, what genimage writes, what fstab and udev go by.
test_labels_agree() {
    local data label
    data=$(sed -n 's|^device=/dev/disk/by-partlabel/||p' "$image/initramfs-mount")
    [[ -n $data ]] || complain "initramfs-mount names no partition label"
    grep -qF "SYMLINK+=\"disk/by-partlabel/$data\"" "$overlay/etc/udev/rules.d/"*.rules ||
        complain "no udev rule for $data"
    grep -qF "ENV{ID_FS_LABEL}==\"$data\"" "$overlay/etc/udev/rules.d/"*.rules ||
        complain "the udev rule is for another label than $data"
    has_line root=LABEL=secondheart-root <(tr ' ' '\n' <"$cmdline")
    sed -n 's/^LABEL=\([^ ]*\) .*/\1/p' "$overlay/etc/fstab" | sort >"$world/mounted"
    sed -n 's/^ *label = "\(.*\)"/\1/p' "$rpi/image/genimage.cfg.in" | sort >"$world/written"
    cmp "$world/mounted" "$world/written" || complain "fstab and genimage.cfg.in differ in labels"
    for label in "$data" secondheart-root SECONDHEART; do
        has_line "$label" "$world/written"
        [[ ${#label} -le 16 ]] || complain "ext4 cuts '$label' off"
    done
}

test_the_same_units_are_masked() {
    local file
    for file in "$layer" "$image/configure.sh"; do
        sed -n '/systemctl --quiet mask/,/^[^\\]*[a-z]$/p' "$file" | grep -oE '[a-z0-9_-]+\.(timer|service)' |
            sort >"$world/${file##*/}"
    done
    [[ -s $world/secondheart.yaml ]] || complain "the layer masks nothing"
    cmp "$world/secondheart.yaml" "$world/configure.sh" || complain "configure.sh masks other units"
}

test_nothing_swaps_on_the_card() {
    local name
    for name in rpi-swap dphys-swapfile zram-tools systemd-zram-generator; do
        ! list "$layer" packages | grep -qxF "$name" || complain "$name swaps"
    done
    ! grep -w swap "$overlay/etc/fstab" || complain "fstab has a swap"
}

test_the_firmware_is_told() {
    local setting
    for setting in dtoverlay=vc4-kms-v3d disable_splash=1 dtparam=watchdog=on; do
        grep -qwF -- "$setting" "$layer" || complain "config.txt gets no $setting"
    done
}

test_the_partitions_are_filled_in() {
    local names
    (cd "$rpi/image" && env IGconf_image_name=n IGconf_image_suffix=img IGconf_device_sector_size=512 \
        IGconf_image_boot_part_size=1M IGconf_image_root_part_size=2M \
        IGconf_image_data_part_size=3M ./pre-image.sh "$world" "$world")
    ! grep -n '^[^#]*[<>]' "$world/genimage.cfg" || complain "genimage.cfg has gaps"
    [[ $(grep -c '{' "$world/genimage.cfg") -eq $(grep -c '}' "$world/genimage.cfg") ]] ||
        complain "genimage.cfg's braces do not match"
    # rpi-image-gen refuses a partition that it has no sparse file of.
    names=$(sed -n 's/^      image = //p' "$world/genimage.cfg" | sort | uniq -c | sed 's/^ *//')
    [[ $names == $'2 boot.vfat\n2 data.ext4\n1 n.img\n2 root.ext4' ]] || complain "images: $names"
}

# What is not executable, rpi-image-gen passes over.
test_hooks_can_run() {
    local hook
    for hook in "$image/configure.sh" "$rpi/image/pre-image.sh" \
        "$rpi/image/device/initramfs-tools/hooks/"*; do
        [[ -x $hook ]] || complain "$hook is not executable"
    done
    [[ -f $image/sshd.conf ]] || complain "the layer installs sshd.conf, which is not there"
}

test_it_says_that_it_was_not_run() {
    local file
    for file in "${layers[@]}" "$rpi/config/secondheart.yaml" "$rpi/README.md"; do
        grep -q 'NOT RUN by' "$file" || complain "$file does not say that it was not run"
    done
    grep -qwE '[0-9a-f]{40}' "$rpi/README.md" || complain "README.md names no commit of rpi-image-gen"
}

for name in $(declare -F | sed -n 's/^declare -f \(test_.*\)/\1/p'); do
    "$name"
    echo "ok ${name#test_}"
done
