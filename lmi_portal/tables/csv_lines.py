"""Rows of a CSV file as spreadsheets and information systems write it, one at a time."""

import csv
import io
from itertools import chain

from django.utils.translation import gettext as _

from .problems import CannotRead, Problem

# Bytes; a longer line is no line of a list.
LONGEST_LINE = 1 << 20


def csv_rows(file):
    """Yield (line that it begins on, cells) of the binary `file`: UTF-8, with commas, semicolons or tabs.

    Nothing but the row at hand is held. Raises CannotRead.
    """
    lines, line, reader = _lines(file), 1, None
    try:
        first = next(lines, "")
        reader = csv.reader(chain([first], lines), delimiter=delimiter_of(first), strict=True)
        for cells in reader:
            yield line, cells
            line = reader.line_num + 1
    except csv.Error as error:
        raise _cannot_read(line, _("This is no line of a CSV file: perhaps a quotation mark is not closed.")) from error
    except UnicodeDecodeError as error:
        line = reader.line_num + 1 if reader else line
        raise _cannot_read(line, _("This is no CSV file in UTF-8. Save it again as “CSV UTF-8”.")) from error


def delimiter_of(line, among=",;\t"):
    """Whichever of the characters `among` a file's first line has the most of."""
    return max(among, key=line.count)


def _lines(file):
    file.seek(0)
    encoding = "utf-8-sig"
    while line := file.readline(LONGEST_LINE):
        if len(line) == LONGEST_LINE:
            raise csv.Error("line too long")
        if b"\0" in line:
            # UTF-16 is full of it, and PostgreSQL keeps no text with it.
            raise UnicodeDecodeError("utf-8", line, line.index(b"\0"), line.index(b"\0") + 1, "NUL")
        # Also at the lone carriage returns of old programs.
        yield from io.StringIO(line.decode(encoding), newline="")
        encoding = "utf-8"


def _cannot_read(line, sentence):
    return CannotRead([Problem(line, _("whole line"), sentence)])
