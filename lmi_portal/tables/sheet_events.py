"""What the XML inside a workbook says, part by part, as it is read."""

import re
from xml.parsers.expat import ParserCreate

from .cells import shown

AT_ONCE = 64 * 1024
# Excel's own limit for a cell; no list has so many columns.
LONGEST_TEXT, MOST_COLUMNS, MOST_TAGS = 32_767, 500, 100_000


def events_of(archive, path, events):
    """Feed the part at `path` to `events` and yield what it has ready after each portion."""
    parser = ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse
    parser.StartElementHandler = lambda name, given: events.start(_local(name), given)
    parser.EndElementHandler = lambda name: events.end(_local(name))
    parser.CharacterDataHandler = events.say
    fed = 0
    with archive.open(path) as part:
        while data := part.read(AT_ONCE):
            parser.Parse(data)
            fed += len(data)
            # A name or an attribute without end would be looked through again with every portion.
            if fed - parser.CurrentByteIndex > 4 * AT_ONCE:
                raise ValueError("an endless token")
            yield from events.ready()
    parser.Parse(b"", True)
    yield from events.ready()


def _local(name):
    return name.rpartition(" ")[2]


def _refuse(*_given):
    raise ValueError("Office writes no document types; they are where entities multiply")


class Events:
    """Gathers the text within the tags of `TEXTS`; how it is pronounced, as Japanese lists say, is no part of it."""

    TEXTS = frozenset()

    def __init__(self):
        self.found, self.pieces, self.length = [], [], 0
        self.is_text = self.is_phonetic = False

    def start(self, name, given):
        self.is_phonetic = self.is_phonetic or name == "rPh"
        self.is_text = name in self.TEXTS and not self.is_phonetic

    def end(self, name):
        self.is_text = False
        self.is_phonetic = self.is_phonetic and name != "rPh"

    def say(self, text):
        if self.is_text:
            self.length += len(text)
            if self.length > LONGEST_TEXT:
                raise ValueError("a text longer than a cell's")
            self.pieces.append(text)

    def take_text(self):
        text = "".join(self.pieces)
        self.pieces, self.length = [], 0
        return text

    def ready(self):
        return ()


class TagEvents(Events):
    """`found` are the attributes of every tag of one name, as {local name: text}."""

    def __init__(self, name):
        super().__init__()
        self.name = name

    def start(self, name, given):
        if name == self.name:
            self.found.append({_local(key): text for key, text in given.items()})
            if len(self.found) > MOST_TAGS:
                raise ValueError("more tags than a workbook has")


class StringEvents(Events):
    """`found` are the texts that cells name by their number."""

    TEXTS = frozenset({"t"})

    def end(self, name):
        super().end(name)
        if name == "si":
            self.found.append(self.take_text())


class StyleEvents(Events):
    """`found` are the number formats of cells by the number of their style."""

    def __init__(self):
        super().__init__()
        self.codes, self.is_in_cells = {}, False

    def start(self, name, given):
        if name == "numFmt":
            self.codes[given["numFmtId"]] = given["formatCode"]
        elif name == "cellXfs":
            self.is_in_cells = True
        elif name == "xf" and self.is_in_cells:
            number = given.get("numFmtId", "0")
            self.found.append(self.codes.get(number, number))
            if len(self.found) > MOST_TAGS or len(self.codes) > MOST_TAGS:
                raise ValueError("more styles than Excel knows")

    def end(self, name):
        if name == "cellXfs":
            self.is_in_cells = False


class SheetEvents(Events):
    """Has the rows ready: (row from 1, cells as text)."""

    TEXTS = frozenset({"v", "t"})

    def __init__(self, strings, formats, *, is_1904):
        super().__init__()
        self.strings, self.formats, self.is_1904 = strings, formats, is_1904
        self.row, self.column, self.cells, self.given, self.done = 0, 0, {}, None, []

    def start(self, name, given):
        super().start(name, given)
        if name == "row":
            self.row, self.column, self.cells = int(given.get("r", self.row + 1)), 0, {}
        elif name == "c":
            self.column = _column(given["r"]) if "r" in given else self.column + 1
            self.given = given

    def end(self, name):
        super().end(name)
        if name == "c":
            self._end_cell()
        elif name == "row" and self.cells:
            width = max(self.cells)
            self.done.append((self.row, [self.cells.get(column, "") for column in range(1, width + 1)]))
            self.cells = {}

    def ready(self):
        done, self.done = self.done, []
        return done

    def _end_cell(self):
        said, kind, style = self.take_text(), self.given.get("t", "n"), int(self.given.get("s", 0))
        if not said:
            return
        if kind == "s":
            said = self.strings[int(said)]
        elif kind == "b":
            said = "TRUE" if said == "1" else "FALSE"
        elif kind == "n":
            said = shown(said, self.formats[style] if self.formats else "0", is_1904=self.is_1904)
        if said:
            if self.column > MOST_COLUMNS:
                raise ValueError("more columns than a list has")
            self.cells[self.column] = said


def _column(reference):
    found = re.fullmatch("([A-Z]{1,3})[0-9]+", reference)
    if not found:
        raise ValueError("no place in a sheet")
    number = 0
    for letter in found[1]:
        number = 26 * number + ord(letter) - ord("A") + 1
    return number
