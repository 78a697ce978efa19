"""What must hold after a month: it did not grow, its figures are the truth, what the server has is
what the history says, and the log says nothing else. README.md has the bars and why.
"""

import collections
import datetime
import json
import os
import re
import statistics
import subprocess

import faults
from worker import S, ZONE

ENVIRONMENT = dict(os.environ, TZ="Europe/Berlin", LANGUAGE="C", LC_ALL="C.UTF-8")

POSTURES = ("sitting_s", "standing_s", "stepping_s", "away_s", "unknown_s")
# Nothing of a day's figures but the prompts, which a touch may answer, and what is told of it.
SAME = POSTURES + ("sedentary_bouts", "breaks", "shifts", "breaks_per_sedentary_hour",
                   "prolonged_30", "prolonged_60", "longest_bout_s", "mean_bout_s",
                   "median_bout_s", "usual_bout_s", "alpha", "gini", "steps", "calf_raises",
                   "leg_movement_s", "second_heart_beats")
LOST_S = 60  # at an end of the process
TOLERANCE = 1e-3

# ---- the bars of growth; README.md says why ----

WARM = 2  # ends of a process, and days, in which what is made once is made
LEAK_SLOPE = 512  # bytes a day, from one process to the next
LEAK_SPREAD = 32 * 1024
HEAP_SPREAD = 4 * 1024 * 1024  # within one process: caches of pages that were opened
IDLE_WAKES_MAX = 600  # an hour

# ---- what the log may say, and of what ----

EXPECTED = (
    (r"the chime is silent: no sound: .*", None),
    (r"carrying on after (at least )?-?\d+ s in which the kiosk did not run", faults.ENDS),
    (r"(chair|mat): cannot be read any more", ("chip-gone",)),
    (r"(chair|mat): can be read again", ("chip-gone",)),
    (r"a line chatters: no level holds for 30 ms", ("chatter",)),
    (r".*disk is full.*", ("disk-full",)),
    (r".*read-?only.*", ("disk-read-only",)),
)


def local(month, at):
    """A moment of the script, as people and as the script say it."""
    seconds = month.start_s + at / S
    return f"{datetime.datetime.fromtimestamp(seconds, ZONE):%a %d %b %H:%M:%S} ({at})"


def ctl(month, *arguments):
    ended = subprocess.run([month.options.build / "bin/secondheartctl", *arguments],
                           capture_output=True, text=True, check=False, timeout=120,
                           env=ENVIRONMENT)
    if ended.returncode != 0:
        month.complain(f"secondheartctl {arguments[0]}: {ended.returncode}: {ended.stderr}")
        return {"days": []}
    return json.loads(ended.stdout)


# ---- the figures ----


def processes(month):
    """(died, how, born again) of each end but the last."""
    died = [line.split() for line in month.facts["died"]]
    born = [int(line) for line in month.facts["born"]]
    return [(int(at), how, next_born) for (at, how), next_born in zip(died, born[1:])]


def replay(month, name, edges, outages, taps):
    trace = month.folder / name
    start = datetime.datetime.fromtimestamp(month.start_s, ZONE).isoformat()
    trace.write_text(faults.trace(start, edges, outages, taps, month.end))
    days = ctl(month, "replay", trace, "--config", month.config, "--format", "json")["days"]
    return {day["date"]: day for day in days}


def report(month, date):
    days = ctl(month, "report", date, "--format", "json", "--state", month.state, "--config",
               month.config)["days"]
    return days[0] if days else None


def leaves(name, value):
    if isinstance(value, dict):
        for key, one in value.items():
            yield from leaves(f"{name}.{key}", one)
    else:
        yield name, value


def differences(found, expected, names):
    for name in names:
        pairs = zip(leaves(name, found[name]), leaves(name, expected[name]))
        for (path, one), (_, other) in pairs:
            if one != other and (one is None or other is None or abs(one - other) > TOLERANCE):
                yield f"{path} is {one}, and should be {other}"


def of_day(month, day, moments):
    begin, end = ((at - month.start_s) * S for at in (day.begin_s, day.end_s))
    return [moment for moment in moments if moment[0] < end and moment[-1] >= begin]


def judge_exact(month, day, found, shown):
    """No process ended: to the second what the switches showed."""
    for difference in differences(found, shown, SAME):
        month.complain(f"{day.date}: {difference}")


def judge_near(month, day, found, shown, ends):
    """Each end of a process may cost a minute, and nothing else."""
    allowed = sum(LOST_S if how in ("cut", "killed") else 15 for _, how, _ in ends) + 1
    for name in POSTURES:
        if abs(found[name] - shown[name]) > allowed:
            month.complain(f"{day.date}: {name} is {found[name]}, and should be {shown[name]}, give"
                           f" or take {allowed} s for {len(ends)} ends of the process")


