#!/usr/bin/env bash
# What makes a machine's system of a root that mmdebstrap is installing; build.sh has it called.
#
#   configure.sh before ROOT   before our packages and the kernel are unpacked
#   configure.sh after ROOT    when all are configured
#
# $SECONDHEART_REPOSITORY is the folder that our packages came from.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
when=$1
root=$2

# Neither manuals nor other programs' translations: a kiosk shows neither.
before() {
    cat >"$root/etc/dpkg/dpkg.cfg.d/secondheart-image" <<'TEXT'
path-exclude=/usr/share/man/*
path-exclude=/usr/share/doc/*
path-include=/usr/share/doc/*/copyright
path-include=/usr/share/doc/secondheart*
path-exclude=/usr/share/locale/*
path-include=/usr/share/locale/*/LC_MESSAGES/secondheart.mo
path-exclude=/usr/share/bash-completion/*
path-exclude=/usr/share/zsh/*
TEXT
    mkdir -p "$root/etc/initramfs-tools/conf.d"
    printf 'COMPRESS=zstd\nMODULES=list\n' >"$root/etc/initramfs-tools/conf.d/secondheart-image"
}

sources() {
    local release
    # shellcheck source=/dev/null
    release=$(. "$root/etc/os-release" && echo "$VERSION_CODENAME")
    rm -f "$root/etc/apt/sources.list" "$root"/etc/apt/sources.list.d/*
    cat >"$root/etc/apt/sources.list.d/debian.sources" <<TEXT
Types: deb
URIs: http://deb.debian.org/debian
Suites: $release $release-updates
Components: main
Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg

Types: deb
URIs: http://security.debian.org/debian-security
Suites: $release-security
Components: main
Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg
TEXT
    install -m 0644 "$SECONDHEART_REPOSITORY/secondheart-archive-keyring.gpg" \
        "$root/usr/share/keyrings/secondheart-archive-keyring.gpg"
    # A repository that has no address is nowhere on the machine.
    if ! grep -q ' file:' "$SECONDHEART_REPOSITORY/secondheart-$release.list"; then
        install -m 0644 "$SECONDHEART_REPOSITORY/secondheart-$release.list" \
            "$root/etc/apt/sources.list.d/secondheart.list"
    fi
}

after() {
    cat >"$root/etc/fstab" <<'TEXT'
# The root and what lies over it are mounted before systemd starts: see initramfs-tools' script
# secondheart-image.
PARTLABEL=secondheart-boot /boot/firmware vfat noatime,umask=0077,nofail 0 2
PARTLABEL=secondheart-data /data ext4 noatime,x-systemd.growfs,nofail 0 0
tmpfs /tmp tmpfs mode=1777,nosuid,nodev,size=25% 0 0
TEXT
    printf '[Daemon]\nTheme=secondheart\nShowDelay=0\n' >"$root/etc/plymouth/plymouthd.conf"
    mkdir -p "$root/boot/firmware" "$root/data"
    echo secondheart >"$root/etc/hostname"
    printf '127.0.0.1 localhost\n127.0.1.1 secondheart\n::1 localhost\n' >"$root/etc/hosts"
    ln -sfn /run/NetworkManager/resolv.conf "$root/etc/resolv.conf"
    install -m 0644 "$here/sshd.conf" "$root/etc/ssh/sshd_config.d/secondheart-image.conf"
    sources
    # Each machine's own: made when it first starts.
    : >"$root/etc/machine-id"
    rm -f "$root"/etc/ssh/ssh_host_* "$root/var/lib/dbus/machine-id" "$root/var/lib/systemd/random-seed"
    chroot "$root" passwd --quiet --lock root
    # Nothing that writes for its own sake, or by a clock of its own.
    chroot "$root" systemctl --quiet mask apt-daily.timer apt-daily-upgrade.timer \
        dpkg-db-backup.timer e2scrub_all.timer e2scrub_reap.service fstrim.timer
    # What secondheart-lockdown.service does while the kiosk runs holds here always, and is not waited for.
    chroot "$root" systemctl --quiet mask secondheart-lockdown.service autovt@.service \
        getty@tty1.service ctrl-alt-del.target
    chroot "$root" update-initramfs -c -k all
    # What a system does once after its /usr has changed is done; else every start, with a /var in
    # memory, would be the first one.
    chroot "$root" /usr/lib/systemd/systemd-update-done
    rm -rf "$root"/var/cache/* "$root"/var/lib/apt/lists/* "$root"/var/log/*
    mkdir -p "$root/var/cache/apt/archives/partial" "$root/var/lib/apt/lists/partial"
}

"$when"
