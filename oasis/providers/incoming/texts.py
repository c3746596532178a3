"""Bytes of a file as text, whichever of the usual encodings they are in, a portion at a time."""

import codecs
import io

PORTION = 1 << 16
NOT_UTF_8 = "It is not in UTF-8 and was read as Windows-1252, an older code of the West: look at letters with accents."


class Counted(io.RawIOBase):
    """A binary stream that knows how many of its bytes were read."""

    def __init__(self, stream):
        self.stream = stream
        self.count = 0

    def readable(self):
        return True

    def readinto(self, buffer):
        read = self.stream.read(len(buffer))
        buffer[: len(read)] = read
        self.count += len(read)
        return len(read)

    def close(self):
        self.stream.close()
        super().close()


def encoding_of(open_binary):
    """The name of the encoding in which what `open_binary` opens can be read to its end."""
    with open_binary() as stream:
        start = stream.read(4)
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    return next((name for name in ("utf-8-sig", "cp1252") if _fits(open_binary, name)), "latin-1")


def _fits(open_binary, name):
    decoder = codecs.getincrementaldecoder(name)()
    with open_binary() as stream:
        try:
            while portion := stream.read(PORTION):
                decoder.decode(portion)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True


def text_of(counted, encoding):
    """A text stream over a Counted, its line ends as they are."""
    return io.TextIOWrapper(io.BufferedReader(counted, PORTION), encoding=encoding, errors="replace", newline="")
