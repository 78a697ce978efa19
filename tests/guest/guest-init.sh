#!/bin/bash
# Process 1 of the guest: file systems, the device manager, then the agent, which runs what the
# host asks for. The image itself knows nothing of tests; this arrives in the initial RAM disk.
# Where systemd is to be process 1 this makes itself a unit of it, which is the agent alone.
export PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C.UTF-8 XDG_RUNTIME_DIR=/run

become_systemd() {
    local units=/run/systemd/system
    mkdir -p $units/multi-user.target.wants
    cat >$units/guest-agent.service <<UNIT
[Unit]
Description=Runs what the host asks for
[Service]
ExecStart=/bin/bash /run/guest-init
UNIT
    ln -s ../guest-agent.service $units/multi-user.target.wants/
    exec /sbin/init
}

mount_all() {
    mount -t tmpfs tmpfs /tmp
    mkdir -p /dev/pts /dev/shm
    mount -t devpts devpts /dev/pts
    mount -t tmpfs tmpfs /dev/shm
    mount -t configfs configfs /sys/kernel/config
    /lib/systemd/systemd-udevd --daemon
    udevadm trigger --action=add
}

if [ $$ -eq 1 ]; then
    ! grep -q guest.systemd /proc/cmdline || become_systemd
    mount_all
fi
mount -t 9p -o trans=virtio,version=9p2000.L,msize=262144 host /mnt
udevadm settle --timeout=20

# The port's number depends on the probing order; its name does not.
port=''
for name in /sys/class/virtio-ports/*/name; do
    if [ "$(cat "$name")" = agent ]; then
        port=/dev/$(basename "$(dirname "$name")")
    fi
done

# One line a request: ID TIMEOUT BASE64; one a reply: ID STATUS BASE64, output and errors together.
serve() {
    local id timeout encoded status
    echo "ready 0 " >&3
    while read -r id timeout encoded <&3; do
        timeout "$timeout" bash -c "$(base64 -d <<<"$encoded")" >/run/agent.out 2>&1 </dev/null 3>&-
        status=$?
        echo "$id $status $(base64 -w 0 /run/agent.out)" >&3
    done
}

# A guest whose idle time is skipped (see guest.py) must not be idle but while a script is played.
if grep -q guest.leaps /proc/cmdline; then
    chrt --idle 0 bash -c 'while :; do :; done' &
    echo $! >/run/spinner.pid
fi

# Reading ends whenever no host is connected.
while true; do
    serve 3<>"$port"
    sleep 0.2
done
