"""Organizations and services from JSON: a page of an API, a list, a single one, or one on each line."""

import json
import re
from json import JSONDecodeError

from .problems import CannotRead
from .rows import Row
from .texts import NOT_UTF_8, Counted, encoding_of, text_of

PORTION = 1 << 16
# Characters of one record; a real one has some thousands.
LONGEST = 4 << 20
BLANK = re.compile(r"[\s\ufeff]*")
# Where the pages of HSDS 3 and of the APIs before it keep their records.
CONTENTS = ["contents", "items", "results"]


def _no_constant(name):
    raise ValueError(f"{name} is no JSON")


DECODER = json.JSONDecoder(parse_constant=_no_constant)


class JsonFile:
    """The JSON file at `path`, of which no more is held in memory than one record and 64 kB."""

    def __init__(self, path):
        self.path = path
        self.size = max(path.stat().st_size, 1)
        self.notes = []

    def rows(self):
        encoding = encoding_of(lambda: self.path.open("rb"))
        if encoding not in {"utf-8-sig", "utf-16"}:
            self.notes.append(NOT_UTF_8)
        is_lines = self._is_one_a_line(encoding)
        counted = Counted(self.path.open("rb", buffering=0))
        with text_of(counted, encoding) as stream:
            for place, record, problem in _lines(stream) if is_lines else _values(_Feed(stream)):
                yield Row(place, record, min(counted.count / self.size, 1), problem)

    def _is_one_a_line(self, encoding):
        with text_of(Counted(self.path.open("rb", buffering=0)), encoding) as stream:
            for line in iter(lambda: stream.readline(LONGEST), ""):
                if line.strip():
                    return _is_record(line)
        return False


def _is_record(line):
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        return False
    return isinstance(value, dict) and not any(isinstance(value.get(name), list) for name in CONTENTS)


def _lines(stream):
    """(place, record, problem) of each line that has something in it."""
    number = 0
    while line := stream.readline(LONGEST):
        number += 1
        if len(line) == LONGEST and not line.endswith("\n"):
            raise CannotRead(f"Line {number:,} is longer than {LONGEST:,} characters. Nothing was imported.")
        if line.strip():
            yield f"line {number}", *_record_of(line)


def _record_of(line):
    try:
        return DECODER.decode(line.strip().removeprefix("\ufeff")), ""
    except RecursionError:
        return None, "it is nested too deeply."
    except ValueError as error:
        return None, f"it is not JSON: {error}."


def _values(feed):
    """(place, record, problem) of each record in what is, at its top, a list, an object or several of them."""
    number = 0
    while sign := feed.peek():
        if sign not in "[{":
            raise feed.broken("a list or an object should begin here")
        for line, record in feed.items() if sign == "[" else _records_of(feed):
            number += 1
            yield f"line {line:,} (record {number:,})", record, ""


def _records_of(feed):
    """(line, record) of each in the page that stands at the feed, or the object there itself."""
    line, record, is_page = feed.line, {}, False
    feed.take("{")
    while feed.peek() != "}":
        name = feed.value()
        if not isinstance(name, str):
            raise feed.broken("the name of a value should stand here")
        feed.take(":")
        if name in CONTENTS and feed.peek() == "[":
            is_page = True
            yield from feed.items()
        else:
            record[name] = feed.value()
        if feed.peek() != "}":
            feed.take(",")
    feed.take("}")
    if not is_page:
        yield line, record


class _Feed:
    """JSON text of which only the next value is held."""

    def __init__(self, stream):
        self.stream = stream
        self.text = ""
        self.line = 1
        self.is_over = False

    def broken(self, why):
        return CannotRead(f"Line {self.line:,} is not JSON: {why}. Nothing was imported.")

    def peek(self):
        """The next sign that is not blank, or nothing at the end."""
        while True:
            self._pass(BLANK.match(self.text).end())
            if self.text or self.is_over:
                return self.text[:1]
            self._read()

    def take(self, sign):
        if self.peek() != sign:
            raise self.broken(f"“{sign}” should stand here" if self.text else "it ends too early")
        self._pass(1)

    def items(self):
        """(line, value) of each item of the list that stands here."""
        self.take("[")
        while self.peek() != "]":
            line = self.line
            yield line, self.value()
            if self.peek() != "]":
                self.take(",")
        self.take("]")

    def value(self):
        self.peek()
        while True:
            try:
                value, end = DECODER.raw_decode(self.text)
                # A number may go on in what is not read yet.
                if end < len(self.text) or self.is_over:
                    self._pass(end)
                    return value
            except JSONDecodeError as error:
                if self.is_over:
                    raise self.broken(f"{error.msg}, at sign {error.colno} of it") from error
            except (ValueError, RecursionError) as error:
                raise self.broken("it has a number that is none, or is nested too deeply") from error
            self._read()

    def _read(self):
        # As much again, so that a long record is not tried too often.
        portion = self.stream.read(max(PORTION, len(self.text)))
        self.is_over = not portion
        self.text += portion
        if len(self.text) > LONGEST + PORTION:
            raise CannotRead(
                f"The record on line {self.line:,} is longer than {LONGEST:,} characters, or not JSON."
                " Nothing was imported."
            )

    def _pass(self, count):
        self.line += self.text.count("\n", 0, count)
        self.text = self.text[count:]
