"""Answers that no server in its senses gives, drawn from a seed.

`draw_answer` returns the bytes, and whether app/sync/README.md calls them a delivery: True, False,
or None where HTTP leaves it open. What is open may be taken for a delivery only if `may_deliver`.
"""

import gzip
import random
import re
import zlib

RECEIPT_TEXT = b'{"accepted": true}'
NOT_RECEIPTS = (
    b" ", b"\n", b"null", b"true", b"[]", b"{}", b"\xef\xbb\xbf" + RECEIPT_TEXT, b"\xff\xfe",
    b'{"accepted": false}', b'{"accepted": "true"}', b'{"accepted": 1}', b'{"accepted": true',
    b'{"accepted": true, "accepted": true}', RECEIPT_TEXT + b"x", RECEIPT_TEXT + b"\0",
    b"\0" + RECEIPT_TEXT, b'{"accepted": true, "n": 1e99999}', b'{"accepted": true, "s": "\xc3"}',
    b"[" * 4000, b'{"a":' * 700, b"[" + RECEIPT_TEXT + b"]", b"<html>Welcome!</html>",
    RECEIPT_TEXT[:-1] + b" " * 5000 + b"}", b"%s%n%x" * 300, b'{"\\u0000accepted": true}',
)
RECEIPTS = (RECEIPT_TEXT, b"", b' {"id": [1, {}], "accepted":true}\n', b'{"accepted": true, "": 0}')
WAITS = (
    "-1", "0", "1e99", "1E99999", "9" * 400, "9223372036854775807", "9223372036854775808",
    "-9223372036854775808", "18446744073709551615", "0x7fffffff", " 7 ", "7;8", "", "NaN", "\xff",
    "Thu, 01 Jan 1970 00:00:00 GMT", "Sun, 31 Dec 2999 23:59:59 GMT",
    "Fri, 13 Dec 1901 20:45:52 GMT",
    "Mon, 99 Zzz 99999 99:99:99 GMT", "Tue, 19 Jan 2038 03:14:08 GMT", "86401", "1" + " " * 3000,
)
LENGTHS = (b"-1", b"-9223372036854775808", b"9223372036854775807", b"9223372036854775808",
           b"1" * 400, b"1e9", b"0x12", b"18, 19", b"abc", b"", b"4294967314", b"2000000000")
CHUNK_SIZES = (b"ffffffffffffffff", b"7fffffffffffffff", b"10000000000000012", b"-12", b"zz", b"",
               b"0x12", b"1" * 100, b"80000000", b"fffffffe")
STATUS_LINES = (b"HTTP/1.1 2O4 x", b"HTTP/1.1 20 x", b"HTTP/1.1 -204 x", b"HTTP/1.1", b"HTTP/1.1 ",
                b"HTTP/9.9 204 x", b"HTTP/1.1 000 x", b"HTTP/1.1 099 x", b"HTTP/1.1 999 x", b"204",
                b"ICY 204 x", b"RTSP/1.0 204 x", b"HTTP/1.1 \xb2\xb0\xb4 x", b"HTTP/%d.%s 204 x",
                b"HTTP/1.1\0 204 x", b"HTTP/1.1 2\x0004 x", b"GET / HTTP/1.1")
HEADERS = (
    b"Location: http://127.0.0.1:1/", b"WWW-Authenticate: Negotiate", b"WWW-Authenticate: NTLM",
    b"WWW-Authenticate: Digest realm=x, nonce=" + b"y" * 3000, b"Set-Cookie: a=" + b"b" * 5000,
    b"Connection: upgrade, close, keep-alive", b"Upgrade: h2c", b"Keep-Alive: timeout=-1, max=1e9",
    b"Alt-Svc: h2=\"127.0.0.1:1\"; ma=99999999999", b"Strict-Transport-Security: max-age=-1",
    b"Trailer: X", b"Date: never", b"Last-Modified: Thu, 01 Jan 0000 00:00:00 GMT",
    b"Content-Range: bytes 9-1/-3", b"Proxy-Authenticate: Basic", b"Expect: 100-continue",
    b"X-Folded: a\r\n b\r\n\tc", b"X-Empty:", b"X: " + bytes(range(128, 256)),
    b"Content-Type: \x7f",
)


def make_bomb(mebibytes=64):
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    pieces = [packer.compress(bytes(1 << 20)) for _ in range(mebibytes)]
    return b"".join(pieces) + packer.flush()


BOMB = make_bomb()


class Answer:
    """One in the making; `is_delivery` follows each change."""

    def __init__(self, draw, form):
        self.draw = draw
        self.status = draw.choice((200, 200, 201, 202, 204, 204, 204, 400, 401, 403, 404, 413,
                                   429, 503, 206, 302, 304, 417, 511))
        self.body = draw.choice(RECEIPTS if draw.random() < 0.6 else NOT_RECEIPTS)
        if self.status == 204:
            self.is_delivery = True
        else:
            self.is_delivery = (form == "json" and self.status in (200, 201, 202)
                                and self.body in RECEIPTS)
        self.line = b"HTTP/1.1 %d x" % self.status
        self.before = b""
        self.headers = []
        self.is_framed = False
        self.end = b"\r\n"
        self.cut = None

    def opens(self):
        """From here on HTTP leaves it open; a 'no' stays one."""
        if self.is_delivery:
            self.is_delivery = None

    def breaks(self):
        """The body is not whole. That of a 204, or of what is read without one, is none."""
        self.is_framed = True
        self.is_delivery = None if self.status == 204 and self.is_delivery is not False else False

    def frame(self):
        if self.is_framed:
            return
        if self.draw.random() < 0.3 and self.body:
            half = len(self.body) // 2
            self.headers.append(b"Transfer-Encoding: chunked")
            parts = [part for part in (self.body[:half], self.body[half:]) if part]
            self.body = b"".join(b"%x;e=1\r\n%s\r\n" % (len(part), part) for part in parts)
            self.body += b"0\r\n" + self.draw.choice((b"", b"X-Trailer: 1\r\n")) + b"\r\n"
        else:
            self.headers.append(b"Content-Length: %d" % len(self.body))

    def render(self):
        self.frame()
        self.draw.shuffle(self.headers)
        head = self.end.join([self.line, *self.headers]) + self.end * 2
        whole = self.before + head + self.body
        if self.cut is None:
            return whole
        length = int(self.cut * len(whole))
        if length < len(self.before) + len(head):
            self.is_delivery = False
        elif length < len(whole) and self.status != 204:
            self.is_delivery = False
        return whole[:length]


