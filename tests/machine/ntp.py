"""A time server for a machine: says the host's time, or another one, and nothing while it is off."""

import socket
import struct
import threading
import time

NTP_EPOCH = 2208988800  # 1970 in seconds since 1900
# systemd-timesyncd asks no other port; what a guest calls 10.0.2.2 is this machine's loopback.
PORT = 123


class TimeServer:
    """On loopback as long as this process. offset_s: what it adds to the host's time; None: it does
    not answer."""

    def __init__(self):
        self.offset_s = None
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind(("127.0.0.1", PORT))
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self):
        while True:
            request, sender = self._socket.recvfrom(512)
            if self.offset_s is not None and len(request) >= 48:
                self._socket.sendto(self._answer(request), sender)

    def _answer(self, request):
        now = time.time() + self.offset_s + NTP_EPOCH
        stamp = struct.pack("!II", int(now), int(now % 1 * 2**32))
        # Version 4, a server of the first stratum that goes by its own clock.
        head = struct.pack("!BBbbII4s", 0x24, 1, 4, -20, 0, 0, b"LOCL")
        return head + stamp + request[40:48] + stamp + stamp
