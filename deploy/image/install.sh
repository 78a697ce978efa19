#!/usr/bin/env bash
# install.sh DESTDIR: the files of the package secondheart-image, as debian/rules wants them.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
dest=$1

# Its mode, the file here, and its place. The modes are the ones that make a hook or a script run.
while read -r mode file place; do
    install -D -m "$mode" "$here/$file" "$dest/$place"
done <<'TABLE'
0755 initramfs-hook      usr/share/initramfs-tools/hooks/secondheart-image
0755 initramfs-mount     usr/share/initramfs-tools/scripts/local-bottom/secondheart-image
0644 kept-folders        usr/share/secondheart-image/kept-folders
0644 repart-data.conf    usr/lib/repart.d/50-secondheart-data.conf
0644 manager.conf        usr/lib/systemd/system.conf.d/70-secondheart-image.conf
0644 journald.conf       usr/lib/systemd/journald.conf.d/70-secondheart-image.conf
0644 logind.conf         usr/lib/systemd/logind.conf.d/70-secondheart-image.conf
0644 timesyncd.conf      usr/lib/systemd/timesyncd.conf.d/70-secondheart-image.conf
0644 sysctl.conf         usr/lib/sysctl.d/70-secondheart-image.conf
0644 plymouth-quit.conf  usr/lib/systemd/system/plymouth-quit.service.d/secondheart-image.conf
0644 kiosk.conf          usr/lib/systemd/system/secondheart.service.d/70-secondheart-image.conf
0644 ssh.conf            usr/lib/systemd/system/ssh.service.d/secondheart-image.conf
0755 provision.sh        usr/lib/secondheart-image/provision
0644 provision.service   usr/lib/systemd/system/secondheart-image-provision.service
0755 slot.sh             usr/sbin/secondheart-slot
0644 slot.service        usr/lib/systemd/system/secondheart-slot.service
0644 upgrade.service     usr/lib/systemd/system/secondheart-upgrade.service
0644 upgrade.timer       usr/lib/systemd/system/secondheart-upgrade.timer
0644 ../man/secondheart-slot.8 usr/share/man/man8/secondheart-slot.8
TABLE

# Part of the machine, not of an administrator's choice: on by being there.
enable() {
    mkdir -p "$dest/usr/lib/systemd/system/$2.wants"
    ln -s "../$1" "$dest/usr/lib/systemd/system/$2.wants/$1"
}
enable secondheart-image-provision.service sysinit.target
enable secondheart-slot.service multi-user.target

"$here/splash/render.sh" "$dest/usr/share/plymouth/themes/secondheart"
