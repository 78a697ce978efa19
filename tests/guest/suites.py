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
    # Of roots.sh's roots; service: systemd is process 1; installed: the same with nothing of ours,
    # a network, a card's boot partition, and a disk that keeps what is written over a power cut.
    kind: str = "run"
    # False: always on the host's clock, which systemd's own timeouts are made for.
    leaps: bool = True
    # Runs no scenario but those that name it (rounds.only_on).
    is_special: bool = False

    @property
    def runs_on_host(self):
        """Can the host run what is in the root file system?"""
        return self.machine is AMD64

    @property
    def has_systemd(self):
        return self.kind != "run"

    @property
    def is_bare(self):
        """Is the product still to be installed there, from packages?"""
        return self.kind == "installed"


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
    # Nothing of ours: the packages are installed there, by apt from a repository.
    "installed-bookworm": Suite("bookworm", "bookworm", libgpiod=1, kind="installed", leaps=False,
                                is_special=True),
    "installed-trixie": Suite("trixie", "bookworm", libgpiod=2, kind="installed", leaps=False,
                              is_special=True),
}
NORMAL = ("bookworm", "trixie")
