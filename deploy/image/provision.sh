#!/usr/bin/env bash
# What an administrator puts onto the boot partition for the machine, as secondheart.conf is for the
# kiosk; secondheart-image-provision.service runs this before network and ssh start. What is right is
# taken, what is wrong stays where it is and is named, in the journal and beside it.
#
#   authorized_keys      who may come in by ssh, as root; without it nothing listens
#   NAME.nmconnection    a NetworkManager connection: Wi-Fi, 802.1X, a fixed address
#   hostname             the machine's name
#   timezone             such as Europe/Berlin
#
# SECONDHEART_BOOT and SECONDHEART_ETC stand for /boot/firmware and /etc.
set -euo pipefail

boot=${SECONDHEART_BOOT:-/boot/firmware}
etc=${SECONDHEART_ETC:-/etc}
problems=$boot/machine.problems.txt
wrong=()

tell() {
    wrong+=("$1")
    printf '%s\n' "$1" >&2
}

# The first line, without the blanks and the carriage return that editors leave.
word_in() { sed -n '1{s/[[:space:]]//g;p}' "$1"; }

# Complete under its name or not there: the power may go.
put() {
    local mode=$1 from=$2 to=$3
    mkdir -p "${to%/*}"
    install -m "$mode" "$from" "$to.new"
    sync "$to.new"
    mv "$to.new" "$to"
}

take_keys() {
    local file=$1 said
    if said=$(ssh-keygen -l -f "$file" 2>&1); then
        put 0600 "$file" "$etc/ssh/authorized_keys"
        mv "$file" "$file.imported"
    else
        tell "$file: $said: what belongs here are public keys, a line each, as in ~/.ssh/id_ed25519.pub"
    fi
}

# It may hold a password, which does not belong onto a partition that every computer shows.
take_connection() {
    local file=$1
    if grep -q '^\[connection\]' "$file" && grep -q '^type=' "$file"; then
        put 0600 "$file" "$etc/NetworkManager/system-connections/${file##*/}"
        dd if=/dev/zero of="$file" bs="$(stat -c %s "$file")" count=1 conv=notrunc,fsync status=none
        rm "$file"
    else
        tell "$file: not a NetworkManager connection, which has [connection] with type= in it"
    fi
}

take_hostname() {
    local file=$1 name
    name=$(word_in "$file")
    if [[ $name =~ ^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$ ]]; then
        echo "$name" >"$boot/.hostname"
        put 0644 "$boot/.hostname" "$etc/hostname"
        rm "$boot/.hostname"
        [[ $etc != /etc ]] || hostname "$name"
        mv "$file" "$file.imported"
    else
        tell "$file: '$name' is no host name: small letters, digits and hyphens, 63 at most"
    fi
}

take_timezone() {
    local file=$1 zone
    zone=$(word_in "$file")
    if [[ -n $zone && $zone != *..* && -f /usr/share/zoneinfo/$zone ]]; then
        ln -sfn "/usr/share/zoneinfo/$zone" "$etc/localtime.new"
        mv -T "$etc/localtime.new" "$etc/localtime"
        mv "$file" "$file.imported"
    else
        tell "$file: '$zone' is no time zone, such as Europe/Berlin or America/New_York"
    fi
}

# take FUNCTION NAME: also with the ending that Windows hides.
take() {
    local file
    for file in "$boot/$2" "$boot/$2.txt"; do
        [[ ! -f $file ]] || "$1" "$file"
    done
}

shopt -s nullglob
rm -f "$problems"
take take_keys authorized_keys
take take_hostname hostname
take take_timezone timezone
for connection in "$boot"/*.nmconnection; do
    take_connection "$connection"
done
[[ ${#wrong[@]} -eq 0 ]] || printf '%s\n' "${wrong[@]}" >"$problems"
