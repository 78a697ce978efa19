#!/usr/bin/env python3
"""Looks after an office's view of Second Heart: teams and their tokens, the smallest group, weeks.

Everything that the engines read is written from two small files, office.json and teams.json, so
that there is one place to look at. Needs nothing but Python's own library. See README.md for what
the rules are for, and PRIVACY.md for what they can and cannot promise.
"""

import argparse
import contextlib
import datetime
import fcntl
import json
import os
import pathlib
import re
import secrets
import shutil
import subprocess
import sys
import tempfile
import urllib.error
import urllib.parse
import urllib.request

HERE = pathlib.Path(__file__).resolve().parent
LABEL = re.compile(r"[a-z0-9_-]{1,32}")
SMALLEST_K = 10
WEEK_S = 7 * 86400
# What the engines listen on, counted from the base port. All but the first only on loopback.
PORTS = {"nginx": 0, "vmauth": 1, "intake": 2, "shown": 3}
# The marker of a recorded week comes last: a week without it is not finished.
MARKER = "secondheart_office_recorded"


class Refused(Exception):
    """Wrong input: said to the person, exit code 2."""


class Failed(Exception):
    """The input was good and something did not work: exit code 1."""


class Office:
    """The folders of one office view and what is configured in them."""

    def __init__(self, folder):
        self.here = folder is not None
        self.etc = pathlib.Path(folder, "etc") if folder else pathlib.Path("/etc/secondheart-office")
        self.state = (
            pathlib.Path(folder, "state") if folder else pathlib.Path("/var/lib/secondheart-office")
        )
        self.run = pathlib.Path(folder, "run") if folder else pathlib.Path("/run/secondheart-office")

    def read(self, name, default=None):
        try:
            return json.loads((self.etc / name).read_text())
        except FileNotFoundError:
            if default is not None:
                return default
            raise Refused(f"{self.etc / name} is missing: run deploy/office/up.sh first") from None
        except json.JSONDecodeError as problem:
            raise Refused(f"{self.etc / name}: {problem}: mend it by hand") from None

    def write(self, name, text, mode=0o640):
        """Replaces a file as a whole: a reader sees the old one or the new one.

        What says the same stays as it is.
        """
        path = self.etc / name
        with contextlib.suppress(FileNotFoundError):
            if path.read_text() == text and path.stat().st_mode & 0o777 == mode:
                return
        handle, temporary = tempfile.mkstemp(dir=self.etc, prefix=f".{name}.")
        with os.fdopen(handle, "w") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(temporary, mode)
        if os.geteuid() == 0:
            folder = self.etc.stat()
            os.chown(temporary, folder.st_uid, folder.st_gid)
        os.replace(temporary, path)

    def write_json(self, name, value):
        self.write(name, json.dumps(value, indent=2) + "\n")

    @property
    def settings(self):
        return self.read("office.json")

    @property
    def teams(self):
        return self.read("teams.json", default=[])

    def url(self, engine, path=""):
        return f"http://127.0.0.1:{self.settings['port'] + PORTS[engine]}{path}"

    @contextlib.contextmanager
    def alone(self):
        """Two changes at a time would lose one."""
        with open(self.state / "lock", "w", encoding="ascii") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


# --- What the engines read --------------------------------------------------------------------


def filled(template, **values):
    """A template with every @NAME@ replaced; a name without a value is a mistake of ours."""
    text = (HERE / template).read_text()
    return re.sub(r"@([A-Z_]+)@", lambda found: str(values[found[1].lower()]), text)


def vmauth_config(office):
    """A token a team, whose label vmauth puts in place of whatever a kiosk claims."""
    users = [
        {
            "bearer_token": team["token"],
            "url_map": [
                {
                    "src_paths": ["/write", "/api/v2/write"],
                    "url_prefix": office.url("intake", f"/?extra_label=team%3D{team['label']}"),
                }
            ],
        }
        for team in office.teams
        if not team["revoked"]
    ]
    only = urllib.parse.quote('{__name__=~"secondheart_office_.*"}', safe="")
    users.append(
        {
            "bearer_token": office.settings["reader_token"],
            "url_map": [
                {
                    "src_paths": ["/api/v1/query", "/api/v1/query_range"],
                    "url_prefix": office.url("shown", f"/?extra_filters%5B%5D={only}"),
                }
            ],
        }
    )
    # JSON is YAML, and needs no library.
    return json.dumps({"users": users}, indent=2) + "\n"


