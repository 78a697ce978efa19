"""No clock that is right at the start, and a time server that comes later."""

import service

LONG_AGO_S = 1577836800  # the first of January 2020


def _date(machine):
    return machine.check("date -u +%F").strip()


def a_wrong_clock_is_corrected_and_so_is_what_was_counted_by_it(machine):
    right_s = machine.offset_s
    machine.set_time_server(right_s)
    today, before = _date(machine), service.report(machine)["sitting_s"]
    machine.set_time_server(None)
    # As after a year on a shelf: the time that was kept is gone, and the battery with it.
    machine.check("rm -f /var/lib/systemd/timesync/clock; sync")
    machine.unplug()
    machine.plug(clock_s=LONG_AGO_S)
    service.wait_for(machine, "ActiveState", "active")
    assert _date(machine) < today, _date(machine)
    machine.play([(0.1, "chair", 1), (80, "chair", 0), (81, "chair", 0)])
    machine.offset_s = right_s
    machine.set_time_server(right_s)
    assert _date(machine) == today, _date(machine)
    machine.play([(0.1, "chair", 1), (70, "chair", 0), (71, "chair", 0)])
    # What has closed is written within the minute.
    machine.play([(65, "chair", 0)])
    figures = service.report(machine)
    assert figures["date"] == today, figures
    assert figures["sitting_s"] >= before + 140, (before, figures)
    machine.screendump("machine-clock.png")
