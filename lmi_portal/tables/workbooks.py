"""Rows of the first sheet that a workbook (.xlsx, ECMA-376) shows, without ever holding the sheet.

Read by the XML parser's events and not as trees: a megabyte that somebody made for it can be a tree of gigabytes.
"""

from collections import deque
from posixpath import join, normpath
from xml.parsers.expat import ExpatError
from zipfile import BadZipFile, ZipFile

from django.utils.translation import gettext as _

from lmi_portal.file_kinds import XLSX, kind_of

from .problems import CannotRead, ProblemOfFile
from .sheet_events import SheetEvents, StringEvents, StyleEvents, TagEvents, events_of

WORKBOOK, RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
# What a list that people are written from never comes near; a file made to fill a machine does.
MOST_UNPACKED, MOST_RATIO = 64 * 1024 * 1024, 200


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
    file.seek(0)
    try:
        with ZipFile(file) as archive:
            yield from _rows(archive)
    except (ExpatError, LookupError, ValueError) as error:
        raise _cannot_read(_("This workbook cannot be read. Save it again from Excel, or as “CSV UTF-8”.")) from error


def letters_of(place):
    """A column's letters as Excel shows them; `place` counts from 0."""
    letters = ""
    while place >= 0:
        place, letter = divmod(place, 26)
        letters = chr(ord("A") + letter) + letters
        place -= 1
    return letters


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
        raise _cannot_read(_("This workbook unpacks to far more than a list. Copy the list alone into a new workbook."))


def _rows(archive):
    targets = _relations(archive)
    path, is_1904 = _first_sheet(archive, targets)
    strings, styles = StringEvents(), StyleEvents()
    for kind, events in [("sharedStrings", strings), ("styles", styles)]:
        for part in [part for name, part in targets.values() if name == kind]:
            deque(events_of(archive, part, events), maxlen=0)
    yield from events_of(archive, path, SheetEvents(strings.found, styles.found, is_1904=is_1904))


def _relations(archive):
    """{id: (kind, path)} of what the workbook refers to."""
    tags = TagEvents("Relationship")
    deque(events_of(archive, RELATIONS, tags), maxlen=0)
    return {
        tag["Id"]: (tag["Type"].rpartition("/")[2], normpath(join("/xl", tag["Target"])).lstrip("/"))
        for tag in tags.found
    }


def _first_sheet(archive, targets):
    """The path of the first sheet that the workbook shows, and whether its days count from 1904."""
    sheets, settings = TagEvents("sheet"), TagEvents("workbookPr")
    for events in (sheets, settings):
        deque(events_of(archive, WORKBOOK, events), maxlen=0)
    for sheet in sheets.found:
        kind, path = targets[sheet["id"]]
        if kind == "worksheet" and sheet.get("state", "visible") == "visible":
            return path, any(tag.get("date1904") in {"1", "true"} for tag in settings.found)
    raise KeyError("no sheet")


def _cannot_read(sentence):
    return CannotRead([ProblemOfFile(sentence)])
