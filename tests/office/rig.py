"""An office view in a temporary folder on free loopback ports, and kiosks that write to it.

The servers are the real packages, started by deploy/office/up.sh and ended by process id.
"""

import base64
import datetime
import gzip
import json
import os
import pathlib
import random
import re
import shutil
import signal
import socket
import ssl
import subprocess
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request

TOP = pathlib.Path(__file__).resolve().parents[2]
UP = TOP / "deploy/office/up.sh"
OFFICE = TOP / "deploy/office/office.py"
WEEK_S = 7 * 86400
FIGURES = (
    "away_s",
    "beats",
    "bouts",
    "breaks",
    "prolonged_s",
    "prompts_verified",
    "sitting_s",
    "standing_s",
    "stepping_s",
)


def monday(weeks_ago):
    """The Monday, 00:00 UTC, of a week that many weeks before this one, in seconds since 1970."""
    now = int(time.time())
    this = now - (now - 4 * 86400) % WEEK_S
    return this - weeks_ago * WEEK_S


def date_of(start_s):
    return datetime.datetime.fromtimestamp(start_s, datetime.timezone.utc).date().isoformat()


def free_ports(count):
    """The first of `count` ports in a row that nobody listens on."""
    for _ in range(200):
        first = random.randrange(20000, 32000)
        with socket_list(first, count) as free:
            if free:
                return first
    raise RuntimeError("no free ports on loopback")


class socket_list:
    def __init__(self, first, count):
        self.ports = range(first, first + count)
        self.sockets = []

    def __enter__(self):
        try:
            for port in self.ports:
                one = socket.socket()
                self.sockets.append(one)
                one.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True

    def __exit__(self, *_):
        for one in self.sockets:
            one.close()


class Reply:
    def __init__(self, status, body, headers):
        self.status = status
        self.body = body
        self.headers = headers

    def __repr__(self):
        return f"{self.status} {self.body[:300]!r}"


def request(url, data=None, headers=None, method=None, context=None):
    """One request, whatever the answer; redirects are not followed."""

    class Stay(urllib.request.HTTPRedirectHandler):
        def redirect_request(self, *_):
            return None

    handlers = [Stay()]
    if context is not None:
        handlers.append(urllib.request.HTTPSHandler(context=context))
    asked = urllib.request.Request(url, data=data, headers=headers or {}, method=method)
    try:
        with urllib.request.build_opener(*handlers).open(asked, timeout=20) as reply:
            return Reply(reply.status, reply.read(), reply.headers)
    except urllib.error.HTTPError as reply:
        return Reply(reply.code, reply.read(), reply.headers)


class Person:
    """A kiosk's week."""

    def __init__(self, number, sitting_s, **figures):
        self.pseudonym = f"{number:032x}"
        self.figures = {name: 0 for name in FIGURES}
        self.figures.update(sitting_s=sitting_s, **figures)

    def line(self, start_s, team="blue", version="0.1.0", detail="week"):
        fields = ",".join(f"{name}={self.figures[name]}i" for name in FIGURES)
        return (
            f"secondheart_summary,detail={detail},kiosk={self.pseudonym},team={team},"
            f"version={version} {fields} {start_s}\n"
        )


def people(count, first=1, seed=1):
    """So many weeks of desk work, different from each other and the same in every run."""
    draw = random.Random(seed * 1000 + first)
    return [
        Person(
            first + i,
            draw.randrange(60000, 140000),
            prolonged_s=draw.randrange(0, 60000),
            breaks=draw.randrange(10, 60),
            bouts=draw.randrange(20, 70),
            prompts_verified=draw.randrange(0, 30),
            stepping_s=draw.randrange(1000, 9000),
        )
        for i in range(count)
    ]


