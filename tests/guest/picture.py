"""Screen pictures: PPM as QEMU writes it, PNG to keep, and questions about their pixels."""

import struct
import zlib


class Picture:
    """An RGB picture, as read from the PPM that QEMU writes."""

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
            file.write(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) +
                       chunk(b"IDAT", zlib.compress(raw, 6)) + chunk(b"IEND", b""))
