"""Screen pictures: PPM as QEMU writes it, PNG as the product does, and what their pixels say."""

import struct
import zlib


PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"


def _paeth(left, above, corner):
    """PNG's fourth predictor: whichever neighbour is nearest to left + above - corner."""
    nearest = left + above - corner
    return min((abs(nearest - left), 0, left), (abs(nearest - above), 1, above),
               (abs(nearest - corner), 2, corner))[2]


PNG_PREDICTORS = (
    lambda left, above, corner: 0,
    lambda left, above, corner: left,
    lambda left, above, corner: above,
    lambda left, above, corner: (left + above) // 2,
    _paeth,
)


def _unfiltered(data, row, step):
    """The rows of a PNG without their filters; row: bytes a row, step: bytes a pixel."""
    rows, above = [], bytes(row)
    for at in range(0, len(data), row + 1):
        predict, line = PNG_PREDICTORS[data[at]], bytearray(data[at + 1:at + 1 + row])
        for i in range(row if data[at] else 0):
            left, corner = (line[i - step], above[i - step]) if i >= step else (0, 0)
            line[i] = (line[i] + predict(left, above[i], corner)) & 255
        above = bytes(line)
        rows.append(above)
    return rows


class Picture:
    """An RGB picture."""

    def __init__(self, width, height, rgb):
        self.width, self.height, self.rgb = width, height, rgb

    @classmethod
    def read_ppm(cls, path):
        with open(path, "rb") as file:
            data = file.read()
        magic, width, height, depth, rgb = cls._split(data)
        if magic != b"P6" or depth != 255:
            raise ValueError(f"not a binary PPM: '{path}'")
        return cls(width, height, rgb)

    @staticmethod
    def _split(data):
        fields, at = [], 0
        while len(fields) < 4:
            end = at
            while not data[end:end + 1].isspace():
                end += 1
            fields.append(data[at:end])
            at = end + 1
        return fields[0], int(fields[1]), int(fields[2]), int(fields[3]), data[at:]

    @classmethod
    def read_png(cls, path):
        """A PNG of 8 bits a channel, RGB or RGBA, not interlaced; alpha is left out."""
        with open(path, "rb") as file:
            data = file.read()
        if not data.startswith(PNG_SIGNATURE):
            raise ValueError(f"not a PNG: '{path}'")
        chunks, at = {}, len(PNG_SIGNATURE)
        while at < len(data):
            length, kind = struct.unpack_from(">I4s", data, at)
            chunks[kind] = chunks.get(kind, b"") + data[at + 8:at + 8 + length]
            at += length + 12
        width, height, *form = struct.unpack(">IIBBBBB", chunks[b"IHDR"])
        if form not in ([8, 2, 0, 0, 0], [8, 6, 0, 0, 0]):
            raise ValueError(f"not RGB or RGBA of 8 bits without interlacing: '{path}'")
        step = 3 if form[1] == 2 else 4
        rows = _unfiltered(zlib.decompress(chunks[b"IDAT"]), step * width, step)
        if step == 4:
            rows = [bytes(byte for i, byte in enumerate(row) if i % 4 < 3) for row in rows]
        return cls(width, height, b"".join(rows))

    def crop(self, left, top, right, bottom):
        """The part from (left, top) to, not including, (right, bottom)."""
        rows = (3 * (y * self.width + left) for y in range(top, bottom))
        return Picture(right - left, bottom - top,
                       b"".join(self.rgb[at:at + 3 * (right - left)] for at in rows))

    def pixel(self, x, y):
        at = 3 * (y * self.width + x)
        return tuple(self.rgb[at:at + 3])

    def colours(self):
        """How many pixels have each colour."""
        counts = {}
        for at in range(0, len(self.rgb), 3):
            colour = self.rgb[at:at + 3]
            counts[colour] = counts.get(colour, 0) + 1
        return {tuple(colour): count for colour, count in counts.items()}

    def changed(self, other):
        """The number of pixels in which two pictures of one size differ."""
        row = 3 * self.width
        return sum(self.rgb[at:at + 3] != other.rgb[at:at + 3]
                   for start in range(0, len(self.rgb), row)
                   if self.rgb[start:start + row] != other.rgb[start:start + row]
                   for at in range(start, start + row, 3))

    def write_png(self, path):
        row = 3 * self.width
        raw = b"".join(b"\0" + self.rgb[at:at + row] for at in range(0, len(self.rgb), row))

        def chunk(kind, body):
            return (struct.pack(">I", len(body)) + kind + body +
                    struct.pack(">I", zlib.crc32(kind + body)))

        header = struct.pack(">IIBBBBB", self.width, self.height, 8, 2, 0, 0, 0)
        with open(path, "wb") as file:
            file.write(PNG_SIGNATURE + chunk(b"IHDR", header) +
                       chunk(b"IDAT", zlib.compress(raw, 6)) + chunk(b"IEND", b""))
