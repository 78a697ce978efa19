"""Hands bytes on between a program and a server on loopback, and counts them."""

import socket
import threading


class Relay:
    """A context; `sent` and `received` are what the program's side sent and got."""

    def __init__(self, port):
        self.to_port = port
        self.sent = self.received = 0
        self.threads = []

    def __enter__(self):
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.start(self.accept)
        return self

    def __exit__(self, *_):
        # Closing alone would not end an accept() that waits.
        self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()
        for thread in self.threads:
            thread.join(timeout=10)

    def start(self, *action):
        thread = threading.Thread(target=action[0], args=action[1:], daemon=True)
        self.threads.append(thread)
        thread.start()

    def accept(self):
        while True:
            try:
                program, _ = self.listener.accept()
            except OSError:
                return
            server = socket.create_connection(("127.0.0.1", self.to_port))
            self.start(self.hand_on, program, server, "sent")
            self.start(self.hand_on, server, program, "received")

    def hand_on(self, source, target, counter):
        while True:
            try:
                data = source.recv(65536)
                if not data:
                    target.shutdown(socket.SHUT_WR)
                    return
                setattr(self, counter, getattr(self, counter) + len(data))
                target.sendall(data)
            except OSError:
                return
