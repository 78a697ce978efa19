#!/usr/bin/env python3
"""deploy/office/up.sh as a person runs it, root on a fresh Debian with live systemd.

    office_machine.py SUITE...      bookworm, trixie

From nothing to an office that takes weeks and shows them; then what an operator and an accident do
to it: a second run, a killed service, a reboot, a pulled cable, another program on its port. Steps
build on those before them: of several that fail the first is the one to look at.
"""

import json
import pathlib
import shlex
import sys
import time

sys.dont_write_bytecode = True

TOP = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(TOP / "tests/office"))

from booted import Machine, MachineError
from rig import WEEK_S, date_of, monday, people

UP = "deploy/office/up.sh"
ETC = "/etc/secondheart-office"
TLS = f"--cacert {ETC}/tls/server.pem"
WEEK = monday(2)
# Of eleven kiosks: heads are given in fives.
SHOWN = {"blue": 10}
# As systemd-analyze counts, 0 to 10. What stays is the network, which they need.
MOST_EXPOSED = 2.0
ENGINES = {"vmauth": 8471, "intake": 8472, "shown": 8473}
AS_NOBODY = "setpriv --reuid=65534 --regid=65534 --clear-groups"
MODES = {
    "office.json": "640 root secondheart-office",
    "teams.json": "640 root secondheart-office",
    "vmauth.yml": "640 root secondheart-office",
    "site.conf": "640 root secondheart-office",
    "readers.htpasswd": "640 root www-data",
    "tls/server.key": "640 root root",
    "tls/server.pem": "644 root root",
}


class Failed(Exception):
    """A step's promise was not kept."""


def expect(true, said):
    if not true:
        raise Failed(said)


def unit(name):
    return f"secondheart-office-{name}.service"


class Office:
    """The machine, and what it gave out."""

    def __init__(self, machine):
        self.machine = machine
        self.token = None
        self.password = None

    def refuses(self, sentence, command=UP, status=1):
        """up.sh fails, and the last thing it says is one sentence that helps."""
        begun = time.monotonic()
        result = self.machine.run(command)
        expect(result.status == status, f"not refused with {status}: {result!r}")
        last = result.output.strip().splitlines()[-1]
        expect(last.startswith("office: ") and sentence in last, f"said: {last}")
        expect(time.monotonic() - begun < 60, "took more than a minute to say so")

    def curl(self, path, options="", body=""):
        """(status, body) of a request with the certificate that kiosks are given."""
        words = f"curl --silent --show-error --max-time 20 {TLS} {options} -w '\\n%{{http_code}}' "
        words += f"{'--data-binary @- ' if body else ''}{shlex.quote(f'https://localhost{path}')}"
        text, _, status = self.machine.check(words, given=body).rpartition("\n")
        return int(status), text

    def write(self, token, body="\n"):
        return self.curl("/write", f"-H 'Authorization: Bearer {token}'", body)[0]

    def query(self, password):
        arguments = f"query=secondheart_office_kiosks&start={WEEK}&end={WEEK + 1}&step={WEEK_S}"
        return self.curl(f"/api/v1/query_range?{arguments}", f"--user office:{password}")

    def shown_kiosks(self):
        """What a reader learns of the teams' size in the week."""
        status, body = self.query(self.password)
        expect(status == 200, f"a reader is told {status}: {body}")
        return {series["metric"].get("team"): int(series["values"][0][1])
                for series in json.loads(body)["data"]["result"] if "team" in series["metric"]}

    def main_pids(self):
        names = [unit(name) for name in ENGINES] + ["nginx.service"]
        return self.machine.check(f"systemctl show --value -p MainPID {' '.join(names)}").split()

    def wait_active(self, name, other_than):
        for _ in range(150):
            state = self.machine.check(f"systemctl show -p ActiveState -p MainPID {unit(name)}")
            if "ActiveState=active" in state and f"MainPID={other_than}\n" not in state:
                return
            time.sleep(0.1)
        raise Failed(f"{name} stays {state}")

    def wait_open(self):
        for _ in range(100):
            if self.write(self.token) == 204:
                return
            time.sleep(0.1)
        raise Failed("the door does not open again")


# --- Steps, in their order ----------------------------------------------------------------------


