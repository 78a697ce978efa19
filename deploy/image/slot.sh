#!/usr/bin/env bash
# The two slots that hold the system of a Second Heart machine: which one runs, a new version into
# the other, and back. The one that runs is never written to.
set -euo pipefail

# Elsewhere for tests.
boot=${SECONDHEART_BOOT:-/boot/firmware}
words=${SECONDHEART_CMDLINE:-/proc/cmdline}
entries=$boot/loader/entries
# How often a new slot may fail to bring the kiosk up before the machine takes the old one again.
tries=3
# A slot on trial is judged when it has run for this long.
trial_s=${SECONDHEART_TRIAL_S:-120}
workspace=${SECONDHEART_RUN:-/run}/secondheart-slot

usage() {
    cat <<'TEXT'
Usage: secondheart-slot status
       secondheart-slot upgrade [--packages DIR] [--restart]
       secondheart-slot rollback [--restart]

  status     which slot runs, what is in the other one, which one starts next
  upgrade    copies the running system into the other slot, upgrades all packages there, and has the
             machine start from it next. It starts three times at most if the kiosk does not come up
             in it: then the running one is taken again. Nothing that runs is touched meanwhile, and
             the power may go at any moment
  rollback   has the machine start from the other slot, as it was

  --packages DIR  first takes the .deb files in DIR
  --restart       starts the machine again at once
  --help          this text

History and settings are in neither slot: they stay. Run as root.
TEXT
}

say() { printf '%s\n' "secondheart-slot: $*"; }

fail() {
    local code=$1
    shift
    printf '%s\n' "secondheart-slot: $*" >&2
    exit "$code"
}

# a or b, of a root=PARTLABEL=secondheart-a on the kernel's command line.
running_slot() {
    sed -n 's/.*\broot=PARTLABEL=secondheart-\([ab]\)\b.*/\1/p' "$words"
}

# The file that starts a slot, whatever the boot loader has added to its name to count its tries.
entry_of() {
    find "$entries" -maxdepth 1 -name "slot-$1.conf" -o -maxdepth 1 -name "slot-$1+*.conf" | head -n 1
}

version_of() { sed -n 's/^version //p' "$1"; }

newest_version() {
    local entry version newest=0
    for entry in "$entries"/slot-*.conf; do
        [[ -e $entry ]] || continue
        version=$(version_of "$entry")
        ((version <= newest)) || newest=$version
    done
    echo "$newest"
}

# Whole or not at all: the loader takes no file of another ending.
write_entry() {
    local name=$1 slot=$2 version=$3 options=$4
    cat >"$entries/$name.new" <<TEXT
title Second Heart
sort-key secondheart
version $version
linux /slot-$slot/vmlinuz
initrd /slot-$slot/initrd.img
options $options
TEXT
    sync -f "$boot"
    mv "$entries/$name.new" "$entries/$name"
    sync -f "$boot"
}

# What the running slot was started with, for the other one: also what an administrator added.
options_for() {
    sed -n "s/^options //p" "$(entry_of "$here")" | sed "s/secondheart-$here\b/secondheart-$1/"
}

kernel_in() { find "$1/boot" -maxdepth 1 -name 'vmlinuz-*' -printf '%f\n' | sort -V | tail -n 1; }

# One at a time changes a slot or an entry. Options are flock's.
alone() {
    exec 5>"$workspace.lock"
    flock "$@" 5 || fail 1 "another secondheart-slot is at work"
}

leave() {
    umount --recursive --quiet "$workspace/new" "$workspace/old" 2>/dev/null || true
    rm -rf --one-file-system "$workspace"
}

copy_running() {
    local device=$1
    mkdir -p "$workspace/old" "$workspace/new"
    # Not recursive: the slot's own files, without what lies over /etc and /var.
    mount --bind / "$workspace/old"
    mkfs.ext4 -q -F -L "secondheart-$there" "$device"
    mount -o noatime "$device" "$workspace/new"
    cp -a "$workspace/old/." "$workspace/new/"
    umount "$workspace/old"
}

