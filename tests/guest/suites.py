"""What each guest is made of: a root file system, a kernel, and the machine that both run on."""

from typing import NamedTuple


class Machine(NamedTuple):
    """A processor that QEMU emulates."""

    qemu: tuple  # the program and what chooses the machine
    console: str
    own_chip: str = ""  # the label of a GPIO chip that the board has; it is gpiochip0 then


AMD64 = Machine(
    # llvmpipe crashes on what QEMU's `max` promises.
    ("qemu-system-x86_64", "-machine", "q35", "-cpu", "Nehalem"), "ttyS0")
# A Pi 4's processor.
ARM64 = Machine(("qemu-system-aarch64", "-machine", "virt", "-cpu", "cortex-a72"), "ttyAMA0",
                own_chip="9030000.pl061")


class Suite(NamedTuple):
    """One kind of guest."""

    root: str  # a suite of roots.sh
    kernel: str  # of kernel.sh
    libgpiod: int
    machine: Machine = AMD64
    kind: str = "run"  # of roots.sh's roots; service: systemd is process 1
    # False: always on the host's clock, which systemd's own timeouts are made for.
    leaps: bool = True
    # Runs no scenario but those that name it (rounds.only_on).
    is_special: bool = False

    @property
    def runs_on_host(self):
        """Can the host run what is in the root file system?"""
        return self.machine is AMD64


SUITES = {
    "bookworm": Suite("bookworm", "bookworm", libgpiod=1),
    "trixie": Suite("trixie", "bookworm", libgpiod=2),
    "arm64": Suite("trixie-arm64", "bookworm-arm64", libgpiod=2, machine=ARM64),
    # The newest kernel that Debian has for its stable release: without the first GPIO interface.
    "newest": Suite("trixie", "trixie-backports", libgpiod=2),
    "newest-bookworm": Suite("bookworm", "trixie-backports", libgpiod=1, is_special=True),
    # systemd as process 1 and the units of deploy/systemd.
    "service-bookworm": Suite("bookworm", "bookworm", libgpiod=1, kind="service", leaps=False,
                              is_special=True),
    "service-trixie": Suite("trixie", "bookworm", libgpiod=2, kind="service", leaps=False,
                            is_special=True),
}
NORMAL = ("bookworm", "trixie")
