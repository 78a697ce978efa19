"""Ours beside other programs that remind of breaks, or that show a page on a kiosk's screen."""

import os
import shutil
import statistics
import subprocess
import time

from measure import (MARK, PLAIN_WINDOW, TERM_S, Usage, end, end_family, family, family_pss_mib,
                     run, x_environment)
from table import note_row, skipped_row

# The page's background; nothing else has this colour.
PAGE_COLOR = "10243a"

PAGE = """<!doctype html>
<meta charset="utf-8">
<title>clock</title>
<style>
body {{ background: #{color}; color: #eee; font: 96px sans-serif; text-align: center }}
</style>
<p id="clock"></p>
<script>
function tell() {{
    const now = new Date(), every = {every_ms};
    document.getElementById("clock").textContent = now.toLocaleTimeString("en-GB");
    setTimeout(tell, every - now.getTime() % every);
}}
tell();
</script>
"""

# Nothing that a browser does besides showing its page: no updates, no first-run pages.
CHROMIUM = ["chromium", "--kiosk", "--no-first-run", "--no-default-browser-check",
            "--disable-background-networking", "--disable-component-update", "--disable-sync",
            "--password-store=basic", "--window-position=0,0", "--window-size=800,480"]


class Peer:
    """A program, how it is started, and what of it is seen first."""

    def __init__(self, command, package=None, starts_as=None, color=None, extra=None):
        self.command = command
        self.package = package
        self.starts_as = starts_as or command
        self.color = color
        self.extra = extra or {}

    def is_there(self):
        return shutil.which(self.command[0]) is not None

    def version(self):
        if not self.package:
            return ""
        told = subprocess.run(["dpkg-query", "-W", "-f", "${Version}", self.package],
                              capture_output=True, text=True, check=False)
        return told.stdout or "unknown"


def peers(bench):
    """One after another, each alone on a server of its own, and all by the same procedure."""
    bus = start_bus(bench)
    found = {}
    try:
        for name, peer in known_peers(bench).items():
            if not peer.is_there():
                bench.rows.append(skipped_row(f"peers: {name}", f"no program {peer.command[0]}"))
                continue
            if peer.package and not bus:
                bench.rows.append(skipped_row(f"peers: {name}", "no program dbus-daemon"))
                continue
            try:
                found[name] = {"version": peer.version(), **measured(bench, name, peer, bus)}
            except RuntimeError as problem:
                if not peer.package:
                    raise  # ours
                bench.rows.append(skipped_row(f"peers: {name}", f"{problem}"[-80:]))
    finally:
        if bus:
            end(bus["process"])
    bench.figures["peers"] = found
    for name, of in found.items():
        bench.rows += peer_rows(name, of, found["Second Heart"])


def known_peers(bench):
    kiosk = bench.kiosk_command("peers")
    floor = [bench.path("floor")]
    found = {
        "Second Heart": Peer(kiosk),
        "SDL floor": Peer(floor, extra=PLAIN_WINDOW),
        "Workrave": Peer(["workrave"], "workrave"),
        # It lives in the tray: what it can show at once is a break.
        "Safe Eyes": Peer(["safeeyes"], "safeeyes", ["safeeyes", "--take-break"]),
        "Chromium, a clock of seconds": chromium(bench, "second", 1000),
    }
    if bench.scale.has_both_clocks:
        found["Chromium, a clock of minutes"] = chromium(bench, "minute", 60_000)
    return found


def chromium(bench, name, every_ms):
    page = bench.work / f"{name}.html"
    page.write_text(PAGE.format(color=PAGE_COLOR, every_ms=every_ms), encoding="utf-8")
    # The sandbox of a browser does not work for root.
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    return Peer([*CHROMIUM, *sandbox, f"--user-data-dir={bench.work / name}-profile",
                 page.as_uri()], "chromium", color=PAGE_COLOR)


def start_bus(bench):
    """A session bus; it stands in for the system's too, which a container does not have."""
    if not shutil.which("dbus-daemon"):
        return None
    process = subprocess.Popen(["dbus-daemon", "--session", "--nofork", "--print-address"],
                               stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
                               env={**os.environ, **home(bench)})
    return {"process": process, "address": process.stdout.readline().strip()}