def judge_true(month, day, found, blind_s, lost_s):
    """Beside what was not seen, it is what the person did."""
    allowed = blind_s + lost_s + 1
    if abs(found["sitting_s"] - day.sitting_s) > allowed:
        month.complain(f"{day.date}: {found['sitting_s']} s of sitting, of which {day.sitting_s}"
                       f" were sat, and {allowed:.0f} s of it could not be seen")


def judge_plan(month, clean):
    """The plan and its replay, without any fault: a bug of the test, or of the core."""
    for day in month.days:
        said = clean.get(str(day.date))
        planned = {"sitting_s": day.sitting_s, "sedentary_bouts": len(day.sits),
                   "steps": day.steps, "calf_raises": day.raises}
        if said:
            for difference in differences(said, planned, planned):
                month.complain(f"{day.date}: replay: {difference}")
        elif day.sits:
            month.complain(f"{day.date}: replay has no such day")


def judge_figures(month):
    ends = processes(month)
    gone = [(fault.begin, fault.end) for fault in month.faults if fault.kind == "chip-gone"]
    outages = sorted(gone + [(died, born) for died, _, born in ends])
    taps = [at for day in month.days for at in day.taps]
    true_edges = sorted((at, line, level) for day in month.days for at, line, level in day.edges)
    clean = replay(month, "true.trace", true_edges, [], taps)
    shown = replay(month, "shown.trace", month.edges, outages, taps)
    blind = [(fault.begin, fault.end) for fault in month.faults if fault.kind in faults.SEEN]
    month.found = {}
    judge_plan(month, clean)
    for day in month.days:
        date = str(day.date)
        month.found[date] = found = report(month, date)
        if not found or date not in shown:
            if day.sits or found is None:
                month.complain(f"{date}: no such day")
            continue
        of_this = of_day(month, day, ends)
        lost_s = sum(LOST_S + (born - died) / S for died, _, born in of_this)
        blind_s = sum((end - begin) / S for begin, end in of_day(month, day, blind))
        judge_true(month, day, found, blind_s, lost_s)
        if of_this:
            judge_near(month, day, found, shown[date], of_this)
        else:
            judge_exact(month, day, found, shown[date])
        judge_prompts(month, date, found["prompts"])


def judge_prompts(month, date, prompts):
    """Each raised one ended in exactly one way."""
    ended = sum(prompts[name] for name in ("skipped", "ignored", "unfinished", "verified"))
    if ended != prompts["raised"]:
        month.complain(f"{date}: {prompts['raised']} prompts, of which {ended} ended: {prompts}")


# ---- what arrived ----


def period_of_line(line):
    """The start, its kiosk's name and the figures."""
    head, fields, start = line.split(" ")
    tags = dict(tag.split("=") for tag in head.split(",")[1:])
    figures = {name: int(value.rstrip("i"))
               for name, value in (field.split("=") for field in fields.split(","))}
    return int(start), tags["kiosk"], figures


def judge_arrived(month):
    """What the server has is, for each closed period, once what the history says."""
    values = collections.defaultdict(set)
    for line in month.store:
        start, kiosk, figures = period_of_line(line)
        values[start].add((kiosk, tuple(sorted(figures.items()))))
    for start, found in values.items():
        if len(found) > 1:
            month.complain(f"the hour {start} came with {len(found)} values: {sorted(found)}")
    said = {}
    for text in month.facts["period"]:
        period = json.loads(text)
        said[period["start_s"]] = tuple(sorted(period["figures"].items()))
    for start in sorted(set(said) | set(values)):
        sent = {figures for _, figures in values.get(start, ())}
        if sent != {said.get(start)}:
            month.complain(f"the hour {start}: the server has {sorted(sent)}, the history says"
                           f" {said.get(start)}")
    month.delivered = len(values)
    until_s = int(month.facts["queued_until"][0])
    if until_s < month.days[-1].end_s:
        month.complain(f"queued until {until_s} only, the last day ended at"
                       f" {month.days[-1].end_s}")
    judge_sums(month, values)


def judge_sums(month, values):
    """A day's hours are the day, to the second for each of them that was rounded."""
    for day in month.days:
        found = month.found.get(str(day.date))
        hours = [dict(next(iter(found))[1]) for start, found in values.items()
                 if day.begin_s <= start < day.end_s]
        if not found:
            continue
        for name, of_report in (("sitting_s", "sitting_s"), ("standing_s", "standing_s"),
                                ("stepping_s", "stepping_s"), ("away_s", "away_s"),
                                ("beats", "second_heart_beats"), ("bouts", "sedentary_bouts"),
                                ("breaks", "breaks")):
            total = sum(hour[name] for hour in hours)
            if abs(total - found[of_report]) >= 1:
                month.complain(f"{day.date}: the hours' {name} sum up to {total}, the day has"
                               f" {found[of_report]}")


