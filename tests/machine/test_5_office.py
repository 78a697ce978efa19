"""A day into the next week the timer has brought the week to the office, through TLS."""

import json
import time

import office_sync
import rig
import service

# What the office gets of a week, and what the history calls it.
SENT = {"sitting_s": "sitting_s", "breaks": "breaks", "bouts": "sedentary_bouts",
        "beats": "second_heart_beats"}
FRIDAY_EVENING_S = rig.monday(1) + 4 * 86400 + 18 * 3600
# A clock must stand by a moment for so long before a period that ended by then is closed
# (app/ports/outbox.h), and somewhat more.
SURE_AFTER_S = 25 * 3600
TIMEOUT_S = 300


def _switch_on_at(machine, clock_s):
    """The time server says the same, and the kiosk takes note of it."""
    machine.check("sync")
    machine.unplug()
    machine.plug(clock_s=clock_s)
    machine.set_time_server(machine.offset_s)
    deadline = time.monotonic() + TIMEOUT_S
    while office_sync.noted_s(machine) < clock_s:
        assert time.monotonic() < deadline, "the kiosk never took note of the time"
        time.sleep(5)


def _week(machine):
    """The week as the history has it, while it is the present one: a report has the last seven days."""
    report = json.loads(machine.check("secondheartctl report week --format json "
                                      "--state /var/lib/secondheart"))
    days = [day for day in report["days"] if day["date"] >= rig.date_of(rig.monday(1))]
    return {key: sum(day[key] for day in days) for key in SENT.values()}


def _stored(office, name):
    """What the office has of the week; each period is stored at the moment it begins."""
    return office.stored(f"last_over_time(secondheart_summary_{name}[1s])", rig.monday(1))


def _arrived(office, name):
    """The engine knows for some seconds after they came that there are no such periods."""
    deadline = time.monotonic() + TIMEOUT_S
    while not (series := _stored(office, name)):
        assert time.monotonic() < deadline, office.everything()
        time.sleep(1)
    return series


def the_timer_brings_last_week_to_the_office(machine):
    office = machine.office
    _switch_on_at(machine, FRIDAY_EVENING_S)
    service.wait_for(machine, "ActiveState", "active")
    machine.play([(0.1, "chair", 1), (80, "chair", 0), (81, "chair", 0)])
    # What has closed is written within the minute.
    machine.play([(65, "chair", 0)])
    week = _week(machine)
    assert week["sitting_s"] >= 75, week
    # Not before the host's own time, from which on the server's certificate is valid.
    first_s = max(rig.monday(0) + SURE_AFTER_S, time.time())
    _switch_on_at(machine, first_s)
    assert not _stored(office, "sitting_s")
    _switch_on_at(machine, first_s + SURE_AFTER_S)
    machine.wait_for("journalctl -b -u secondheart-sync.service -o cat | "
                     "grep -q 'periods sent: 1, none is left'", TIMEOUT_S)
    for name, key in SENT.items():
        series = _arrived(office, name)
        assert len(series) == 1 and series[0]["metric"]["team"] == "blue", office.everything()
        value = float(series[0]["values"][0][1])
        assert abs(value - week[key]) <= 1, (name, value, week[key])
    machine.check(f"rm {office_sync.TIMER}; sync")
    machine.set_time_server(None)
