"""Certificates for one run of the tests, made by openssl."""

import base64
import hashlib
import ssl
import subprocess
import warnings


class Certificates:
    """Made by openssl for one run: who signed it, for which host, until when."""

    def __init__(self, folder):
        self.folder = folder
        for authority in ("ours", "strangers"):
            self.openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
                         "-nodes", "-keyout", f"{authority}.key", "-out", f"{authority}.pem",
                         "-days", "2", "-subj", f"/CN={authority}")
        for name, authority, host, end in (
            ("good", "ours", "IP:127.0.0.1", "20991231000000Z"),
            ("expired", "ours", "IP:127.0.0.1", "20200102000000Z"),
            ("elsewhere", "ours", "DNS:office.example", "20991231000000Z"),
            ("stranger", "strangers", "IP:127.0.0.1", "20991231000000Z"),
            ("client", "ours", "DNS:kiosk.example", "20991231000000Z"),
        ):
            self.sign(name, authority, f"subjectAltName = {host}", end)
        self.sign("between", "ours", "basicConstraints = critical, CA:TRUE", "20991231000000Z")
        self.sign("orphan", "between", "subjectAltName = IP:127.0.0.1", "20991231000000Z")

    def openssl(self, *words):
        return subprocess.run(["openssl", *words], cwd=self.folder, check=True,
                              capture_output=True).stdout

    def sign(self, name, authority, extension, end):
        (self.folder / "index").write_text("")
        (self.folder / "ca.conf").write_text(
            "[ca]\ndefault_ca = a\n[a]\ndatabase = index\nnew_certs_dir = .\nrand_serial = yes\n"
            f"default_md = sha256\npolicy = p\nx509_extensions = x\n[p]\ncommonName = supplied\n"
            f"[x]\n{extension}\n"
        )
        self.openssl("req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
                     "-nodes", "-keyout", f"{name}.key", "-out", f"{name}.csr",
                     "-subj", f"/CN={name}")
        self.openssl("ca", "-batch", "-notext", "-config", "ca.conf", "-in", f"{name}.csr",
                     "-out", f"{name}.pem", "-cert", f"{authority}.pem",
                     "-keyfile", f"{authority}.key",
                     "-startdate", "20200101000000Z", "-enddate", end)

    def context(self, name):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.folder / f"{name}.pem", self.folder / f"{name}.key")
        return context

    def old_context(self):
        """Nothing newer than TLS 1.1, which Debian's OpenSSL offers only when asked to be weak."""
        context = self.context("good")
        context.set_ciphers("DEFAULT:@SECLEVEL=0")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            context.minimum_version = context.maximum_version = ssl.TLSVersion.TLSv1_1
        return context

    def pin(self, name):
        key = self.openssl("pkey", "-in", f"{name}.key", "-pubout", "-outform", "DER")
        return "sha256//" + base64.b64encode(hashlib.sha256(key).digest()).decode()