# ---- growth ----


def samples(month):
    rows = []
    for text in month.facts["sample"]:
        number, *pairs = text.split()
        row = {name: int(value) for name, value in (pair.split("=") for pair in pairs)}
        rows.append(dict(row, number=int(number)))
    return rows


def slope(xs, ys):
    """The median of all pairs' slopes (Theil and Sen): an outlier moves it little."""
    return statistics.median((ys[j] - ys[i]) / (xs[j] - xs[i])
                             for i in range(len(xs)) for j in range(i + 1, len(xs)))


def numbers(text):
    return {name: int(value) for name, value in (pair.split("=") for pair in text.split())}


def judge_leaks(month):
    """Between two processes nothing may be left of the one before."""
    rows = [numbers(text) for text in month.facts["off"]][WARM:]
    if len(rows) < 3:
        return
    heaps = [row["heap"] for row in rows]
    days = [row["at"] / S / 86400 for row in rows]
    growth = slope(days, heaps)
    if heaps[0] > 0 and (growth > LEAK_SLOPE or max(heaps) - min(heaps) > LEAK_SPREAD):
        month.complain(f"processes leave memory behind, {growth:.0f} bytes a day: {heaps}")
    for name in ("fds", "threads"):
        if len({row[name] for row in rows}) > 1:
            month.complain(f"processes leave {name} behind: {[row[name] for row in rows]}")


def judge_growth(month):
    rows = samples(month)
    early = {row["number"]: row for row in rows}
    late = [row for row in rows if row["number"] % 2][WARM:]
    judge_leaks(month)
    for name in ("fds", "threads"):
        if len({row[name] for row in late}) > 1:
            month.complain(f"{name}, day by day: {[row[name] for row in late]}")
    wakes = [row["waits"] - early[row["number"] - 1]["waits"] for row in late]
    if wakes and max(wakes) > IDLE_WAKES_MAX:
        month.complain(f"wake-ups from ten to eleven at night: {wakes}")
    heaps = [row["heap"] for row in late]
    if len(month.facts["born"]) > 1 or len(heaps) < 3 or heaps[0] <= 0:
        return
    if max(heaps) - min(heaps) > HEAP_SPREAD:
        month.complain(f"the heap in use within one process: {heaps}")


# ---- the log ----


def judge_log(month):
    kinds = {fault.kind for fault in month.faults}
    for line in month.facts["log"]:
        at, _, text = line.partition(" ")
        fits = [causes for pattern, causes in EXPECTED if re.fullmatch(pattern, text)]
        if not fits:
            month.complain(f"{local(month, int(at))}: the log says: {text}")
        elif all(causes and not kinds.intersection(causes) for causes in fits):
            month.complain(f"{local(month, int(at))}: the log says, without a cause: {text}")


def judge(month):
    judge_figures(month)
    judge_arrived(month)
    judge_growth(month)
    judge_log(month)


# ---- for people ----


def print_table(month):
    before = {"waits": 0, "written": 0, "frames": 0, "touches": 0}
    rows = samples(month)
    early = {row["number"]: row for row in rows}
    befallen = collections.defaultdict(list)
    for fault in month.faults:
        for index, day in enumerate(month.days):
            if day.at(4) <= fault.begin < day.at(23):
                befallen[index].append(fault.kind)
    print(f"seed {month.seed}: {month.options.days} days from {month.options.start}")
    print("  day        heap   PSS fds thr  wakes idle/h frames touches written  faults")
    for row in rows:
        index = row["number"] // 2
        if row["number"] % 2 == 0 or index >= len(month.days):
            continue
        idle = row["waits"] - early[row["number"] - 1]["waits"]
        kinds = collections.Counter(befallen[index])
        said = " ".join(f"{kind}{'' if n == 1 else f'*{n}'}" for kind, n in sorted(kinds.items()))
        print(f"  {month.days[index].date:%d %b}  {row['heap'] / 1024:7.1f} {row['pss_kib']:5}"
              f" {row['fds']:3} {row['threads']:3} {row['waits'] - before['waits']:6}"
              f" {idle:6} {row['frames'] - before['frames']:6}"
              f" {row['touches'] - before['touches']:7}"
              f" {(row['written'] - before['written']) // 1024:5} KB  {said}")
        before = row
    totals = collections.Counter(fault.kind for fault in month.faults)
    print(f"  faults: {', '.join(f'{n} {kind}' for kind, n in sorted(totals.items())) or 'none'}")
    runs = ", ".join(f"{n} {mood}" for mood, n in sorted(month.sync.runs.items()))
    print(f"  syncs: {runs}")
    print(f"  processes: {len(month.facts['born'])}; delivered: {getattr(month, 'delivered', 0)}"
          f" hours, each once; heap and PSS in KiB, without the disk in memory")


