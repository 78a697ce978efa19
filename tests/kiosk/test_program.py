#!/usr/bin/env python3
"""The kiosk's program from outside: what it says, what it leaves, and with which exit code.

Usage: test_program.py SECONDHEART SECONDHEARTCTL   (paths of the two programs)
Rerun one: test_program.py SECONDHEART SECONDHEARTCTL Kiosk.test_NAME
"""

import glob
import json
import os
import socket
import sqlite3
import subprocess
import sys
import tempfile
import unittest

SECONDHEART = sys.argv.pop(1)
SECONDHEARTCTL = sys.argv.pop(1)

DAY = """# secondheart trace v1
# start: 2026-03-02T08:55:00+01:00
# tz: Europe/Berlin
0.000 chair 1
600.000 mat 1
2700.000 chair 0
2700.500 mat 0
{walk}
2900.000 chair 1
5000.000 chair 0
5004.000 chair 1
6000.000 chair 0
6000.700 mat 0
7200.000 end
"""


def walk(first_s, footfalls):
    """Footfalls every 1.2 s, each edge with bounce."""
    lines = []
    for i in range(footfalls):
        t = first_s + 1.2 * i
        for offset, level in ((0, 1), (0.002, 0), (0.004, 1), (0.6, 0), (0.603, 1), (0.606, 0)):
            lines.append(f"{t + offset:.3f} mat {level}")
    return "\n".join(lines)