def refuses_who_is_not_root(office):
    office.refuses("run as root", f"{AS_NOBODY} {UP}", status=2)


def refuses_without_network(office):
    # What earlier machines fetched would do for a network.
    office.machine.check("umount /var/cache/apt/archives")
    office.refuses("without its packages")


def refuses_a_system_without_apt(office):
    office.machine.check("""mkdir /tmp/other && cd /tmp/other
        ln -sf /usr/bin/* /usr/sbin/* . && rm -f apt* dpkg*""")
    result = office.machine.run(f"PATH=/tmp/other {UP}")
    expect(result.status == 1 and "this system has no apt" in result.output, repr(result))


def refuses_taken_ports(office):
    for port, sentence in ((8472, "port 8472 is taken"), (443, "port 443 is taken")):
        office.machine.check(f"systemd-run --quiet --unit=squatter{port} "
                             f"--socket-property=ListenStream={port} /bin/true")
        office.refuses(sentence)
        office.machine.check(f"systemctl stop squatter{port}.socket")


def comes_up_from_nothing(office):
    office.machine.reboot()
    office.machine.connect()
    office.machine.check("apt-get -qq update", 300)
    said = office.machine.check(f"{UP} --settle-days 0 --since {date_of(WEEK)}", 900)
    words = [line.split() for line in said.splitlines() if line.startswith("office: readers: ")]
    expect(len(words) == 1, f"no reader's password: {said[-500:]}")
    office.password = words[0][-1]


def every_unit_runs(office):
    for name in [unit(name) for name in ENGINES] + ["nginx.service",
                                                   "secondheart-office-record.timer"]:
        state = office.machine.check(f"systemctl is-active {name} && systemctl is-enabled {name}")
        expect(state.split() == ["active", "enabled"], f"{name}: {state}")
    failed = office.machine.check("systemctl --failed --no-legend --plain")
    expect(not failed.strip(), failed)


def only_the_door_is_open(office):
    lines = office.machine.check("ss -Hltun").splitlines()
    heard = {line.split()[4] for line in lines}
    inside = {f"127.0.0.1:{port}" for port in ENGINES.values()}
    expect(inside <= heard, f"an engine does not listen: {heard}")
    expect(heard - inside == {"0.0.0.0:443", "[::]:443"}, f"open: {heard - inside}")


def secrets_are_read_by_who_needs_them(office):
    office.token = office.machine.check("secondheart-office team add blue --kiosks 14").strip()
    for name, wanted in MODES.items():
        found = office.machine.check(f"stat -c '%a %U %G' {ETC}/{name}").strip()
        expect(found == wanted, f"{name} is {found}, not {wanted}")
    read = office.machine.check(
        f"find {ETC} /var/lib/secondheart-office -type f -print0 | "
        f"{AS_NOBODY} xargs -0 -n 1 sh -c 'cat \"$1\" >/dev/null 2>&1 && echo \"$1\" || true' sh"
    ).split()
    expect(read == [f"{ETC}/tls/server.pem"], f"anybody can read {read}")


def a_week_goes_in_by_token(office):
    office.wait_open()
    text = "".join(person.line(WEEK) for person in people(11))
    expect(office.write(office.token, text) == 204, "the right token is not taken")
    for wrong in ("x" * 43, ""):
        expect(office.write(wrong, text) == 401, f"token '{wrong}' is not told 401")
    plain = office.machine.run("curl --silent --show-error https://localhost/write -d x")
    expect(plain.status == 60, f"without the CA file: {plain!r}")


def a_week_is_recorded_by_the_unit(office):
    timer = office.machine.check(
        "systemctl show -p NextElapseUSecRealtime -p Unit secondheart-office-record.timer")
    expect(f"Unit={unit('record')}" in timer and "05:10:00" in timer, timer)
    result = office.machine.run(f"systemctl start {unit('record')}")
    said = office.machine.check(f"journalctl -o cat --no-pager -u {unit('record')}")
    expect(result.status == 0, f"{result!r}: {said}")
    weeks = office.machine.check("secondheart-office weeks")
    expect(f"{date_of(WEEK)}  recorded" in weeks, f"{weeks}: {said}")


