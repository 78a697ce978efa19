"""A scripted server on a raw socket: one that answers as a test says, to the byte."""

import gzip
import socket
import struct
import threading
import time

TOKEN = "sesame-open-7f3a91"
GOOD = b"HTTP/1.1 204 No Content\r\nServer: ours\r\n\r\n"
RECEIPT = b'HTTP/1.1 200 OK\r\nContent-Length: 18\r\n\r\n{"accepted": true}'


def answer(status, body=b"", *headers):
    lines = [f"HTTP/1.1 {status} Whatever {TOKEN}", f"Content-Length: {len(body)}", *headers]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


class Server:
    """Does with each request what `script(connection, body)` does; that returns False to hang up.

    `stored` is what was said to be accepted, a count a line; `asked` counts requests, `met` connections.
    """

    def __init__(self, context=None):
        self.context = context
        self.script = self.accept
        self.stored = {}
        self.asked = 0
        self.met = 0
        self.heads = []
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.is_over = threading.Event()
        self.thread = threading.Thread(target=self.listen)
        self.thread.start()

    def close(self):
        self.is_over.set()
        socket.create_connection(("127.0.0.1", self.port)).close()
        self.thread.join()
        self.listener.close()

    def listen(self):
        while True:
            connection = self.listener.accept()[0]
            if self.is_over.is_set():
                connection.close()
                return
            self.met += 1
            connection.settimeout(5)
            try:
                if self.context:
                    connection = self.context.wrap_socket(connection, server_side=True)
                while self.serve(connection):
                    pass
            except OSError:
                pass
            connection.close()

    def serve(self, connection):
        head = b""
        while b"\r\n\r\n" not in head:
            more = connection.recv(65536)
            if not more:
                return False
            head += more
        head, body = head.split(b"\r\n\r\n", 1)
        headers = dict(line.lower().split(b": ", 1) for line in head.split(b"\r\n")[1:])
        while len(body) < int(headers[b"content-length"]):
            body += connection.recv(65536)
        if headers.get(b"content-encoding") == b"gzip":
            body = gzip.decompress(body)
        self.asked += 1
        self.heads.append(head)
        return self.script(connection, body)

    def store(self, body):
        for line in body.decode().splitlines():
            self.stored[line] = self.stored.get(line, 0) + 1

    def accept(self, connection, body):
        self.store(body)
        connection.sendall(GOOD)
        return True

    def accept_json(self, connection, body):
        self.store(body)
        connection.sendall(RECEIPT)
        return True


def says(data):
    """Sends just that and hangs up."""

    def script(connection, _body):
        connection.sendall(data)
        return False

    return script


def resets_behind(data):
    def script(connection, _body):
        if data:
            connection.sendall(data)
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        return False

    return script


def goes_on(first, more, pause_s):
    """Until the other side has enough."""

    def script(connection, _body):
        connection.sendall(first)
        while True:
            connection.sendall(more)
            time.sleep(pause_s)

    return script


def never_answers(connection, _body):
    return connection.recv(1) != b""