class Office:
    """`up.sh --here` in a folder of its own, as a context."""

    def __init__(self, since_s=None, settle_days=0, tls=False, page=False, clients_ca=None):
        self.since_s = since_s
        self.settle_days = settle_days
        self.tls = tls
        self.page = page
        self.clients_ca = clients_ca
        self.options = []
        self.tokens = {}
        self.limits = 0  # how often the door's limit was changed

    def __enter__(self):
        self.temporary = tempfile.TemporaryDirectory(prefix="shoffice")
        self.folder = pathlib.Path(self.temporary.name)
        self.port = free_ports(4)
        if self.tls:
            self.options.append("--tls")
        if self.clients_ca:
            (self.folder / "etc/tls").mkdir(parents=True)
            shutil.copy(self.clients_ca, self.folder / "etc/tls/clients-ca.pem")
        self.start()
        self.password = self.office("reader-password").split()[1]
        return self

    def start(self):
        command = [UP, "--here", self.folder, "--port", str(self.port), "--no-packages"]
        command += ["--settle-days", str(self.settle_days), *self.options]
        if self.since_s is not None:
            command += ["--since", date_of(self.since_s)]
        if not self.page:
            command.append("--no-page")
        self.log = open(self.folder / "up.log", "a+", encoding="utf-8")
        self.process = subprocess.Popen(command, stdout=self.log, stderr=subprocess.STDOUT)
        for _ in range(600):
            if (self.folder / "run/ready").exists():
                return
            if self.process.poll() is not None:
                break
            time.sleep(0.1)
        self.stop()
        said = (self.folder / "up.log").read_text()
        raise RuntimeError(f"the office view did not come up: {said}")

    def stop(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        self.process.wait(timeout=60)
        self.log.close()

    def __exit__(self, *_):
        self.stop()
        self.temporary.cleanup()

    def limit_writes(self, rate, burst):
        """How much one token may send from now on; nginx is told, and done when it has begun."""
        site = self.folder / "etc/site.conf"
        text = re.sub(r"(secondheart_writes\d*:1m rate=)[^;]+", rf"\g<1>{rate}", site.read_text())
        limit = f" burst={burst} nodelay" if burst else ""
        text = re.sub(r"(limit_req zone=secondheart_writes\d*)( burst.*)?;", rf"\1{limit};", text)
        # A zone's rate is the one it was made with, so that another rate is another zone.
        self.limits += 1
        text = re.sub(r"secondheart_writes\d*", f"secondheart_writes{self.limits}", text)
        site.write_text(text)
        leader = int((self.folder / "run/nginx.pid").read_text())
        before = self.workers(leader)
        os.kill(leader, signal.SIGHUP)
        for _ in range(200):
            if self.workers(leader) and not self.workers(leader) & before:
                return
            time.sleep(0.05)
        raise AssertionError("nginx did not take note")

    @staticmethod
    def workers(leader):
        return set(pathlib.Path(f"/proc/{leader}/task/{leader}/children").read_text().split())

    def office(self, *arguments, code=0):
        """office.py; returns what it printed, both ways."""
        ended = subprocess.run(
            [OFFICE, "--here", self.folder, *map(str, arguments)],
            capture_output=True,
            text=True,
            check=False,
        )
        if ended.returncode != code:
            raise AssertionError(f"office.py {arguments}: {ended.returncode} {ended.stderr}")
        return (ended.stdout + ended.stderr).strip()

    def add_team(self, label, kiosks=100):
        self.tokens[label] = self.office("team", "add", label, "--kiosks", kiosks)
        self.wait_for_token(self.tokens[label])

    def wait_for_token(self, token, good=True, certificate=None):
        """vmauth reads its file anew when it gets round to it."""
        for _ in range(100):
            status = self.post("\n", token=token, certificate=certificate).status
            if (status == 204) == good:
                return
            time.sleep(0.05)
        raise AssertionError(f"vmauth did not take note: {status}")

    def url(self, path, engine="nginx"):
        offset = ("nginx", "vmauth", "intake", "shown").index(engine)
        scheme = "https" if self.tls and engine == "nginx" else "http"
        return f"{scheme}://127.0.0.1:{self.port + offset}{path}"

    def trust(self, certificate=None):
        if not self.tls:
            return None
        context = ssl.create_default_context(cafile=str(self.folder / "etc/tls/server.pem"))
        if certificate:
            context.load_cert_chain(*map(str, certificate))
        return context

    def post(self, text, token=None, path="/write", certificate=None):
        headers = {"Content-Encoding": "gzip", "Content-Type": "text/plain; charset=utf-8"}
        if token is not None:
            headers["Authorization"] = f"Bearer {token}"
        context = self.trust(certificate)
        return request(self.url(path), gzip.compress(text.encode()), headers, context=context)

    def send(self, team, start_s, persons, **tags):
        """Weeks of people, by the team's own token; all must be taken."""
        text = "".join(person.line(start_s, team=team, **tags) for person in persons)
        reply = self.post(text, token=self.tokens[team])
        if reply.status != 204:
            raise AssertionError(f"sending said {reply}")

    def record(self, start_s, days_later=0):
        """Records what is due right after that week's end."""
        now = start_s + WEEK_S + days_later * 86400
        moment = datetime.datetime.fromtimestamp(now, datetime.timezone.utc)
        return self.office("record", "--now", moment.isoformat())

    def reader(self, path, password=None, **arguments):
        """What a reader of the page gets."""
        secret = base64.b64encode(f"office:{password or self.password}".encode()).decode()
        query = "?" + urllib.parse.urlencode(arguments, doseq=True) if arguments else ""
        headers = {"Authorization": f"Basic {secret}"}
        return request(self.url(path + query), headers=headers, context=self.trust())

    def seen(self, start_s, query='{__name__=~"secondheart_.*"}'):
        """All that readers can know of a week: {(metric, team or version or None): value}."""
        reply = self.reader(
            "/api/v1/query_range",
            query=f"last_over_time({query}[1s]) keep_metric_names",
            start=start_s,
            end=start_s + 1,
            step=WEEK_S,
        )
        if reply.status != 200:
            raise AssertionError(repr(reply))
        found = {}
        for series in json.loads(reply.body)["data"]["result"]:
            labels = series["metric"]
            name = re.sub("^secondheart_office_", "", labels.pop("__name__"))
            scope = labels.pop("scope", None)
            key = labels.get("team") or labels.get("version") or scope
            found[(name, key)] = float(series["values"][0][1])
        return found

    def stored(self, query, start_s):
        """What the engine behind the kiosks' door holds: for tests only, no reader gets there."""
        request(self.url("/internal/force_flush", "intake"))
        arguments = {"query": query, "start": start_s, "end": start_s + 1, "step": WEEK_S}
        # For some seconds after old periods came in it would answer as it did before them.
        arguments["nocache"] = 1
        path = "/api/v1/query_range?" + urllib.parse.urlencode(arguments)
        reply = request(self.url(path, "intake"))
        return json.loads(reply.body)["data"]["result"]

    def everything(self):
        """All that the engine behind the kiosks' door holds, a series a line: for a failure's message."""
        request(self.url("/internal/force_flush", "intake"))
        arguments = urllib.parse.urlencode({"match[]": "{__name__!=''}"})
        return request(self.url(f"/api/v1/export?{arguments}", "intake")).body.decode()


class Influx:
    """InfluxDB 1.6 on loopback, as a context."""

    CONFIG = """
reporting-disabled = true
bind-address = "127.0.0.1:{rpc}"
[meta]
  dir = "{folder}/meta"
[data]
  dir = "{folder}/data"
  wal-dir = "{folder}/wal"
  query-log-enabled = false
[monitor]
  store-enabled = false
[http]
  bind-address = "127.0.0.1:{http}"
  log-enabled = false
"""

    def __enter__(self):
        self.temporary = tempfile.TemporaryDirectory(prefix="shinflux")
        folder = pathlib.Path(self.temporary.name)
        self.port = free_ports(2)
        config = folder / "influxdb.conf"
        config.write_text(self.CONFIG.format(folder=folder, http=self.port, rpc=self.port + 1))
        with open(folder / "log", "w", encoding="utf-8") as log:
            self.process = subprocess.Popen(
                ["influxd", "run", "-config", config], stdout=log, stderr=subprocess.STDOUT
            )
        for _ in range(300):
            try:
                if request(self.url("/ping")).status == 204:
                    break
            except OSError:
                time.sleep(0.1)
        self.ask("CREATE DATABASE office", method="POST")
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(timeout=60)
        self.temporary.cleanup()

    def url(self, path):
        return f"http://127.0.0.1:{self.port}{path}"

    def ask(self, query, method="GET"):
        arguments = urllib.parse.urlencode({"db": "office", "q": query, "epoch": "s"})
        return json.loads(request(self.url(f"/query?{arguments}"), method=method).body)

    def post(self, text, database="office"):
        headers = {"Content-Encoding": "gzip"}
        path = f"/write?db={database}&precision=s"
        return request(self.url(path), gzip.compress(text.encode()), headers)
