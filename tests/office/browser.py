"""Headless Chromium, driven over WebDriver with nothing but Python's own library."""

import base64
import json
import os
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request

ELEMENT = "element-6066-11e4-a52e-4f735466cecf"


class Browser:
    """A context: chromedriver on a free loopback port and one window."""

    def __init__(self, width=1280, height=900, light=False):
        self.size = (width, height)
        self.light = light

    def __enter__(self):
        self.profile = tempfile.TemporaryDirectory(prefix="shbrowser", ignore_cleanup_errors=True)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.driver = subprocess.Popen(
            ["chromedriver", f"--port={self.port}", "--silent"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "HOME": self.profile.name},
        )
        self.session = ""
        arguments = [
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--force-prefers-reduced-motion",
            "--blink-settings=preferredColorScheme=" + ("1" if self.light else "0"),
            f"--window-size={self.size[0]},{self.size[1]}",
            f"--user-data-dir={self.profile.name}/profile",
        ]
        wish = {"goog:chromeOptions": {"args": arguments}, "goog:loggingPrefs": {"browser": "ALL"}}
        for _ in range(200):
            try:
                made = self.call("POST", "", {"capabilities": {"alwaysMatch": wish}})
                break
            except (OSError, urllib.error.URLError):
                time.sleep(0.1)
        self.session = "/" + made["sessionId"]
        return self

    def __exit__(self, *_):
        try:
            self.call("DELETE", "")
        finally:
            self.driver.terminate()
            self.driver.wait(timeout=30)
            self.profile.cleanup()

    def call(self, method, path, body=None):
        asked = urllib.request.Request(
            f"http://127.0.0.1:{self.port}/session{self.session}{path}",
            json.dumps(body if body is not None else {}).encode() if method == "POST" else None,
            {"Content-Type": "application/json"},
            method=method,
        )
        with urllib.request.urlopen(asked, timeout=60) as reply:
            return json.loads(reply.read())["value"]

    def open(self, url):
        self.call("POST", "/url", {"url": url})

    def run(self, script, *arguments):
        return self.call("POST", "/execute/sync", {"script": script, "args": list(arguments)})

    def until(self, script):
        """Waits for a script to return something true, and returns it."""
        for _ in range(150):
            found = self.run(f"return {script}")
            if found:
                return found
            time.sleep(0.1)
        raise AssertionError(f"never came true: {script}")

    def keys(self, text):
        """Types into whatever has the focus."""
        steps = [{"type": kind, "value": key} for key in text for kind in ("keyDown", "keyUp")]
        self.call("POST", "/actions", {"actions": [{"type": "key", "id": "k", "actions": steps}]})

    def complaints(self):
        """What the page's console says, above all of the Content-Security-Policy."""
        lines = self.call("POST", "/se/log", {"type": "browser"})
        return [line["message"] for line in lines if line["level"] in ("SEVERE", "WARNING")]

    def picture(self, path, whole=True):
        if whole:
            height = self.run("return document.documentElement.scrollHeight")
            self.call("POST", "/window/rect", {"width": self.size[0], "height": height + 140})
        with open(path, "wb") as file:
            file.write(base64.b64decode(self.call("GET", "/screenshot")))

    def print_page(self, path):
        with open(path, "wb") as file:
            file.write(base64.b64decode(self.call("POST", "/print", {"background": True})))