def rules_config(office):
    """vmalert's rules. A revoked team stays in: its past weeks were its own."""
    installed = ", ".join(
        f'label_set({team["kiosks"]}, "team", "{team["label"]}")' for team in office.teams
    )
    head = filled("recording.in", k=office.settings["k"], installed=f"union({installed})")
    indented = head.replace("\n", "\n          ").rstrip()
    return filled("rules.yml.in", head=indented, k=office.settings["k"])


def write_configs(office):
    port = office.settings["port"]
    office.write("vmauth.yml", vmauth_config(office))
    office.write("relabel.yml", (HERE / "relabel.yml").read_text())
    if office.teams:
        office.write("rules.yml", rules_config(office))
    tls = office.settings["tls"]
    site = filled(
        "site.conf.in",
        listen=f"127.0.0.1:{port}" if office.here and not tls else tls_listen(office),
        tls=tls_lines(office) if tls else "",
        client_certificate=client_certificate_line(office),
        vmauth=office.url("vmauth"),
        reader_token=office.settings["reader_token"],
        readers=office.etc / "readers.htpasswd",
        page=office.settings["page"],
        error_log=office.settings["error_log"],
    )
    office.write("site.conf", site)


def tls_listen(office):
    if office.here:
        return f"127.0.0.1:{office.settings['port']} ssl"
    # nginx does not start where it is told of IPv6 and there is none.
    has_ipv6 = pathlib.Path("/proc/net/if_inet6").exists()
    return "443 ssl" + (";\n    listen [::]:443 ssl" if has_ipv6 else "")


def tls_lines(office):
    folder = office.etc / "tls"
    lines = [f"ssl_certificate {folder}/server.pem;", f"ssl_certificate_key {folder}/server.key;"]
    if (folder / "clients-ca.pem").exists():
        lines += [f"ssl_client_certificate {folder}/clients-ca.pem;", "ssl_verify_client optional;"]
    return "\n    ".join(lines)


def client_certificate_line(office):
    if office.settings["tls"] and (office.etc / "tls" / "clients-ca.pem").exists():
        return 'if ($ssl_client_verify != "SUCCESS") {\n            return 403;\n        }'
    return "# no tls/clients-ca.pem, so no client certificates"


def reload_engines(office):
    """Tells the running vmauth; one that does not run reads its file when it starts."""
    if not office.here:
        if pathlib.Path("/run/systemd/system").is_dir():
            subprocess.run(
                ["systemctl", "try-reload-or-restart", "secondheart-office-vmauth.service"],
                check=False,
            )
        return
    with contextlib.suppress(FileNotFoundError, ProcessLookupError, ValueError):
        os.kill(int((office.run / "vmauth.pid").read_text()), 1)


# --- Commands ---------------------------------------------------------------------------------


def monday_of(day):
    return day - datetime.timedelta(days=day.weekday())


def day_of(text):
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise Refused(f"'{text}' is no date such as 2026-03-02") from None


def good_k(number):
    if number < SMALLEST_K:
        raise Refused(f"k = {number}: the smallest group that may be shown is {SMALLEST_K}")
    return number


def init(office, options):
    """Creates what is not there, and leaves what is; but for what was asked for anew."""
    for folder in (office.etc, office.state, office.run):
        folder.mkdir(parents=True, exist_ok=True)
    # nginx passes through to the readers' file; everything in it is 0640.
    os.chmod(office.etc, 0o751)
    (office.state / "weeks").mkdir(exist_ok=True)
    today = datetime.datetime.now(datetime.timezone.utc).date()
    fresh = {
        "k": SMALLEST_K,
        "settle_days": 7,
        "installed": str(today),
        "since": str(monday_of(today)),
        "reader_token": secrets.token_urlsafe(32),
    }
    with office.alone():
        settings = {**fresh, **office.read("office.json", default=fresh)}
        settings.update(port=options.port, tls=options.tls, page=options.page)
        settings["error_log"] = options.error_log
        if options.settle_days is not None:
            if not 0 <= options.settle_days <= 28:
                raise Refused(f"--settle-days {options.settle_days}: 0 to 28 are possible")
            settings["settle_days"] = options.settle_days
        if options.since is not None:
            settings["since"] = str(monday_of(day_of(options.since)))
        office.write_json("office.json", settings)
        if not (office.etc / "teams.json").exists():
            office.write_json("teams.json", [])
        write_configs(office)


