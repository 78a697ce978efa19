#!/usr/bin/env bash
# The files of deploy/systemd as systemd itself reads them, without a running one: how exposed each
# service is, users, groups and folders in a root of their own. What the units do is the guest's
# (tests/guest/test_service.py).
set -euo pipefail

units=$(cd "$(dirname "${BASH_SOURCE[0]}")/../../deploy/systemd" && pwd)
# Of 10, where systemd calls less than 2 safe: what each of the two needs is all that is left.
declare -A exposure_max=([secondheart.service]=2.0 [secondheart-sync.service]=1.5)

if ! command -v systemd-analyze >/dev/null || ! command -v systemd-sysusers >/dev/null; then
    echo "skipped: no systemd here; deploy/packages/install.sh test brings it"
    exit 77
fi
world=$(mktemp -d)
trap 'rm -rf --one-file-system "$world"' EXIT

complain() {
    echo "FAILED $*" >&2
    exit 1
}

test_exposure() {
    local unit score
    for unit in "${!exposure_max[@]}"; do
        score=$(systemd-analyze security --offline=true --no-pager "$units/$unit" |
            sed -n 's/.*Overall exposure level for .*: \([0-9.]*\) .*/\1/p')
        [[ -n $score ]] || complain "$unit: systemd-analyze gives no score"
        printf '%-28s exposure %s of at most %s\n' "$unit" "$score" "${exposure_max[$unit]}"
        awk -v score="$score" -v max="${exposure_max[$unit]}" 'BEGIN { exit score > max }' ||
            complain "$unit: $score is more than ${exposure_max[$unit]}"
    done
}

# A setting that is misspelt is ignored by systemd with a warning, and so would be its protection.
test_no_setting_is_ignored() {
    local unit said
    mkdir "$world/units"
    for unit in "$units"/*.service "$units"/*.timer; do
        # The programs are not installed here.
        sed -E 's,^ExecStart=/usr/bin/secondheart.*,ExecStart=/bin/true,' "$unit" \
            >"$world/units/$(basename "$unit")"
    done
    said=$(systemd-analyze verify --man=no "$world"/units/* 2>&1) || complain "verify: $said"
    ! grep -F secondheart <<<"$said" || complain "verify: see above"
}

# The group of that name in the world's root, its members.
members() { sed -n "s/^$1:[^:]*:[^:]*://p" "$world/root/etc/group"; }

test_users_and_groups() {
    local group
    mkdir -p "$world/root/etc"
    systemd-sysusers --root="$world/root" "$units/secondheart.sysusers" >/dev/null
    for group in gpio video render input audio; do
        [[ $(members $group) == secondheart ]] ||
            complain "the group $group has not the kiosk's user alone"
    done
    [[ $(members secondheart-outbox) == secondheart,secondheart-sync ]] ||
        complain "the outbox's group has not the two: $(members secondheart-outbox)"
    [[ -z $(members secondheart) && -z $(members secondheart-sync) ]] ||
        complain "somebody is in the group of a user"
}

test_folders() {
    local found
    mkdir -p "$world/root/etc/secondheart"
    (umask 077 && echo token >"$world/root/etc/secondheart/token")
    systemd-tmpfiles --root="$world/root" --create "$units/secondheart.tmpfiles"
    found=$(stat -c %a "$world/root/var/lib/secondheart-outbox")
    [[ $found == 2770 ]] || complain "the outbox's folder has mode $found"
    found=$(stat -c %g "$world/root/var/lib/secondheart-outbox")
    [[ $(sed -n 's/^secondheart-outbox:[^:]*:\([0-9]*\):.*/\1/p' "$world/root/etc/group") == "$found" ]] ||
        complain "the outbox's folder has the group $found"
    found=$(stat -c %a "$world/root/etc/secondheart/token")
    [[ $found == 640 ]] || complain "the token has mode $found"
}

test_exposure
test_no_setting_is_ignored
test_users_and_groups
test_folders
echo "all passed"