def a_reader_sees_it_by_password(office):
    expect(office.shown_kiosks() == SHOWN, str(office.shown_kiosks()))
    expect(office.query("wrong")[0] == 401, "a wrong password is taken")
    status, page = office.curl("/", f"--user office:{office.password}")
    expect(status == 200 and "<html" in page, f"the page: {status}")
    status, _ = office.curl("/uPlot.iife.min.js", f"--user office:{office.password} -o /dev/null")
    expect(status == 200, f"the page's chart library: {status}")


def services_reach_loopback_only(office):
    outside = "curl --silent --insecure --max-time 3 -o /dev/null https://10.0.2.100/"
    office.machine.check(outside)
    for name in ENGINES:
        enter = f"echo $$ >/sys/fs/cgroup/system.slice/{unit(name)}/cgroup.procs"
        inside = outside.replace("10.0.2.100", "127.0.0.1")
        office.machine.check(f"{enter} && {inside}")
        result = office.machine.run(f"{enter} && {outside}")
        # Refused at once or dropped, as the kernel has it.
        expect(result.status in (7, 28), f"from {name} the network is reached: {result!r}")


def units_are_confined(office):
    for name in (*ENGINES, "record"):
        said = office.machine.check(f"systemd-analyze security --no-pager {unit(name)} | tail -n 1")
        print(f"     {said.strip()}")
        exposure = float(said.split(": ")[1].split()[0])
        expect(exposure <= MOST_EXPOSED, said)


def a_second_run_changes_nothing(office):
    office.machine.disconnect()
    look = (f"find /etc /usr/local /var/lib/secondheart-office/weeks -type f -printf '%p %m %u %g "
            "%T@\\n' -o -type l -printf '%p %l\\n' | sort")
    files, pids = office.machine.check(look), office.main_pids()
    said = office.machine.check(UP)
    changed = set(files.splitlines()) ^ set(office.machine.check(look).splitlines())
    expect(not changed, f"changed: {sorted(changed)}")
    expect(office.main_pids() == pids, "services were started anew")
    expect("readers:" not in said, "readers were given another password")


def other_ports_are_taken_up_at_once(office):
    for port in (8570, 8470):
        pids = office.main_pids()
        office.machine.check(f"{UP} --port {port}")
        now = office.main_pids()
        expect(not set(pids[:3]) & set(now[:3]) and pids[3] == now[3], f"{pids} {now}")
        office.wait_open()


def killed_services_come_back(office):
    for name in ENGINES:
        pid = office.machine.check(f"systemctl show --value -p MainPID {unit(name)}").strip()
        office.machine.check(f"systemctl kill --signal=KILL {unit(name)}")
        office.wait_active(name, pid)
    office.wait_open()


def restarted_services_keep_what_they_had(office):
    names = " ".join(unit(name) for name in ENGINES)
    office.machine.check(f"systemctl restart {names} nginx.service")
    office.wait_open()
    expect(office.shown_kiosks() == SHOWN, "the recorded week is gone")


def refuses_an_nginx_that_is_broken(office):
    office.machine.check("echo 'nonsense on;' >/etc/nginx/conf.d/theirs.conf")
    office.refuses("before anything of ours is added")
    office.machine.check("rm /etc/nginx/conf.d/theirs.conf")


def refuses_another_site_on_its_port(office):
    office.machine.check(f"""cat >/etc/nginx/sites-enabled/00-theirs""", given=f"""server {{
        listen 443 ssl;
        ssl_certificate {ETC}/tls/server.pem;
        ssl_certificate_key {ETC}/tls/server.key;
        return 404;
    }}""")
    office.refuses("something else answers")
    office.machine.check("rm /etc/nginx/sites-enabled/00-theirs && systemctl reload nginx")


def refuses_without_the_chart_library(office):
    office.machine.disconnect()
    office.machine.check("rm -r /root/.npm /usr/local/lib/secondheart-office/page/.lock.sha256")
    office.refuses("npm could not fetch the chart library")
    office.machine.connect()
    office.machine.check(UP)


def it_comes_up_again_after_a_reboot(office):
    office.machine.reboot()
    every_unit_runs(office)
    only_the_door_is_open(office)
    office.wait_open()
    expect(office.shown_kiosks() == SHOWN, "the recorded week is gone")


