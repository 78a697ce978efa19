#!/bin/busybox sh
# shellcheck shell=dash
# The guest's first program: loads every module, then hands over to guest-init.sh in the
# root file system.
/bin/busybox --install -s /bin
mount -t proc proc /proc
mount -t sysfs sysfs /sys
mount -t devtmpfs dev /dev
while read -r module; do
    insmod "/modules/$module" || echo "guest: cannot load $module"
done </modules/order
tries=0
until mount -t ext4 /dev/vda /root 2>/dev/null; do
    tries=$((tries + 1))
    if [ $tries -gt 100 ]; then
        echo "guest: no root file system"
        poweroff -f
    fi
    sleep 0.1
done
mount -t tmpfs tmpfs /root/run
cp /guest-init /root/run/guest-init
mount --move /proc /root/proc
mount --move /sys /root/sys
mount --move /dev /root/dev
exec switch_root /root /run/guest-init
