"""When to kill, and what a kill is."""

import math
import signal
import time


class Wrong(Exception):
    """A promise that did not hold."""


def check(is_right, what):
    if not is_right:
        raise Wrong(what)


def some_time_s(dice, least_s, most_s):
    """As often between 1 and 10 ms as between 1 and 10 s: the moments after a start are short."""
    return math.exp(dice.uniform(math.log(least_s), math.log(most_s)))


def some_time_within_s(dice, most_s):
    """Half of them anywhere in it, the others rather early."""
    return dice.uniform(0, most_s) if dice.random() < 0.5 else some_time_s(dice, most_s / 50, most_s)


def kill(process):
    """SIGKILL; True if it had not ended by itself before."""
    was_running = process.poll() is None
    process.send_signal(signal.SIGKILL)
    process.wait()
    return was_running and process.returncode == -signal.SIGKILL


def wait_for_change(path, deadline_s):
    """Waits until somebody writes to the file, which may be none yet; False: nobody did in time."""
    def state():
        try:
            of = path.stat()
        except FileNotFoundError:
            return None
        return of.st_size, of.st_mtime_ns

    before = state()
    until = time.monotonic() + deadline_s
    while time.monotonic() < until:
        if state() != before:
            return True
    return False