class Kiosk(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory(prefix="shprogram")
        self.addCleanup(self.folder.cleanup)

    def path(self, name):
        return os.path.join(self.folder.name, name)

    def write(self, name, text):
        with open(self.path(name), "w", encoding="utf-8") as file:
            file.write(text)
        return self.path(name)

    def run_program(self, program, *arguments, stdin=None):
        env = {key: value for key, value in os.environ.items()
               if key not in ("DISPLAY", "WAYLAND_DISPLAY", "SDL_VIDEODRIVER")}
        env["XDG_STATE_HOME"] = self.path("state")
        # SDL and D-Bus keep some memory for good; what is ours is still told.
        env.setdefault("LSAN_OPTIONS", "")
        return subprocess.run([program, *arguments], env=env, text=True, capture_output=True,
                              stdin=stdin, timeout=120, check=False)

    def kiosk(self, *arguments, stdin=None):
        return self.run_program(SECONDHEART, *arguments, stdin=stdin)

    def play(self, trace, *arguments, stdin=None):
        return self.kiosk("--offscreen", self.path("pictures"), "--sensors", "trace:" + trace,
                          *arguments, stdin=stdin)

    def test_help_and_version_need_nothing(self):
        result = self.kiosk("--help")
        self.assertEqual(result.returncode, 0)
        self.assertIn("not a medical device", result.stdout)
        result = self.kiosk("--version")
        self.assertEqual(result.returncode, 0)
        self.assertRegex(result.stdout, r"^secondheart \d+\.\d+")

    def test_wrong_usage_says_what_is_allowed(self):
        for arguments, words in (
                (["--sensors", "gpoi"], "auto, gpio, sim and trace:FILE"),
                (["--sensors", "trace:"], "auto, gpio, sim and trace:FILE"),
                (["--speed", "0", "--sensors", "sim"], "1 to 3600"),
                (["--speed", "5", "--sensors", "gpio"], "the speed of life"),
                (["--size", "800"], "WIDTHxHEIGHT"),
                (["--sensors"], "a value is missing"),
                (["--no-such"], "no such option"),
                (["left over"], "nothing is expected"),
        ):
            result = self.kiosk(*arguments)
            self.assertEqual(result.returncode, 2, arguments)
            self.assertIn(words, result.stderr)
            self.assertEqual(result.stdout, "")

    def under_a_manager(self, driver):
        """Starts the kiosk as a unit of Type=notify does; the process and the manager's socket."""
        manager = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.addCleanup(manager.close)
        manager.bind(self.path("notify"))
        manager.settimeout(60)
        env = {key: value for key, value in os.environ.items()
               if key not in ("DISPLAY", "WAYLAND_DISPLAY", "WATCHDOG_PID")}
        env.update(XDG_STATE_HOME=self.path("state"), SDL_VIDEODRIVER=driver,
                   NOTIFY_SOCKET=self.path("notify"), WATCHDOG_USEC="30000000")
        kiosk = subprocess.Popen([SECONDHEART, "--sensors", "sim"], env=env, text=True,
                                 stderr=subprocess.PIPE)
        self.addCleanup(kiosk.kill)
        return kiosk, manager

    @unittest.skipIf(glob.glob("/sys/class/drm/card*-*"), "this machine has graphics")
    def test_a_service_without_a_screen_is_ready_all_the_same(self):
        kiosk, manager = self.under_a_manager("kmsdrm")
        self.assertEqual(manager.recv(1000), b"READY=1")
        self.assertEqual(manager.recv(1000), b"STATUS=No screen is connected.")
        self.assertEqual(manager.recv(1000), b"WATCHDOG=1")
        kiosk.terminate()
        said = kiosk.communicate(timeout=60)[1]
        self.assertEqual(kiosk.returncode, 0, said)
        self.assertEqual(manager.recv(1000), b"STOPPING=1")
        self.assertIn("no screen is connected", said)

    def test_what_stops_it_from_starting_is_its_status(self):
        kiosk, manager = self.under_a_manager("no-such-driver")
        said = kiosk.communicate(timeout=60)[1]
        self.assertEqual(kiosk.returncode, 1)
        status = manager.recv(1000).decode()
        self.assertTrue(status.startswith("STATUS=no display"), status)
        self.assertIn(status.removeprefix("STATUS=")[:100], said)

    def test_no_display_is_said_with_what_to_do(self):
        result = self.kiosk("--sensors", "sim")
        self.assertEqual(result.returncode, 1)
        self.assertIn("display", result.stderr)
        self.assertIn("--offscreen", result.stderr)

    def test_a_malformed_trace_plays_nothing(self):
        trace = self.write("bad.trace", DAY.format(walk="2701 mat two"))
        result = self.play(trace)
        self.assertEqual(result.returncode, 2)
        self.assertIn(f"{trace}:8: ", result.stderr)
        self.assertFalse(os.path.exists(self.path("pictures")))

    def test_a_trace_from_a_pipe_that_goes_wrong_is_told(self):
        with open(self.write("bad.trace", DAY.format(walk="2701 mat two")), encoding="utf-8") as pipe:
            result = self.play("-", stdin=pipe)
        self.assertEqual(result.returncode, 2)
        self.assertIn(":8: ", result.stderr)

    def test_a_missing_trace_is_named(self):
        result = self.play(self.path("none.trace"))
        self.assertEqual(result.returncode, 2)
        self.assertIn("none.trace", result.stderr)

    def test_a_wrong_configuration_is_told_and_the_rest_applies(self):
        config = self.write("kiosk.conf", "[sensors]\nsteps_per_closure = 7\nmat = none\n")
        trace = self.write("day.trace", DAY.format(walk=walk(2701, 20)))
        result = self.play(trace, "--config", config)
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertIn(f"{config}:2: sensors.steps_per_closure: ", result.stderr)
        self.assertIn("0 second-heart beats", result.stdout)

    def test_an_unwritable_state_folder_stops_nothing(self):
        blocker = self.write("not-a-folder", "")
        trace = self.write("day.trace", DAY.format(walk=walk(2701, 20)))
        result = self.play(trace, "--state", os.path.join(blocker, "state"))
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertIn("not-a-folder", result.stderr)
        self.assertIn("40 second-heart beats", result.stdout)

    def test_pictures_that_cannot_be_written_are_an_error(self):
        blocker = self.write("not-a-folder", "")
        trace = self.write("day.trace", DAY.format(walk=""))
        result = self.kiosk("--offscreen", os.path.join(blocker, "pictures"), "--sensors",
                            "trace:" + trace)
        self.assertEqual(result.returncode, 1)
        self.assertIn("not-a-folder", result.stderr)

    def test_screen_and_disk_show_what_replay_says(self):
        trace = self.write("day.trace", DAY.format(walk=walk(2701, 60)))
        result = self.play(trace)
        self.assertEqual(result.returncode, 0, result.stderr)

        replay = self.run_program(SECONDHEARTCTL, "replay", trace, "--format", "json", "--events")
        self.assertEqual(replay.returncode, 0, replay.stderr)
        replay = json.loads(replay.stdout)
        day = replay["days"][0]

        self.assertIn(f"sitting {int(day['sitting_s'] // 60)} min in "
                      f"{day['sedentary_bouts']} bouts, {day['breaks']} breaks, "
                      f"{day['second_heart_beats']} second-heart beats", result.stdout)
        pictures = sorted(os.listdir(self.path("pictures")))
        self.assertTrue(all(name.endswith(".png") for name in pictures))
        for posture in ("seated", "stepping", "away"):
            self.assertTrue(any(posture in name for name in pictures), posture)

        stored = self.stored_postures()
        expected = [(item["posture"], round(item["start_s"] * 1e9), round(item["end_s"] * 1e9))
                    for item in replay["postures"][:-1]]
        self.assertEqual(stored, expected)

    def test_the_disk_keeps_the_prompts_that_replay_tells(self):
        config = self.write("kiosk.conf", "[protocol]\npreset = custom\ninterval_min = 30\n"
                            "[coach]\nquiet_hours = mon 09:00-09:40\n")
        trace = self.write("day.trace", DAY.format(walk=walk(2701, 60)))
        result = self.play(trace, "--config", config)
        self.assertEqual(result.returncode, 0, result.stderr)
        replay = self.run_program(SECONDHEARTCTL, "replay", trace, "--format", "json", "--events",
                                  "--config", config)
        self.assertEqual(replay.returncode, 0, replay.stderr)
        replay = json.loads(replay.stdout)
        expected = [("raised", round(item["start_s"] * 1e9)) for item in replay["prompts"]]
        expected += [(item["outcome"], round(item["end_s"] * 1e9)) for item in replay["prompts"]
                     if item["outcome"]]
        self.assertGreaterEqual(len(expected), 2)
        self.assertEqual(self.query("SELECT change, mono_ns FROM prompt WHERE change IN ('raised', "
                                    "'skipped', 'ignored', 'unfinished', 'verified') "
                                    "ORDER BY mono_ns"), sorted(expected, key=lambda row: row[1]))

    def stored_postures(self):
        return self.query("SELECT posture, start_mono_ns, end_mono_ns FROM posture_interval "
                          "ORDER BY start_mono_ns")

    def query(self, sql):
        path = os.path.join(self.path("state"), "secondheart", "history-trace.db")
        database = sqlite3.connect(path)
        self.addCleanup(database.close)
        return database.execute(sql).fetchall()

    def test_simulated_figures_stay_out_of_the_history(self):
        trace = self.write("day.trace", DAY.format(walk=""))
        self.assertEqual(self.play(trace).returncode, 0)
        files = os.listdir(os.path.join(self.path("state"), "secondheart"))
        self.assertTrue(all(name.startswith("history-trace.db") for name in files), files)


if __name__ == "__main__":
    unittest.main(verbosity=2)
