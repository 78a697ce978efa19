"""The harness itself: what is played arrives, what is drawn is seen. Needs nothing of ours."""

import random

from guest import bounce
from rounds import short_on

NEEDS_PRODUCT = False


def _monitor(guest):
    """gpiomon on the chair's line, its lines into /run/monitor; libgpiod 2 changed its options."""
    if guest.made_of.libgpiod == 1:
        command = "gpiomon --active-low --bias=pull-up --format='%e %s %n' pinctrl-bcm2711 17"
        edges = {"1": 1, "0": 0}
    else:
        command = ("gpiomon --active-low --bias=pull-up --format='%E %S' --event-clock=monotonic "
                   "GPIO17")
        edges = {"rising": 1, "falling": 0}
    guest.spawn("stdbuf -oL " + command, "/run/monitor")
    guest.wait_for("gpioinfo | grep -q 'GPIO17.*gpiomon'", 10)

    def seen():
        rows = [row.replace(".", " ").split() for row in guest.read("/run/monitor").splitlines()]
        return [(int(s) + int(ns) / 1e9, edges[kind]) for kind, s, ns in rows]

    return seen


@short_on()
def every_edge_of_a_bouncing_contact_arrives_in_order_and_on_time(guest):
    dice = random.Random(1)
    edges = []
    # A burst is shorter than the kernel's queue of 16 events, and a reader gets time to empty it.
    for i in range(60):
        edges += bounce(0.3 + i * 0.1, "chair", 1 - i % 2, dice.randrange(4),
                        dice.uniform(0.0001, 0.002))
    seen = _monitor(guest)
    report = guest.play(edges)
    guest.wait_for(f"test $(wc -l </run/monitor) -ge {len(edges)}", 10)
    arrived = seen()
    assert report["failed"] == 0, report
    assert [level for _, level in arrived] == [level for _, _, level in edges]
    late = sorted(at - (report["start_mono_ns"] / 1e9 + due)
                  for (at, _), (due, _, _) in zip(arrived, edges))
    print(f"  {len(edges)} edges, late by {late[len(late) // 2] * 1e6:.0f} us median, "
          f"{late[-1] * 1e6:.0f} us at most")
    assert late[0] >= 0 and late[len(late) // 2] < 0.001, late


@short_on()
def a_frame_drawn_through_kmsdrm_is_seen_and_a_tap_hits_where_it_was_aimed(guest):
    guest.spawn("env SDL_VIDEODRIVER=kmsdrm frame", "/run/frame.log")
    guest.wait_for("grep '^frame 800 480' /run/frame.log", 60)
    picture = guest.wait_for_picture(lambda seen: seen.pixel(799, 479) == (255, 255, 255))
    corners = [picture.pixel(x, y) for y in (0, 479) for x in (0, 799)]
    assert corners == [(255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 255)], corners
    for x, y in ((400, 240), (3, 470), (790, 7)):
        guest.tap(x, y)
    guest.wait_for("test $(grep -c up /run/frame.log) -ge 3", 10)
    events = [row.split() for row in guest.read("/run/frame.log").splitlines()[1:]]
    assert [event[0] for event in events] == ["down", "up"] * 3, events
    for event, (x, y) in zip(events[::2], ((400, 240), (3, 470), (790, 7))):
        assert abs(int(event[1]) - x) <= 1 and abs(int(event[2]) - y) <= 1, (event, x, y)


@short_on()
def the_chip_vanishes_and_comes_back(guest):
    assert "pinctrl-bcm2711" in guest.check("gpiodetect")
    guest.unbind_chip()
    assert "pinctrl-bcm2711" not in guest.run("gpiodetect").output
    guest.bind_chip()
    assert "pinctrl-bcm2711" in guest.check("gpiodetect")
    seen = _monitor(guest)
    assert guest.play([(0.1, "chair", 1), (0.2, "chair", 0)])["failed"] == 0
    guest.wait_for("test $(wc -l </run/monitor) -ge 2", 10)
    assert [level for _, level in seen()] == [1, 0]