def set_k(office, options):
    with office.alone():
        settings = office.settings
        if good_k(options.number) < settings["k"]:
            raise Refused(
                f"k is {settings['k']} here and may only grow: people opted in on that promise"
            )
        settings["k"] = options.number
        office.write_json("office.json", settings)
        write_configs(office)
    print(f"k = {options.number}, for the weeks that are recorded from now on")


def good_kiosks(number):
    if not 1 <= number <= 100000:
        raise Refused(f"--kiosks {number}: how many kiosks stand in the team, 1 to 100000")
    return number


def team_add(office, options):
    if not LABEL.fullmatch(options.label):
        raise Refused(f"'{options.label}': a label is 1 to 32 of a-z, 0-9, '-' and '_'")
    good_kiosks(options.kiosks)
    with office.alone():
        teams = office.teams
        if any(team["label"] == options.label for team in teams):
            raise Refused(f"team '{options.label}' is there already, or was: take another label")
        token = secrets.token_urlsafe(32)
        teams.append(
            {
                "label": options.label,
                "kiosks": options.kiosks,
                "token": token,
                "added": datetime.datetime.now(datetime.timezone.utc).date().isoformat(),
                "revoked": None,
            }
        )
        office.write_json("teams.json", teams)
        write_configs(office)
    reload_engines(office)
    print(token)


def team_change(office, label, change):
    with office.alone():
        teams = office.teams
        chosen = [team for team in teams if team["label"] == label]
        if not chosen:
            raise Refused(f"no team '{label}': `team list` shows those there are")
        change(chosen[0])
        office.write_json("teams.json", teams)
        write_configs(office)
    reload_engines(office)


def team_revoke(office, options):
    def revoke(team):
        team["revoked"] = datetime.datetime.now(datetime.timezone.utc).date().isoformat()
        team["token"] = ""

    team_change(office, options.label, revoke)
    print(f"team '{options.label}' may no longer send; what was recorded stays")


def team_resize(office, options):
    good_kiosks(options.kiosks)
    team_change(office, options.label, lambda team: team.update(kiosks=options.kiosks))
    print(f"team '{options.label}': {options.kiosks} kiosks")


def team_list(office, options):
    for team in office.teams:
        until = f"  revoked {team['revoked']}" if team["revoked"] else ""
        print(f"{team['label']:32}  {team['kiosks']:6} kiosks  since {team['added']}{until}")


