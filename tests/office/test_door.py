#!/usr/bin/env python3
"""nginx in front, as in real use: TLS, and client certificates where the office has them.

Rerun one: test_door.py Door.test_NAME
"""

import pathlib
import ssl
import subprocess
import sys
import tempfile
import unittest
import urllib.error

sys.dont_write_bytecode = True

import rig
from rig import Office, monday, people

WEEK = monday(4)


def openssl(*arguments):
    subprocess.run(["openssl", *map(str, arguments)], check=True, capture_output=True)


class Authority:
    """A certificate authority, and certificates by it."""

    def __init__(self, folder, name):
        self.folder = pathlib.Path(folder)
        self.name = name
        self.certificate = self.folder / f"{name}.pem"
        self.key = self.folder / f"{name}.key"
        openssl(
            *("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"),
            *("-nodes", "-days", 30, "-subj", f"/CN={name}"),
            *("-keyout", self.key, "-out", self.certificate),
        )

    def issue(self, name, end="20991231000000Z"):
        """(certificate, key) of a client, good until `end`."""
        certificate, key = self.folder / f"{self.name}-{name}.pem", self.folder / f"{name}.key"
        wish, config = self.folder / f"{name}.csr", self.folder / f"{self.name}.conf"
        # Only `openssl ca` sets a date in the past on every release.
        (self.folder / "index").write_text("")
        config.write_text(
            f"[ca]\ndefault_ca = a\n[a]\ndatabase = {self.folder}/index\n"
            f"new_certs_dir = {self.folder}\nrand_serial = yes\ndefault_md = sha256\n"
            "policy = p\n[p]\ncommonName = supplied\n"
        )
        openssl(
            *("req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"),
            *("-nodes", "-subj", f"/CN={name}", "-keyout", key, "-out", wish),
        )
        openssl(
            *("ca", "-batch", "-notext", "-config", config, "-in", wish, "-out", certificate),
            *("-cert", self.certificate, "-keyfile", self.key),
            *("-startdate", "20200101000000Z", "-enddate", end),
        )
        return certificate, key


class Door(unittest.TestCase):
    def up(self, **options):
        office = Office(since_s=WEEK, tls=True, **options)
        office.__enter__()
        self.addCleanup(office.__exit__, None, None, None)
        return office

    def test_weeks_arrive_through_tls(self):
        office = self.up()
        office.add_team("blue")
        office.send("blue", WEEK, people(10))
        office.record(WEEK)
        self.assertEqual(10, office.seen(WEEK)[("kiosks", "blue")])

    def test_who_does_not_trust_the_certificate_sends_nothing(self):
        office = self.up()
        with self.assertRaises(urllib.error.URLError) as caught:
            rig.request(office.url("/write"), b"x", context=ssl.create_default_context())
        self.assertIsInstance(caught.exception.reason, ssl.SSLCertVerificationError)

    def test_a_kiosk_without_a_certificate_is_turned_away_where_the_office_asks_for_one(self):
        with tempfile.TemporaryDirectory(prefix="shca") as folder:
            ours, theirs = Authority(folder, "ours"), Authority(folder, "theirs")
            office = self.up(clients_ca=ours.certificate)
            token = office.office("team", "add", "blue", "--kiosks", 12)
            good = ours.issue("kiosk")
            office.wait_for_token(token, certificate=good)
            line = people(1)[0].line(WEEK)
            self.assertEqual(403, office.post(line, token).status)
            self.assertIn(
                office.post(line, token, certificate=theirs.issue("stranger")).status, (400, 401)
            )
            self.assertEqual([], office.stored("last_over_time({team=~'.+'}[1s])", WEEK))
            self.assertEqual(204, office.post(line, token, certificate=good).status)
            self.assertEqual(401, office.post(line, "wrong", certificate=good).status)
            # Readers need their password, and no certificate.
            self.assertEqual(200, office.reader("/api/v1/query", query="1").status)


if __name__ == "__main__":
    unittest.main()
