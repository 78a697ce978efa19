"""Our packages in a guest that has nothing of ours: published on the host, installed there by apt."""

import functools
import http.server
import os
import subprocess
import threading

from qemu import GuestError

HERE = os.path.dirname(os.path.abspath(__file__))
TOP = os.path.join(HERE, "..", "..")
UNIT = "secondheart.service"
HOST = "10.0.2.2"  # as a guest sees it
NAME_SERVER = "10.0.2.3"
KEYRING = "/usr/share/keyrings/secondheart-archive-keyring.gpg"
# An emulated processor unpacks a graphics stack.
APT_TIMEOUT_S = 1500
APT = "DEBIAN_FRONTEND=noninteractive apt-get -q -o Dpkg::Use-Pty=0"


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


def _run(*command):
    done = subprocess.run(command, check=False, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True)
    if done.returncode != 0:
        raise GuestError(f"{' '.join(command)}: status {done.returncode}: {done.stdout[-3000:]}")


@functools.cache
def _published(release):
    """The URL of a folder with `repository` and `repository-next`, as a guest reaches it.

    The packages are built of this checkout; SECONDHEART_TEST_PACKAGES names a folder that holds
    them already.
    """
    folder = os.path.join(TOP, "build", "package", f"guest-{release}")
    os.makedirs(folder, exist_ok=True)
    packages = os.environ.get("SECONDHEART_TEST_PACKAGES")
    if not packages:
        packages = os.path.join(folder, "packages")
        _run(os.path.join(TOP, "deploy", "package.sh"), "--release", release, "--arch", "amd64",
             "--no-lint", "--out", packages)
    server = http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), functools.partial(_Quiet, directory=folder))
    server.daemon_threads = True
    url = f"http://{HOST}:{server.server_address[1]}"
    _run(os.path.join(TOP, "tests", "deploy", "publish.sh"), packages, folder, url, release)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return url


def use(guest, repository):
    """Makes `repository` or `repository-next` a source of apt's; the lists are up to date then."""
    release = guest.made_of.root
    url = f"{_published(release)}/{repository}"
    # apt's own way to fetch a file: a bare system has no other.
    guest.check(f"cd /run && /usr/lib/apt/apt-helper download-file "
                f"{url}/secondheart-archive-keyring.gpg {KEYRING} && "
                f"/usr/lib/apt/apt-helper download-file {url}/secondheart-{release}.list "
                "/etc/apt/sources.list.d/secondheart.list", 120)
    guest.check(f"{APT} update", 300)


def connect(guest):
    """What a bare system has once somebody configures it: a network; a boot keeps it."""
    # The root leaves manuals and translations out; here they count.
    guest.check(f"""set -e
        rm -f /etc/dpkg/dpkg.cfg.d/*
        printf '[Match]\\nType=ether\\n[Network]\\nDHCP=yes\\n' >/etc/systemd/network/80-dhcp.network
        systemctl enable --now systemd-networkd
        rm -f /etc/resolv.conf; echo nameserver {NAME_SERVER} >/etc/resolv.conf""")
    guest.wait_for(f"(: >/dev/tcp/{HOST}/{_published(guest.made_of.root).rsplit(':', 1)[1]}) 2>/dev/null")


def install(guest):
    """Installs the kiosk and its sync from the repository, unless they are there; what apt said."""
    if guest.run("dpkg-query -W secondheart").status == 0:
        return ""
    connect(guest)
    use(guest, "repository")
    return guest.check(f"{APT} install -y secondheart secondheart-sync", APT_TIMEOUT_S)


def version(guest, package="secondheart"):
    return guest.check(f"dpkg-query -W -f '${{Version}}' {package}")
