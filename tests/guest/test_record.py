"""`secondheartctl record` on real lines: what it writes is what was played."""

import office
from rounds import short_on

RECORD = "secondheartctl record -o /run/trace"


def _record(guest, play):
    """Records while play() runs; returns what replay makes of the file."""
    guest.check("rm -f /run/trace")
    pid = guest.spawn(RECORD, "/run/record.log")
    guest.wait_for("gpioinfo | grep 'GPIO17' | grep -qv unused && test -e /run/trace", 20)
    play()
    guest.check(f"kill -INT {pid}; while kill -0 {pid}; do sleep 0.1; done 2>/dev/null")
    guest.pull("/run/trace", f"{guest.results}/record.trace")
    return office.figures_of(guest.check("secondheartctl replay --format json /run/trace"))


@short_on()
def a_days_edges_with_bounce_are_recorded_and_come_to_the_scripts_truth(guest):
    edges = office.edges()

    def play():
        report = guest.play([*edges, (office.END, "chair", 0)])
        assert report["failed"] == 0, report

    recorded = _record(guest, play)
    office.assert_same_figures("record against the truth by hand", recorded,
                               office.float_seconds(office.TRUTH), 0.01)
    guest.write("/run/script.trace", office.trace(edges, office.END))
    nominal = office.figures_of(
        guest.check("secondheartctl replay --format json /run/script.trace"))
    office.assert_same_figures("record against the script's replay", recorded, nominal, 0.01)
    rows = [row.split() for row in guest.read("/run/trace").splitlines()]
    seen = [row[1:] for row in rows if len(row) == 3 and row[1] in ("chair", "mat")]
    # First come the levels as they were, then every edge, bounce and all.
    assert len(seen) == len(edges) + 2, (len(seen), len(edges))