def logs_say_nothing_of_kiosks(office):
    """After what goes wrong at a door: other protocols, floods of bytes, a service that is away."""
    machine = office.machine
    door = "https://10.0.2.100"
    auth = f"-H 'Authorization: Bearer {office.token}'"
    machine.check(f"""curl() {{ command curl --silent --insecure --max-time 10 -o /dev/null "$@"; }}
        curl {auth} {door}/write -d x; curl {auth} {door}/nothing; curl {auth} {door}/query
        curl --tls-max 1.0 --ciphers DEFAULT@SECLEVEL=0 {door}/
        curl http://10.0.2.100:443/
        head -c 3000000 /dev/zero | curl {auth} --data-binary @- {door}/write
        head -c 300 /dev/urandom >/dev/tcp/10.0.2.100/443
        printf '\\026\\003\\001\\002\\000\\001\\000\\001\\374\\003\\003' >/dev/tcp/10.0.2.100/443
        timeout 1 openssl s_client -connect 10.0.2.100:443 -groups P-521 -ciphersuites '' </dev/null
        systemctl stop {unit('vmauth')}
        curl {auth} {door}/write -d x
        curl --user office:{office.password} '{door}/api/v1/query?query=1'
        systemctl start {unit('vmauth')}
        true""")
    reader = json.loads(machine.check(f"cat {ETC}/office.json"))["reader_token"]
    words = [office.token, office.password, reader, people(1)[0].pseudonym, "10.0.2.100"]
    machine.check("journalctl --sync")
    for word in words:
        for where in ("journalctl --all --no-pager -o verbose", "cat /var/log/nginx/*"):
            found = machine.run(f"{where} | grep -F -e {shlex.quote(word)}").output
            expect(not found, f"{where} | {found[:600]}")
    office.wait_open()


def removed_it_leaves_what_was_collected(office):
    office.machine.check(f"{UP} --remove")
    left = office.machine.run("ls -d /etc/systemd/system/*secondheart* /etc/nginx/*/*secondheart* "
                              "/usr/local/*/*secondheart* 2>/dev/null; ss -Hltn; "
                              "systemctl --failed --no-legend").output
    expect(not left.strip(), f"left: {left}")
    office.machine.check(UP)
    office.wait_open()
    expect(office.shown_kiosks() == SHOWN, "the recorded week is gone")


STEPS = (
    refuses_who_is_not_root,
    refuses_without_network,
    refuses_a_system_without_apt,
    refuses_taken_ports,
    comes_up_from_nothing,
    every_unit_runs,
    only_the_door_is_open,
    secrets_are_read_by_who_needs_them,
    a_week_goes_in_by_token,
    a_week_is_recorded_by_the_unit,
    a_reader_sees_it_by_password,
    services_reach_loopback_only,
    units_are_confined,
    a_second_run_changes_nothing,
    other_ports_are_taken_up_at_once,
    killed_services_come_back,
    restarted_services_keep_what_they_had,
    refuses_an_nginx_that_is_broken,
    refuses_another_site_on_its_port,
    refuses_without_the_chart_library,
    it_comes_up_again_after_a_reboot,
    logs_say_nothing_of_kiosks,
    removed_it_leaves_what_was_collected,
)


def run(suite):
    """True if every step's promise is kept."""
    begun = time.monotonic()
    good = True
    print(f"== the office on {suite}", flush=True)
    with Machine(suite) as machine:
        office = Office(machine)
        for step in STEPS:
            name = step.__name__.replace("_", " ")
            try:
                step(office)
            except (Failed, MachineError) as problem:
                print(f"   FAILED: {name}: {problem}", flush=True)
                good = False
                if step is comes_up_from_nothing:
                    break
            else:
                print(f"   {name}", flush=True)
    print(f"   {time.monotonic() - begun:.0f} s", flush=True)
    return good


def main():
    suites = sys.argv[1:] or ["bookworm", "trixie"]
    good = [run(suite) for suite in suites]
    print(f"{good.count(True)} passed, {good.count(False)} failed")
    sys.exit(0 if all(good) else 1)


if __name__ == "__main__":
    main()