def add_waits(answer):
    for _ in range(answer.draw.choice((1, 1, 1, 2, 40))):
        wait = answer.draw.choice(WAITS)
        answer.headers.append(b"Retry-After: " + wait.encode("latin-1"))


def add_headers(answer):
    answer.headers += answer.draw.choices(HEADERS, k=answer.draw.randint(1, 12))


def add_thousands(answer):
    count = answer.draw.choice((300, 1500, 4000))
    answer.headers += [b"X-%d: %s" % (i, b"y" * answer.draw.randint(0, 20)) for i in range(count)]


def add_giant(answer):
    answer.headers.append(b"X-Giant: " + b"z" * answer.draw.choice((90000, 150000, 1000000)))
    answer.opens()


def add_nul(answer):
    if answer.draw.random() < 0.5:
        answer.line += b"\0" * answer.draw.randint(1, 9)
    else:
        answer.headers.append(b"X-Nul\0: a\0b")
    answer.is_delivery = False


def fold_length(answer):
    answer.headers.append(b"Content-Length:\r\n\t%d\r\n " % len(answer.body))
    answer.is_framed = True
    answer.opens()


def lie_about_length(answer):
    for _ in range(answer.draw.choice((1, 1, 2))):
        answer.headers.append(b"Content-Length: " + answer.draw.choice(LENGTHS))
    answer.breaks()


def promise_more(answer):
    answer.headers.append(b"Content-Length: %d" % (len(answer.body) + answer.draw.randint(1, 99)))
    answer.breaks()


def overflow_chunk(answer):
    answer.headers.append(b"Transfer-Encoding: chunked")
    if answer.draw.random() < 0.3:
        answer.headers.append(b"Content-Length: %d" % len(answer.body))
    answer.body = answer.draw.choice(CHUNK_SIZES) + b"\r\n" + answer.body + b"\r\n"
    answer.breaks()


def drop_bomb(answer):
    kind = answer.draw.choice((b"Content-Encoding: gzip", b"Transfer-Encoding: gzip",
                               b"Transfer-Encoding: gzip, gzip, gzip, gzip, gzip, gzip, gzip",
                               b"Content-Encoding: deflate, br, zstd"))
    answer.body = BOMB
    answer.headers.append(kind)
    answer.breaks()


def pack(answer):
    answer.body = gzip.compress(answer.body)
    answer.headers.append(b"Content-Encoding: gzip")
    answer.opens()


def add_interim(answer):
    interim = b"HTTP/1.1 %d x\r\nX: y\r\n\r\n"
    answer.before = b"".join(interim % answer.draw.choice((100, 102, 103, 150))
                             for _ in range(answer.draw.choice((1, 2, 50))))


def switch_protocol(answer):
    answer.before += b"HTTP/1.1 101 x\r\nUpgrade: h2c\r\nConnection: upgrade\r\n\r\n"
    answer.opens()


def spoil_status(answer):
    answer.line = answer.draw.choice(STATUS_LINES)
    answer.is_delivery = False


def put_before(answer):
    answer.before = answer.draw.choice((b"\xef\xbb\xbf", b"\0", b" ", b"x" * 5000, b"<html>\r\n"))
    answer.is_delivery = False


def end_otherwise(answer):
    answer.end = answer.draw.choice((b"\n", b"\r", b"\n\r", b"\r\n\0"))
    answer.opens()


def cut_off(answer):
    answer.cut = answer.draw.random()


CHANGES = (add_waits, add_waits, add_headers, add_thousands, add_giant, add_nul, fold_length,
           lie_about_length, promise_more, overflow_chunk, drop_bomb, pack, add_interim,
           switch_protocol, spoil_status, put_before, end_otherwise, cut_off)


def flip(draw, data):
    spoilt = bytearray(data)
    for _ in range(draw.randint(1, 6)):
        if spoilt:
            spoilt[draw.randrange(min(len(spoilt), 300))] = draw.randrange(256)
    return bytes(spoilt)


def draw_answer(seed, number, form):
    draw = random.Random(f"{seed}/{number}")
    answer = Answer(draw, form)
    for change in draw.sample(CHANGES, draw.choice((0, 1, 1, 1, 2, 2, 3))):
        change(answer)
    data = answer.render()
    if draw.random() < 0.15:
        return flip(draw, data), None
    return data, answer.is_delivery


def may_deliver(data, form):
    """Is there a line in it at all that could be the head of a delivery?"""
    wanted = rb"204" if form == "influx" else rb"20[0124]"
    return re.search(rb"(^|[\r\n])HTTP/[^\r\n]{1,8}" + wanted, data) is not None
