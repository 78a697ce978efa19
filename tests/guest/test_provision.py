"""What was put onto the boot partition is imported when the kiosk boots: FAT, under systemd."""

import hand
import installed
import service
from rounds import only_on

CARD = "/dev/vdb"
BOOT = "/boot/firmware"
TOKEN = "hZ3tokenTHATisSECRET0123456789abcdef"
PROVISION = "secondheart-provision.service"
IMPORTED = "/etc/secondheart/conf.d/50-provisioned.conf"
PROBLEMS = f"{BOOT}/secondheart.problems.txt"
GOOD = """; of the office\r
[settings]\r
first_run = no\r
\r
[display]\r
language = de\r
brightness_away = 100\r
night_hours =\r
\r
[sync]\r
url = http://127.0.0.1:8086\r
team = third-floor\r
"""
on_bare = only_on("installed-bookworm", "installed-trixie")


def _format_card(guest):
    """The boot partition as a Raspberry Pi has it, mounted at each boot."""
    service.install(guest)
    # What it was given before would hide what is imported.
    guest.check(f"systemctl stop {service.UNIT}; rm -f {service.CONFIG_FILE} {IMPORTED} "
                "/etc/secondheart/token /etc/secondheart/ca.pem")
    if guest.run(f"grep -q {CARD} /etc/fstab").status != 0:
        guest.check(f"""set -e
            apt-get -qq install -y dosfstools >/dev/null
            mkdir -p {BOOT}
            echo '{CARD} {BOOT} vfat defaults,flush 0 2' >>/etc/fstab""", installed.APT_TIMEOUT_S)
    guest.check(f"""set -e
        umount {BOOT} 2>/dev/null || true
        mkfs.vfat -F 32 -n bootfs {CARD} >/dev/null 2>&1
        systemctl daemon-reload
        mount {BOOT}""", 120)


def _leave(guest, **files):
    """Puts files there, as another computer does, and boots with them."""
    for name, text in files.items():
        guest.write(f"{BOOT}/secondheart.{name}", text)
    guest.check(f"sync; umount {BOOT}")
    guest.cut_power()
    guest.wait_for(f"mountpoint -q {BOOT}")
    service.wait_for(guest, "ActiveState", "active")


def _authority():
    """The first certificate that this machine trusts: some certificate."""
    with open("/etc/ssl/certs/ca-certificates.crt", encoding="ascii") as bundle:
        text = bundle.read()
    end = "-----END CERTIFICATE-----\n"
    return text[text.index("-----BEGIN"):text.index(end) + len(end)]


def _restore(guest):
    """No card, and nothing that came of it."""
    guest.check(f"""set -e
        rm -f {IMPORTED} /etc/secondheart/token /etc/secondheart/ca.pem \
            /etc/secondheart/conf.d/40-provisioned-*.conf
        systemctl stop {service.UNIT}
        umount {BOOT}
        sed -i '\\#{CARD}#d' /etc/fstab
        rm -rf /run/secondheart-provision
        systemctl daemon-reload""")
    guest.write(service.CONFIG_FILE, service.CONFIG)


@on_bare
def what_lies_on_the_boot_partition_is_imported_once(guest):
    _format_card(guest)
    authority = _authority()
    guest.write(f"{BOOT}/secondheart-ca.pem", authority)
    _leave(guest, conf=GOOD, token=TOKEN + "\r\n")
    guest.screendump("first-boot.png")
    assert service.shown(guest, "Result", PROVISION) == "success"
    assert "language = de" in guest.read(IMPORTED)
    assert guest.read("/etc/secondheart/token").strip() == TOKEN
    assert guest.check("stat -c '%U %G %a' /etc/secondheart/token").split() == \
        ["root", "secondheart-sync", "640"]
    assert guest.read("/etc/secondheart/ca.pem") == authority
    listed = guest.check(f"ls {BOOT}")
    assert "secondheart.conf.imported" in listed and "token" not in listed, listed
    assert "secondheart-ca.pem.imported" in listed, listed
    # Not under another name, nor in what the file system holds free.
    guest.check(f"umount {BOOT}")
    found = guest.run(f"grep -qa {TOKEN} {CARD}")
    assert found.status == 1, f"the token can be read off the card: {found!r}"
    guest.check(f"mount {BOOT}")
    # And in force.
    guest.wait_for_picture(hand.is_home, "first-boot-home.png", service.START_TIMEOUT_S)
    said = guest.run("secondheartctl check").output
    assert "the screen speaks Deutsch" in said, said
    before = guest.check(f"stat -c %Y.%i {IMPORTED}")
    _leave(guest)
    assert guest.check(f"stat -c %Y.%i {IMPORTED}") == before, "imported a second time"
    assert service.shown(guest, "ConditionResult", PROVISION) == "no"
    _restore(guest)


@on_bare
def a_mistake_on_the_boot_partition_is_told_and_stops_nothing(guest):
    _format_card(guest)
    _leave(guest, conf=GOOD.replace("night_hours =", "night_hour = never"), token=TOKEN)
    assert guest.run(f"test -e {IMPORTED}").status != 0
    # The journal, the card and the screen.
    for words in (guest.check(f"journalctl --no-pager -o cat -b -u {PROVISION}"),
                  guest.read(PROBLEMS)):
        assert "secondheart.conf:8" in words and "night_hour" in words, words
        assert TOKEN not in words, words
    guest.set_level("chair", 1)  # somebody is there: it does not dim
    guest.wait_for_picture(hand.is_trouble_card, "first-boot-mistake.png")
    # The token beside it shall not lie there.
    assert guest.read("/etc/secondheart/token").strip() == TOKEN
    assert guest.run(f"test -e {BOOT}/secondheart.token").status != 0
    # Corrected, it is taken, and nothing says otherwise any more.
    _leave(guest, conf=GOOD)
    assert "language = de" in guest.read(IMPORTED)
    assert guest.run(f"test -e {PROBLEMS}").status != 0
    _restore(guest)


@on_bare
def a_write_protected_boot_partition_is_imported_and_told(guest):
    _format_card(guest)
    guest.check("sed -i 's/defaults,flush/defaults,ro/' /etc/fstab")
    try:
        _leave(guest, token=TOKEN)
        assert guest.read("/etc/secondheart/token").strip() == TOKEN
        said = guest.check(f"journalctl --no-pager -o cat -b -u {PROVISION}")
        assert "cannot be removed: Read-only file system" in said, said
        guest.set_level("chair", 1)
        guest.wait_for_picture(hand.is_trouble_card, "first-boot-protected.png")
    finally:
        guest.check("sed -i 's/defaults,ro/defaults,flush/' /etc/fstab")
        _restore(guest)
