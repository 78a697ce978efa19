"""The machine that a guest runs on: QEMU's command line, and its sockets."""

import ctypes
import os
import signal
import socket
import subprocess
import time

WIDTH, HEIGHT = 800, 480
MEMORY_MIB = 1024
# A card's boot partition; FAT of any kind fits.
CARD_BYTES = 64 << 20
PR_SET_PDEATHSIG = 1


class GuestError(Exception):
    """The guest or the harness failed; the text says where."""


class LineSocket:
    """Lines over a Unix socket, with a deadline."""

    def __init__(self, path, deadline):
        self.socket = socket.socket(socket.AF_UNIX)
        while True:
            try:
                self.socket.connect(path)
                break
            except OSError as error:
                if time.monotonic() > deadline:
                    raise GuestError(f"QEMU opens no '{path}': {error}") from error
                time.sleep(0.05)
        self.pending = b""

    def send(self, line):
        self.socket.sendall(line.encode() + b"\n")

    def receive(self, deadline):
        while b"\n" not in self.pending:
            self.socket.settimeout(max(0.001, deadline - time.monotonic()))
            try:
                data = self.socket.recv(65536)
            except socket.timeout as error:
                raise GuestError("the guest does not answer") from error
            if not data:
                raise GuestError("QEMU is gone")
            self.pending += data
        line, self.pending = self.pending.split(b"\n", 1)
        return line.decode(errors="replace")

    def close(self):
        self.socket.close()


def end_with_parent():
    """In the child before exec: a killed test run must not leave a QEMU behind."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def _disks(guest, image):
    """The root's disk, and where nothing is installed yet a card's boot partition beside it."""
    if not guest.made_of.is_bare:
        return ["-drive", f"file={image},format=raw,if=none,id=root,snapshot=on",
                "-device", "virtio-blk-pci,drive=root"]
    disk, card = guest.path("disk.img"), guest.path("card.img")
    subprocess.run(["cp", "--sparse=always", image, disk], check=True)
    with open(card, "wb") as file:
        file.truncate(CARD_BYTES)
    # What the guest has written is there when QEMU is killed, flushed to the host's disk or not.
    return ["-drive", f"file={disk},format=raw,if=none,id=root,cache=unsafe",
            "-device", "virtio-blk-pci,drive=root",
            "-drive", f"file={card},format=raw,if=none,id=card,cache=unsafe",
            "-device", "virtio-blk-pci,drive=card"]


def command_line(guest, found, rtc):
    """QEMU for a guest that is not running yet; makes the disks that are to be its own.

    found: `parts` of its suite. rtc: the clock's first reading, now if None.
    """
    made_of = guest.made_of
    append = f"console={made_of.machine.console} quiet panic=-1 mitigations=off nowatchdog"
    extra = []
    if made_of.has_systemd:
        # The console is the screen's too, as on a kiosk, so that its keyboard means something.
        append = "console=tty1 " + append + " guest.systemd systemd.firstboot=off"
    if made_of.is_bare:
        # The host is 10.0.2.2 there; nothing reaches the guest.
        extra += ["-netdev", "user,id=net", "-device", "virtio-net-pci,netdev=net,romfile="]
    if guest.leaps:
        append += " guest.leaps"
        # 16 ns an instruction: a slow processor, so that an animation, which is never idle,
        # costs the host fewer frames for the same time.
        extra += ["-icount", "shift=4,sleep=off"]
    return [
        *made_of.machine.qemu, "-nodefaults", "-no-reboot", "-display", "none",
        "-accel", "tcg,thread=single" if guest.leaps else "tcg", "-m", str(MEMORY_MIB),
        # One processor: gpio-sim's interrupt threads preempt the player on it, so that an edge
        # is taken before the next one; on two a slow host loses edges now and then.
        "-smp", "1", *extra,
        "-rtc", f"base={rtc or 'utc'},clock={'vm' if guest.leaps else 'host'}",
        "-kernel", os.path.join(found["kernel"], "vmlinuz"),
        "-initrd", os.path.join(found["kernel"], "initrd"),
        "-append", append,
        *_disks(guest, found["image"]),
        "-device", f"virtio-gpu-pci,xres={WIDTH},yres={HEIGHT}",
        "-device", "virtio-rng-pci",
        "-device", "virtio-serial-pci",
        "-chardev", f"socket,id=agent,path={guest.path('agent')},server=on,wait=off",
        "-device", "virtserialport,chardev=agent,name=agent",
        "-qmp", f"unix:{guest.path('qmp')},server=on,wait=off",
        "-chardev", f"file,id=serial,path={os.path.join(guest.results, 'serial.log')},append=on",
        "-serial", "chardev:serial",
        "-virtfs", f"local,path={guest.share},mount_tag=host,security_model=none,id=host",
    ]
