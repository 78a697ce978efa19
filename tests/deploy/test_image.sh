#!/usr/bin/env bash
# The image's scripts that decide something, on folders in place of a boot partition and of /etc.
set -euo pipefail

top=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
image=$top/deploy/image

make_world() {
    world=$(mktemp -d)
    boot=$world/boot
    mkdir -p "$world/bin" "$world/run" "$world/etc" "$boot/loader/entries"
    echo 'secondheart.image root=PARTLABEL=secondheart-a ro quiet' >"$world/cmdline"
    # shellcheck disable=SC2016 # expands when it runs
    printf '#!/bin/bash\necho "$*" >>"%s"\n[[ $* != *is-active* || -e "%s" ]]\n' \
        "$world/systemctl" "$world/kiosk-runs" >"$world/bin/systemctl"
    printf '#!/bin/bash\necho 0\n' >"$world/bin/id"
    chmod +x "$world"/bin/*
    : >"$world/systemctl"
    entry a 1
}

# entry SLOT VERSION [COUNT]
entry() {
    printf 'title Second Heart\nversion %s\nlinux /slot-%s/vmlinuz\noptions root=PARTLABEL=secondheart-%s %s\n' \
        "$2" "$1" "$1" "quiet" >"$boot/loader/entries/slot-$1${3:-}.conf"
}

run() {
    status=0
    output=$(env PATH="$world/bin:/usr/sbin:/usr/bin:/sbin:/bin" SECONDHEART_BOOT="$boot" \
        SECONDHEART_CMDLINE="$world/cmdline" SECONDHEART_RUN="$world/run" \
        SECONDHEART_ETC="$world/etc" SECONDHEART_TRIAL_S=0 "$@" 2>&1 </dev/null) || status=$?
}

slot() { run "$image/slot.sh" "$@"; }
provision() { run "$image/provision.sh"; }

complain() {
    printf '%s\n' "$*" "-- status $status, output:" "$output" "-- files:" >&2
    find "$world" -type f >&2
    exit 1
}

expect_status() { [[ $status -eq $1 ]] || complain "exit code $status instead of $1"; }
expect_output() { [[ $output == *"$1"* ]] || complain "output lacks '$1'"; }
expect_file() { [[ -e $1 ]] || complain "there is no ${1#"$world"}"; }
expect_no_file() { [[ ! -e $1 ]] || complain "there is ${1#"$world"}"; }

# ---- slots

test_the_slot_that_runs_is_known_by_the_kernels_words() {
    slot status
    expect_status 0
    expect_output $'slot a: good, starts next, runs\nslot b: empty'
    echo 'root=/dev/sda1' >"$world/cmdline"
    slot status
    expect_status 1
    expect_output 'it is no Second Heart image'
}

test_the_newest_slot_starts_next_unless_it_has_failed() {
    entry b 2 +3
    slot status
    expect_output $'slot a: good, runs\nslot b: on trial, starts next'
    rm "$boot"/loader/entries/slot-b*
    entry b 2 +0-3
    slot status
    expect_output $'slot a: good, starts next, runs\nslot b: failed'
}

test_a_slot_in_which_the_kiosk_runs_is_good() {
    echo 'root=PARTLABEL=secondheart-b' >"$world/cmdline"
    entry b 2 +2-1
    touch "$world/kiosk-runs"
    slot judge
    expect_status 0
    expect_file "$boot/loader/entries/slot-b.conf"
    expect_no_file "$boot/loader/entries/slot-b+2-1.conf"
}

test_a_slot_in_which_it_does_not_run_keeps_its_count() {
    echo 'root=PARTLABEL=secondheart-b' >"$world/cmdline"
    entry b 2 +2-1
    slot judge
    expect_status 1
    expect_output 'slot a'
    expect_file "$boot/loader/entries/slot-b+2-1.conf"
}

test_a_good_slot_is_not_judged_again() {
    slot judge
    expect_status 0
    [[ ! -s $world/systemctl ]] || complain "systemd was asked"
}

test_going_back_makes_the_other_slot_the_newest() {
    entry b 5
    slot rollback --restart
    expect_status 0
    grep -qx 'version 6' "$boot/loader/entries/slot-b.conf" || complain "it is not newer"
    grep -qx 'options root=PARTLABEL=secondheart-b quiet' "$boot/loader/entries/slot-b.conf" ||
        complain "it starts something else"
    grep -qx reboot "$world/systemctl" || complain "it was not started again"
}

test_going_back_to_a_slot_that_failed_gives_it_another_chance() {
    entry b 2 +0-3
    slot rollback
    expect_status 0
    expect_file "$boot/loader/entries/slot-b.conf"
    expect_no_file "$boot/loader/entries/slot-b+0-3.conf"
    ! grep -q reboot "$world/systemctl" || complain "it was started again unasked"
}

test_the_way_back_is_not_written_over_during_a_trial() {
    entry b 2 +2-1
    echo 'root=PARTLABEL=secondheart-b' >"$world/cmdline"
    slot upgrade
    expect_status 1
    expect_output 'on trial'
    expect_file "$boot/loader/entries/slot-a.conf"
}

test_while_a_slot_is_changed_its_state_can_be_asked_and_no_other_change_begins() {
    entry b 1
    exec 9>"$world/run/secondheart-slot.lock"
    flock 9
    slot status
    expect_status 0
    slot rollback
    exec 9>&-
    expect_status 1
    expect_output 'another secondheart-slot is at work'
    slot rollback
    expect_status 0
}

test_a_slot_that_was_left_during_its_trial_is_not_judged() {
    entry b 2
    mv "$boot/loader/entries/slot-a.conf" "$boot/loader/entries/slot-a+2-1.conf"
    # Somebody goes back while the trial lasts.
    printf '#!/bin/bash\nexec "%s" rollback\n' "$image/slot.sh" >"$world/bin/sleep"
    chmod +x "$world/bin/sleep"
    slot judge
    expect_status 0
    [[ $output != *'is good'* && $output != *'does not run'* ]] || complain "it was judged"
    expect_file "$boot/loader/entries/slot-a.conf"
}

test_there_is_nothing_to_go_back_to() {
    slot rollback
    expect_status 1
    expect_output 'nothing in slot b'
}

test_a_mistyped_command_is_told() {
    for words in '' 'upgrad' 'status rollback' 'upgrade --packages' 'upgrade --packages /nowhere'; do
        # shellcheck disable=SC2086 # words
        slot $words
        expect_status 2
    done
    slot --help
    expect_status 0
}

# ---- the boot partition's files

test_what_is_right_is_taken() {
    ssh-keygen -q -t ed25519 -N '' -f "$world/key"
    cp "$world/key.pub" "$boot/authorized_keys.txt"
    printf 'kiosk-17\r\n' >"$boot/hostname"
    printf 'Europe/Berlin\n' >"$boot/timezone.txt"
    printf '[connection]\nid=office\ntype=wifi\n[wifi-security]\npsk=secret-word\n' >"$boot/office.nmconnection"
    provision
    expect_status 0
    [[ $(<"$world/etc/hostname") == kiosk-17 ]] || complain "another name"
    [[ $(readlink "$world/etc/localtime") == /usr/share/zoneinfo/Europe/Berlin ]] || complain "another zone"
    cmp "$world/key.pub" "$world/etc/ssh/authorized_keys" || complain "other keys"
    [[ $(stat -c %a "$world/etc/NetworkManager/system-connections/office.nmconnection") == 600 ]] ||
        complain "everybody reads the password"
    expect_no_file "$boot/office.nmconnection"
    ! grep -rq secret-word "$boot" || complain "the password is still there"
    expect_file "$boot/hostname.imported"
    expect_no_file "$boot/machine.problems.txt"
}

test_what_is_wrong_stays_and_is_named() {
    echo 'not a key' >"$boot/authorized_keys"
    echo 'Kiosk 17' >"$boot/hostname"
    echo '../../../etc/shadow' >"$boot/timezone"
    echo 'ssid=office' >"$boot/office.nmconnection"
    provision
    expect_status 0
    for file in authorized_keys hostname timezone office.nmconnection; do
        expect_file "$boot/$file"
        grep -q "/$file: " "$boot/machine.problems.txt" || complain "$file is not named"
    done
    [[ -z $(find "$world/etc" ! -type d) ]] || complain "something was taken"
    # Corrected, nothing says otherwise any more.
    rm "$boot"/{authorized_keys,hostname,timezone,office.nmconnection}
    provision
    expect_no_file "$boot/machine.problems.txt"
}

for name in $(compgen -A function test_); do
    make_world
    ("$name") || {
        echo "FAILED ${name#test_}" >&2
        exit 1
    }
    rm -rf "$world"
    echo "ok ${name#test_}"
done