in_new() {
    env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive \
        chroot "$workspace/new" "$@"
}

# With the sources, the keys and the proxy that this machine has now.
upgrade_new() {
    local packages=$1 new=$workspace/new options=(-q -y -o Dpkg::Use-Pty=0
        -o Dpkg::Options::=--force-confdef -o Dpkg::Options::=--force-confold)
    mount -t proc proc "$new/proc"
    mount -t sysfs -o ro sysfs "$new/sys"
    mount --rbind --make-rslave /dev "$new/dev"
    mount -t tmpfs tmpfs "$new/run"
    mount -t tmpfs tmpfs "$new/tmp"
    rm -rf "$new/etc/apt"
    cp -a /etc/apt "$new/etc/apt"
    # Where the slot's /etc/resolv.conf points; not through that link, which leads out of the slot.
    mkdir "$new/run/NetworkManager"
    cat /etc/resolv.conf >"$new/run/NetworkManager/resolv.conf"
    # No service of the new slot starts in the old system.
    printf '#!/bin/sh\nexit 101\n' >"$new/usr/sbin/policy-rc.d"
    chmod 0755 "$new/usr/sbin/policy-rc.d"
    in_new dpkg --configure -a
    if [[ -n $packages ]]; then
        mkdir "$new/tmp/packages"
        cp "$packages"/*.deb "$new/tmp/packages/"
        in_new sh -ec 'exec apt-get "$@" /tmp/packages/*.deb' install "${options[@]}" \
            --allow-downgrades install
    else
        in_new apt-get -q -o APT::Update::Error-Mode=any update
        in_new apt-get "${options[@]}" --with-new-pkgs upgrade
        in_new apt-get "${options[@]}" autoremove --purge
    fi
    in_new apt-get clean
    rm -rf "$new"/var/lib/apt/lists/*
    rm "$new/usr/sbin/policy-rc.d"
    umount --recursive "$new/run" "$new/tmp" "$new/dev" "$new/sys" \
        "$new/proc" 2>/dev/null || true
}

# Kernel and initial RAM disk beside the entry; then, and only then, the entry.
start_from_new() {
    local kernel new=$workspace/new
    kernel=$(kernel_in "$new")
    [[ -n $kernel && -s $new/boot/initrd.img-${kernel#vmlinuz-} ]] ||
        fail 1 "the new system has no kernel with an initial RAM disk; the running one starts again"
    mkdir -p "$boot/slot-$there"
    cp "$new/boot/$kernel" "$boot/slot-$there/vmlinuz"
    cp "$new/boot/initrd.img-${kernel#vmlinuz-}" "$boot/slot-$there/initrd.img"
    umount "$new"
    sync -f "$boot"
    write_entry "slot-$there+$tries.conf" "$there" $(($(newest_version) + 1)) "$(options_for "$there")"
}

# Asked in the running system, whose /var is memory.
is_current() {
    local plan
    apt-get -q -o APT::Update::Error-Mode=any update ||
        fail 1 "the package lists cannot be brought up to date: see above; nothing was changed"
    plan=$(apt-get -q --simulate --with-new-pkgs upgrade)
    rm -rf /var/lib/apt/lists/*
    ! grep -q '^Inst ' <<<"$plan"
}

upgrade() {
    local packages=$1 device old
    device=/dev/disk/by-partlabel/secondheart-$there
    [[ $(entry_of "$here") != *+*.conf ]] ||
        fail 1 "slot $here is on trial: slot $there is the way back until it is good"
    [[ -b $device ]] || fail 1 "there is no partition secondheart-$there"
    if [[ -z $packages ]] && is_current; then
        say "there is nothing newer"
        restart=no
        return 0
    fi
    trap leave EXIT
    leave
    # From here on there is one way to start, whatever happens to the other slot.
    while old=$(entry_of "$there") && [[ -n $old ]]; do
        rm "$old"
    done
    sync -f "$boot"
    say "copying slot $here to slot $there"
    copy_running "$device"
    say "upgrading slot $there"
    upgrade_new "$packages"
    start_from_new
    say "slot $there starts next; this one stays as it is"
}

rollback() {
    local entry
    entry=$(entry_of "$there")
    [[ -n $entry ]] || fail 1 "there is nothing in slot $there to go back to"
    write_entry "slot-$there.conf" "$there" $(($(newest_version) + 1)) \
        "$(sed -n 's/^options //p' "$entry")"
    [[ $entry == "$entries/slot-$there.conf" ]] || rm "$entry"
    # A slot that is being left is not on trial any more, and no way back from it is lost.
    keep "$here"
    say "slot $there starts next"
}

# Takes the count of tries off a slot's entry: it is good.
keep() {
    local entry
    entry=$(entry_of "$1")
    if [[ -n $entry && $entry != "$entries/slot-$1.conf" ]]; then
        mv "$entry" "$entries/slot-$1.conf"
        sync -f "$boot"
    fi
}

# secondheart-slot.service, once after each start.
judge() {
    local entry
    entry=$(entry_of "$here")
    [[ $entry == *+*.conf ]] || return 0
    say "slot $here is on trial for $trial_s s"
    sleep "$trial_s"
    alone
    # Somebody may have left it meanwhile.
    [[ $(entry_of "$here") == *+*.conf ]] || return 0
    if systemctl --quiet is-active secondheart.service; then
        keep "$here"
        say "slot $here is good"
    else
        fail 1 "the kiosk does not run in slot $here: starting again; after $tries times it is slot $there"
    fi
}

# The newest of those that have not failed.
next_version() {
    local slot entry version next=0
    for slot in a b; do
        entry=$(entry_of "$slot")
        [[ -n $entry && $entry != *+0*.conf ]] || continue
        version=$(version_of "$entry")
        [[ $version -le $next ]] || next=$version
    done
    echo "$next"
}

status() {
    local slot entry state version next
    next=$(next_version)
    for slot in a b; do
        entry=$(entry_of "$slot")
        state=empty
        if [[ -n $entry ]]; then
            version=$(version_of "$entry")
            case $entry in
            *+0*.conf) state='failed' ;;
            *+*.conf) state='on trial' ;;
            *) state='good' ;;
            esac
            [[ $version != "$next" || $state == failed ]] || state+=', starts next'
        fi
        [[ $slot != "$here" ]] || state+=', runs'
        printf 'slot %s: %s\n' "$slot" "$state"
    done
}

main() {
    local command='' packages='' restart=no

    while [[ $# -gt 0 ]]; do
        case $1 in
        --help)
            usage
            exit 0
            ;;
        --packages)
            [[ $# -ge 2 ]] || fail 2 "--packages needs a folder: see --help"
            packages=$2
            shift
            ;;
        --restart) restart=yes ;;
        status | upgrade | rollback | judge)
            [[ -z $command ]] || fail 2 "one command, not '$command' and '$1': see --help"
            command=$1
            ;;
        *) fail 2 "no such command: '$1': see --help" ;;
        esac
        shift
    done
    [[ -n $command ]] || fail 2 "say what to do: see --help"
    [[ $(id -u) -eq 0 ]] || fail 2 "run as root"
    here=$(running_slot)
    [[ -n $here ]] || fail 1 "this machine was not started from a slot: it is no Second Heart image"
    there=$(tr ab ba <<<"$here")
    [[ -z $packages || -n $(find "$packages" -maxdepth 1 -name '*.deb' -print -quit 2>/dev/null) ]] ||
        fail 2 "no .deb file in '$packages'"
    case $command in
    upgrade | rollback) alone --nonblock ;;
    esac
    "$command" "$packages"
    [[ $restart == no ]] || systemctl reboot
}

main "$@"
