#!/usr/bin/env python3
"""secondheart-sync against servers that TLS does not let it trust.

Usage: faults_tls.py SECONDHEART-SYNC QUEUE-WEEKS   (paths)
Rerun one: the same and TlsFaults.test_NAME
"""

import pathlib
import random
import socket
import ssl
import tempfile
import time

from certificates import Certificates
from server import GOOD, Case, main


class TlsFaults(Case):
    """The same promises where the connection itself cannot be trusted."""

    @classmethod
    def setUpClass(cls):
        cls.temporary = tempfile.TemporaryDirectory(prefix="shfaults")
        cls.addClassCleanup(cls.temporary.cleanup)
        cls.certificates = Certificates(pathlib.Path(cls.temporary.name))
        cls.trusting = f"ca_file = {cls.temporary.name}/ours.pem\n"

    def assert_then_mended(self, certificate, wrong, right, reason, wants_client=False):
        context = self.certificates.context(certificate)
        if wants_client:
            context.verify_mode = ssl.CERT_REQUIRED
            context.load_verify_locations(self.certificates.folder / "ours.pem")
        server = self.server(context)
        kiosk = self.kiosk(server, more=wrong, scheme="https")
        self.assert_kept(kiosk, "waiting", reason)
        self.assertEqual(0, server.asked)
        if certificate != "good":
            server.context = self.certificates.context("good")
        kiosk.configure(right)
        self.assert_arrives(kiosk, server)

    def test_nothing_is_sent_to_a_certificate_that_does_not_hold(self):
        for certificate in ("expired", "elsewhere", "stranger", "orphan"):
            with self.subTest(certificate=certificate):
                self.assert_then_mended(certificate, self.trusting, self.trusting, "not safe")
        with self.subTest("an authority nobody named"):
            self.assert_then_mended("good", "", self.trusting, "not safe")

    def test_nothing_is_sent_to_another_key_than_the_pinned_one(self):
        pins = [f"{self.trusting}pinned_key = {self.certificates.pin(name)}\n"
                for name in ("stranger", "good")]
        self.assert_then_mended("good", *pins, "not safe")

    def test_a_server_that_wants_a_certificate_of_ours(self):
        ours = f"client_cert = {self.temporary.name}/client.pem\n"
        ours += f"client_key = {self.temporary.name}/client.key\n"
        self.assert_then_mended("good", self.trusting, self.trusting + ours, "", wants_client=True)

    def test_plain_http_where_tls_was_expected(self):
        server = self.server()
        kiosk = self.kiosk(server, more=self.trusting, scheme="https")
        server.serve = lambda connection: bool(connection.sendall(GOOD))
        self.assert_kept(kiosk, "waiting", "not safe")

    def test_a_chain_is_whole_with_the_certificate_in_between(self):
        folder = self.certificates.folder
        (folder / "chain.pem").write_text(
            (folder / "orphan.pem").read_text() + (folder / "between.pem").read_text())
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(folder / "chain.pem", folder / "orphan.key")
        server = self.server(context)
        self.assert_arrives(self.kiosk(server, more=self.trusting, scheme="https"), server)

    def test_nothing_is_sent_by_an_old_version(self):
        server = self.server(self.certificates.old_context())
        kiosk = self.kiosk(server, more=self.trusting, scheme="https")
        with ssl_client(server.port) as client:
            self.assertEqual("TLSv1.1", client.version())
        # Nor where the machine's own configuration would let it.
        weak = self.folder / "openssl.cnf"
        weak.write_text("openssl_conf = o\n[o]\nssl_conf = s\n[s]\nsystem_default = d\n[d]\n"
                        "MinProtocol = TLSv1\nCipherString = DEFAULT:@SECLEVEL=0\n")
        plain = kiosk.command
        kiosk.command = lambda *more: ["env", f"OPENSSL_CONF={weak}", *plain(*more)]
        self.assert_kept(kiosk, "waiting", "not safe")
        self.assertEqual(0, server.asked)
        server.context = self.certificates.context("good")
        self.assert_arrives(kiosk, server)

    def test_a_handshake_that_never_ends_does_by_the_timeout(self):
        for hello in (b"", b"\x16\x03\x03\x40\x00", b"\x16\x03\x03\x00\x41\x02\x00\x00\x3d"):
            with self.subTest(hello=hello):
                server = self.server()
                kiosk = self.kiosk(server, more=self.trusting, scheme="https")

                def waits(connection, hello=hello):
                    connection.sendall(hello)
                    while connection.recv(65536):
                        pass
                    return False

                accept, server.serve = server.serve, waits
                start_mono_s = time.monotonic()
                self.assert_kept(kiosk, "waiting", "in time")
                self.assertLess(time.monotonic() - start_mono_s, 4)
                server.serve, server.context = accept, self.certificates.context("good")
                self.assert_arrives(kiosk, server)

    def test_a_handshake_that_is_none(self):
        draw = random.Random(7)
        noise = [draw.randbytes(draw.randint(1, 3000)) for _ in range(6)]
        for hello in (b"", b"\x00" * 5, b"\x15\x03\x03\x00\x02\x02\x28", b"\x16\x03\x03\xff\xff",
                      b"\x16\x03\x03\x00\x00" * 1000, b"\x14\x03\x03\x00\x01\x01", *noise):
            with self.subTest(hello=hello[:20]):
                server = self.server()
                kiosk = self.kiosk(server, more=self.trusting, scheme="https")
                server.serve = lambda connection, hello=hello: bool(connection.sendall(hello))
                self.assert_kept(kiosk, "waiting", "not safe")
                self.assertEqual(0, server.asked)


def ssl_client(port):
    """One that would talk to anybody."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    context.set_ciphers("DEFAULT:@SECLEVEL=0")
    context.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
    return context.wrap_socket(socket.create_connection(("127.0.0.1", port)))


if __name__ == "__main__":
    main()