def reader_password(office, options):
    """A new password for the page's readers; only its hash is kept."""
    password = secrets.token_urlsafe(12)
    hashed = subprocess.run(
        ["openssl", "passwd", "-6", "-stdin"],
        input=password,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.strip()
    office.write("readers.htpasswd", f"office:{hashed}\n")
    if os.geteuid() == 0 and not office.here:
        shutil.chown(office.etc / "readers.htpasswd", "root", "www-data")
    print(f"office {password}")


# --- Recording weeks --------------------------------------------------------------------------


def due_weeks(office, now):
    """Mondays of the weeks that are over, settled and not begun, oldest first."""
    settings = office.settings
    settle = datetime.timedelta(days=settings["settle_days"])
    installed = datetime.datetime.fromisoformat(settings["installed"] + "T00:00:00+00:00")
    monday = day_of(settings["since"])
    while True:
        start = datetime.datetime.combine(monday, datetime.time(), datetime.timezone.utc)
        end = start + datetime.timedelta(days=7)
        if end + settle > now:
            return
        # Weeks from before the installation are still on their way out of the kiosks.
        settled = (max(end, installed) if installed <= now else end) + settle
        if settled <= now and not (office.state / "weeks" / str(monday)).exists():
            yield monday
        monday += datetime.timedelta(days=7)


def ask(url):
    try:
        with urllib.request.urlopen(url, timeout=10) as reply:
            return reply.read()
    except (OSError, urllib.error.URLError) as problem:
        raise Failed(f"{url}: {problem}: are the engines running?") from None


def record_week(office, monday):
    """One replay of the rules over one instant, the week's Monday.

    The note is written before the engine starts: a recording that broke off is never repeated,
    because a second one could differ by just the kiosk that was late, and so give it away.
    """
    note = office.state / "weeks" / str(monday)
    start = f"{monday}T00:00:00Z"
    with open(note, "x", encoding="ascii") as file:
        file.write("begun\n")
        file.flush()
        os.fsync(file.fileno())
    ended = subprocess.run(
        [
            "vmalert",
            f"-rule={office.etc / 'rules.yml'}",
            f"-datasource.url={office.url('intake')}",
            f"-remoteWrite.url={office.url('shown')}",
            f"-replay.timeFrom={start}",
            f"-replay.timeTo={monday}T00:00:01Z",
            "-replay.rulesDelay=0",
            "-replay.disableProgressBar",
            "-disableAlertgroupLabel",
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    if ended.returncode != 0:
        note.write_text("broken off\n")
        raise Failed(f"the week of {monday} broke off and stays as it is: {ended.stderr[-600:]}")
    note.write_text("recorded\n")


def record(office, options):
    now = datetime.datetime.now(datetime.timezone.utc)
    if options.now:
        now = datetime.datetime.fromisoformat(options.now)
        if now.tzinfo is None:
            raise Refused("--now needs a zone, as in 2026-03-16T06:00:00+00:00")
    with office.alone():
        if not office.teams:
            print("no team yet: nothing to record")
            return
        ask(office.url("shown", "/health"))
        ask(office.url("intake", "/internal/force_flush"))
        write_configs(office)
        for monday in due_weeks(office, now):
            record_week(office, monday)
            print(f"recorded the week of {monday}")
        ask(office.url("shown", "/internal/force_flush"))


def weeks(office, options):
    for note in sorted((office.state / "weeks").iterdir()):
        print(f"{note.name}  {note.read_text().strip()}")


def parser():
    top = argparse.ArgumentParser(
        description="Looks after an office's view of Second Heart.",
        epilog="Exit codes: 0 done, 1 something did not work, 2 wrong input or usage.",
    )
    top.add_argument("--here", metavar="DIR", help="the folder of an `up.sh --here DIR`")
    commands = top.add_subparsers(dest="command", required=True)

    one = commands.add_parser("init", help="used by up.sh")
    one.add_argument("--port", type=int, required=True)
    one.add_argument("--tls", action="store_true")
    one.add_argument("--page", required=True)
    one.add_argument("--error-log", required=True)
    one.add_argument("--settle-days", type=int)
    one.add_argument("--since")
    one.set_defaults(run=init)

    team = commands.add_parser("team", help="teams and their tokens")
    steps = team.add_subparsers(dest="step", required=True)
    one = steps.add_parser("add", help="a new team; prints its token")
    one.add_argument("label")
    one.add_argument("--kiosks", type=int, required=True, help="how many stand in the team")
    one.set_defaults(run=team_add)
    one = steps.add_parser("resize", help="more or fewer kiosks stand there now")
    one.add_argument("label")
    one.add_argument("--kiosks", type=int, required=True)
    one.set_defaults(run=team_resize)
    one = steps.add_parser("revoke", help="the team's token is no longer good")
    one.add_argument("label")
    one.set_defaults(run=team_revoke)
    steps.add_parser("list", help="without tokens").set_defaults(run=team_list)

    one = commands.add_parser("k", help="the smallest group that is shown; it can only grow")
    one.add_argument("number", type=int)
    one.set_defaults(run=set_k)
    one = commands.add_parser("reader-password", help="a new one; prints name and password")
    one.set_defaults(run=reader_password)
    one = commands.add_parser("record", help="records each week that is due, once")
    one.add_argument("--now", help="as if it were then (for tests)")
    one.set_defaults(run=record)
    commands.add_parser("weeks", help="which weeks are recorded").set_defaults(run=weeks)
    return top


def main():
    options = parser().parse_args()
    os.umask(0o027)
    try:
        options.run(Office(options.here), options)
    except (Refused, Failed) as problem:
        print(f"office.py: {problem}", file=sys.stderr)
        sys.exit(2 if isinstance(problem, Refused) else 1)


if __name__ == "__main__":
    main()
