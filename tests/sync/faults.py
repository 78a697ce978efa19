#!/usr/bin/env python3
"""secondheart-sync against servers at fault: no period is lost, and the outbox says why it waits.

Usage: faults.py SECONDHEART-SYNC QUEUE-WEEKS   (paths)
Rerun one: the same and Faults.test_NAME
"""

import email.utils
import random
import socket
import subprocess
import time

from server import (GOOD, RECEIPT, TOKEN, Case, answer, goes_on, main, never_answers,
                    resets_behind, says)


class Faults(Case):
    def test_a_server_that_is_not_there(self):
        server = self.server()
        kiosk = self.kiosk(server)
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            kiosk.url = f"http://127.0.0.1:{taken.getsockname()[1]}"
            kiosk.ask("UPDATE consent SET test_endpoint = ?", kiosk.url)
            self.assert_kept(kiosk, "waiting", "cannot be reached")
        kiosk.url = f"http://127.0.0.1:{server.port}"
        kiosk.ask("UPDATE consent SET test_endpoint = ?", kiosk.url)
        self.assert_arrives(kiosk, server)

    def test_a_server_or_a_team_that_nobody_agreed_to_gets_nothing(self):
        server = self.server()
        kiosk = self.kiosk(server)
        for column, value in (("host", "office.example"), ("team", "red")):
            agreed = kiosk.ask(f"SELECT {column} FROM consent")[0][0]
            kiosk.ask(f"UPDATE consent SET {column} = ?", value)
            for option in ("--now", "--dry-run"):
                with self.subTest(column=column, option=option):
                    code, said = kiosk.run(option)
                    self.assertEqual(1, code, said)
                    self.assertIn(value, said)
                    self.assertIn("agree anew", said)
                    self.assertEqual(3, kiosk.queued())
                    self.assertEqual([], server.heads)
            kiosk.ask(f"UPDATE consent SET {column} = ?", agreed)
        self.assert_arrives(kiosk, server)

    def test_an_answer_cut_off_behind_any_byte_delivers_nothing(self):
        for good, more, well in ((GOOD, "", "accept"), (RECEIPT, "format = json\n", "accept_json")):
            server = self.server()
            kiosk = self.kiosk(server, 1, more)
            for length in range(len(good)):
                for fault in (resets_behind, says) if length % 3 == 0 else (says,):
                    with self.subTest(good=good, length=length, fault=fault.__name__):
                        server.script = fault(good[:length])
                        self.assert_kept(kiosk, "waiting", "")
            server.script = getattr(server, well)
            self.assert_arrives(kiosk, server)

    def test_an_answer_lost_behind_the_delivery_is_asked_for_again_with_the_same_bytes(self):
        server = self.server()
        kiosk = self.kiosk(server)

        def loses(_connection, body):
            server.store(body)
            return False

        server.script = loses
        self.assert_kept(kiosk, "waiting", "cannot be reached")
        server.script = server.accept
        self.assert_arrives(kiosk, server, most=2)

    def test_answers_of_every_kind(self):
        portal = b"<html>Welcome! Please log in.</html>"
        table = (
            (answer(200, portal), "setup", "answers 200"),
            (answer(302, b"", f"Location: http://127.0.0.1:1/{TOKEN}"), "setup", "answers 302"),
            (answer(400, TOKEN.encode()), "setup", "answers 400"),
            (answer(401, TOKEN.encode()), "setup", "token"),
            (answer(403), "setup", "answers 403"),
            (answer(404), "setup", "sync.url"),
            (answer(413), "setup", "too much"),
            (answer(429), "waiting", "busy"),
            (answer(500, b"trouble"), "waiting", "answers 500"),
            (answer(503), "waiting", "answers 503"),
            (b"SSH-2.0-OpenSSH_9.2\r\n", "waiting", "cannot be reached"),
            (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nff\r\n{", "waiting", "cannot"),
            (b"HTTP/1.1 204 " + b"x" * 200000 + b"\r\n\r\n", "waiting", "cannot"),
        )
        for format_ in ("influx", "json"):
            server = self.server()
            kiosk = self.kiosk(server, 1, f"format = {format_}\n")
            for said, outcome, reason in table:
                with self.subTest(format=format_, said=said[:40]):
                    server.script = says(said)
                    self.assert_kept(kiosk, outcome, reason)
            server.script = server.accept if format_ == "influx" else server.accept_json
            self.assert_arrives(kiosk, server)

    def test_slow_silent_and_endless_answers_end_by_the_timeout_or_the_size(self):
        endless = b"HTTP/1.1 %d OK\r\nTransfer-Encoding: chunked\r\n\r\n"
        piece = b"400\r\n" + b"x" * 1024 + b"\r\n"
        for script, outcome, reason in (
            (never_answers, "waiting", "in time"),
            (goes_on(b"HTTP/1.1 204 No", b" ", 0.1), "waiting", "in time"),
            (goes_on(endless % 503, piece, 0), "waiting", "answers 503"),
            (goes_on(endless % 200, piece, 0), "setup", "answers 200"),
        ):
            with self.subTest(reason=reason):
                server = self.server()
                kiosk = self.kiosk(server)
                server.script = script
                self.assert_kept(kiosk, outcome, reason)
                server.script = server.accept
                self.assert_arrives(kiosk, server)

    def test_a_receipt_with_trailers_behind_an_interim_head_counts(self):
        server = self.server()
        kiosk = self.kiosk(server, 1, "format = json\n")

        def accepts(connection, body):
            server.store(body)
            connection.sendall(b"HTTP/1.1 102 Processing\r\n\r\n")
            connection.sendall(b"HTTP/1.1 201 Created\r\nTransfer-Encoding: chunked\r\n\r\n")
            connection.sendall(b'12\r\n{"accepted": true}\r\n0\r\nSum: 1\r\n\r\n')
            return True

        server.script = accepts
        self.assert_arrives(kiosk, server)

    def test_a_server_that_asks_to_wait_is_not_asked_before(self):
        date = email.utils.formatdate(time.time() + 5000, usegmt=True)
        for wanted, least_s, most_s in (("4000", 3990, 4010), (date, 4900, 5100)):
            server = self.server()
            kiosk = self.kiosk(server)
            server.script = says(answer(429, b"", f"Retry-After: {wanted}"))
            self.assert_kept(kiosk, "waiting", "answers 429")
            wait_s = kiosk.ask("SELECT not_before_s - at_s FROM consent")[0][0]
            self.assertTrue(least_s <= wait_s <= most_s, wait_s)
            self.assert_kept(kiosk, "waiting", "answers 429", "--timeout", "1")
            self.assertEqual(1, server.asked)
            server.script = server.accept
            self.assert_arrives(kiosk, server)

    def takes_few(self, server, most):
        def script(connection, body):
            if body.count(b"\n") > most:
                connection.sendall(answer(413))
                return True
            return server.accept(connection, body)

        return script

    def test_a_server_that_takes_few_at_once_gets_all_in_small_batches(self):
        server = self.server()
        kiosk = self.kiosk(server, 23)
        server.script = self.takes_few(server, 3)
        self.assert_arrives(kiosk, server)

    def test_a_run_is_one_connection_however_many_requests_it_takes(self):
        server = self.server()
        kiosk = self.kiosk(server, 23)
        server.script = self.takes_few(server, 3)
        self.assert_arrives(kiosk, server)
        self.assertGreater(server.asked, 7)
        self.assertEqual(1, server.met)

    def test_a_head_that_begins_with_a_folded_line_delivers_nothing(self):
        server = self.server()
        kiosk = self.kiosk(server, 23)
        small = self.takes_few(server, 3)

        def folds_after_others(connection, body):
            if server.asked < 3:
                return small(connection, body)
            connection.sendall(b"HTTP/1.1 204 Whatever\r\n folded: before any other\r\n\r\n")
            return True

        server.script = folds_after_others
        self.assert_kept(kiosk, "waiting", "")
        server.script = server.accept
        self.assert_arrives(kiosk, server)

    def test_killed_at_any_moment_it_loses_nothing_and_changes_nothing(self):
        draw = random.Random(4)
        for _ in range(6):
            server = self.server()
            kiosk = self.kiosk(server, 26)
            takes_two = self.takes_few(server, 2)

            def takes_its_time(connection, body, takes_two=takes_two):
                time.sleep(0.01)
                return takes_two(connection, body)

            server.script = takes_its_time
            kills = 0
            while kills < 6:
                with subprocess.Popen(kiosk.command("--now"), stdout=subprocess.DEVNULL,
                                      stderr=subprocess.DEVNULL) as process:
                    time.sleep(draw.uniform(0, 0.2))
                    process.kill()
                kills += 1
                left = kiosk.queued()
                self.assertGreaterEqual(left + len(server.stored), 26)
            self.assert_arrives(kiosk, server, most=1 + kills)


if __name__ == "__main__":
    main()