def home(bench):
    """Folders of nobody's, and no bridge to a screen reader, which would start two programs."""
    folder = bench.work / "home"
    run_folder = bench.work / "run"
    folder.mkdir(exist_ok=True)
    run_folder.mkdir(mode=0o700, exist_ok=True)
    return {"HOME": str(folder), "XDG_RUNTIME_DIR": str(run_folder),
            # Where they are without it: Safe Eyes makes its folder there in any case.
            "XDG_CONFIG_HOME": str(folder / ".config"),
            "XDG_DATA_HOME": str(folder / ".local/share"),
            "XDG_CACHE_HOME": str(folder / ".cache"),
            "XDG_STATE_HOME": str(folder / ".local/state"),
            "GDK_BACKEND": "x11", "NO_AT_BRIDGE": "1", "GTK_A11Y": "none", "LC_ALL": "C.UTF-8"}


def measured(bench, name, peer, bus):
    environment = x_environment(bench.servers.start(), {**home(bench), **peer.extra, MARK: name})
    if bus:
        environment["DBUS_SESSION_BUS_ADDRESS"] = bus["address"]
        environment["DBUS_SYSTEM_BUS_ADDRESS"] = bus["address"]
    starts_ms = [started_ms(bench, name, peer, environment)
                 for _ in range(bench.scale.peer_starts)]
    process = subprocess.Popen(peer.command, env=environment, stdout=subprocess.DEVNULL,
                               stderr=subprocess.DEVNULL)
    try:
        time.sleep(bench.scale.peer_settle_s)
        if process.poll() is not None:
            raise RuntimeError(f"ended by itself with {process.returncode}")
        before = Usage(*family(name, process.pid))
        pss = watched_pss(bench, name, process.pid)
        members = family(name, process.pid)
        cpu_ms, _, switches = Usage(*members).since(before)
    finally:
        end_family(name, process.pid)
        process.wait(TERM_S)
    return {"start_ms": starts_ms, "pss_mib": statistics.median(pss), "cpu_ms_a_minute": cpu_ms,
            "wakeups_a_second": switches, "processes": len(members)}


def watched_pss(bench, name, pid):
    """MiB, a few times at even distances over the time in which the rest is measured."""
    seen = []
    for _ in range(bench.scale.peer_looks):
        time.sleep(bench.scale.peer_idle_s / bench.scale.peer_looks)
        seen.append(family_pss_mib(name, pid))
    return seen


def started_ms(bench, name, peer, environment):
    """From exec to the first pixel: of the page's colour where it has one, else not black."""
    color = ["--color", peer.color] if peer.color else []
    try:
        told = run([bench.path("xwatch"), *color, *peer.starts_as], env=environment)
    finally:
        end_family(name)
    return int(told.split()[0]) / 1e6


def peer_rows(name, of, ours):
    """A program's row is its figures beside ours; ours has none beside it."""
    version = f" {of['version']}" if of["version"] else ""
    if of is ours:
        return [note_row("peers: Second Heart: PSS", f"{of['pss_mib']:.1f} MiB"),
                note_row("  CPU a minute, idle", f"{of['cpu_ms_a_minute']:.1f} ms"),
                note_row("  wake-ups (voluntary switches)", f"{of['wakeups_a_second']:.2f} /s"),
                note_row("  exec to first pixel", f"{statistics.median(of['start_ms']):.0f} ms")]
    start = statistics.median(of["start_ms"])
    our_start = statistics.median(ours["start_ms"])
    return [
        compared(f"peers: {name}{version}: PSS", ours["pss_mib"], of["pss_mib"], "MiB"),
        compared("  CPU a minute, idle", ours["cpu_ms_a_minute"], of["cpu_ms_a_minute"], "ms"),
        compared("  wake-ups (voluntary switches)", ours["wakeups_a_second"],
                 of["wakeups_a_second"], "/s"),
        compared("  exec to first pixel", our_start, start, "ms"),
    ]


def compared(what, ours, peer, unit):
    ratio = f"{ours / peer:.3f}" if peer else ""
    return note_row(what, f"{ours:.1f} {unit}", f"{peer:.1f} {unit}", ratio)
