"""Rows of the first sheet that a workbook (.xlsx) shows, read by openpyxl one at a time.

openpyxl reads XML as trees, so what a file may hold is counted before: a megabyte that somebody made for it can be a
tree of gigabytes, or take an hour.
"""

import re
from contextlib import closing
from itertools import chain
from zipfile import BadZipFile, ZipFile

from django.utils.translation import gettext as _
from openpyxl import load_workbook

from lmi_portal.file_kinds import XLSX, kind_of

from .cells import text_of
from .problems import CannotRead, ProblemOfFile

# What a list that people are written from never comes near; a file made to fill a machine does.
MOST_UNPACKED, MOST_RATIO = 32 * 1024 * 1024, 200
# Tags and attributes: a list of 30,000 people has two million, a row of it some 70.
MOST_NODES, MOST_IN_TREE = 3_500_000, 100_000
TREE_ENDS = re.compile(rb"</(?:\w+:)?(?:row|si)>")
# Excel's own limits for rows and for a cell's text; no list has so many columns.
MOST_ROWS, LONGEST_TEXT, MOST_COLUMNS = 1_048_576, 32_767, 500
# With those that openpyxl puts where a row leaves some out: one tag can stand for 18,000.
MOST_CELLS = 10_000_000


def workbook_rows(file):
    """Yield (row from 1, cells as text) of the binary `file` with a `size`; rows with nothing are left out.

    Raises CannotRead.
    """
    _refuse_bomb(file)
    if kind_of(file, among=[XLSX]) is None:
        raise _cannot_read(
            _(
                "This is no Excel workbook, or one with macros, or damaged. Save it as “Excel Workbook (.xlsx)” or as"
                " “CSV UTF-8”."
            )
        )
    _refuse_thicket(file)
    file.seek(0)
    try:
        with closing(load_workbook(file, read_only=True, data_only=True, keep_links=False)) as book:
            yield from _rows(next(sheet for sheet in book.worksheets if sheet.sheet_state == "visible"))
    except Exception as error:
        # Of a sheet that is whole as a zip and wrong inside, openpyxl raises whatever it stumbles over.
        raise _cannot_read(_("This workbook cannot be read. Save it again from Excel, or as “CSV UTF-8”.")) from error


def _refuse_bomb(file):
    """By what the file says of its parts: nothing is unpacked, and no part yields more than it says."""
    file.seek(0)
    try:
        with ZipFile(file) as archive:
            parts = archive.infolist()
    except (BadZipFile, NotImplementedError, OSError, ValueError):
        # The next question is whether it is a workbook at all.
        return
    unpacked, packed = sum(part.file_size for part in parts), sum(part.compress_size for part in parts)
    if unpacked > MOST_UNPACKED or unpacked > MOST_RATIO * max(packed, 1):
        raise _too_much()


def _refuse_thicket(file):
    """By its tags and attributes: openpyxl lets go of a tree at the end of each row and of each text."""
    file.seek(0)
    nodes = 0
    with ZipFile(file) as archive:
        # By their names, as openpyxl reads them: of two parts of one name the first may be broken.
        for name in archive.namelist():
            for found in _nodes_of_trees(archive.read(name)):
                nodes += found
                if found > MOST_IN_TREE or nodes > MOST_NODES:
                    raise _too_much()


def _nodes_of_trees(part):
    start = 0
    for end in chain((found.end() for found in TREE_ENDS.finditer(part)), [len(part)]):
        yield part.count(b"<", start, end) + part.count(b"=", start, end)
        start = end


def _rows(sheet):
    # What a sheet says of its own size is left unread: some programs write A1 there.
    sheet.reset_dimensions()
    read = 0
    for number, cells in enumerate(sheet.iter_rows(max_row=MOST_ROWS), start=1):
        read += len(cells)
        texts = [text_of(cell) for cell in cells]
        while texts and not texts[-1]:
            texts.pop()
        if read > MOST_CELLS or len(texts) > MOST_COLUMNS or any(len(text) > LONGEST_TEXT for text in texts):
            raise ValueError("no list")
        if texts:
            yield number, texts


def _too_much():
    return _cannot_read(_("This workbook unpacks to far more than a list. Copy the list alone into a new workbook."))


def _cannot_read(sentence):
    return CannotRead([ProblemOfFile(sentence)])
