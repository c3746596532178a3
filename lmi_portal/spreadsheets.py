"""Rows as files: CSV that Excel reads as UTF-8, XLSX with real numbers and dates, JSON for other programs."""

import csv
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from tempfile import TemporaryFile

from django.core.serializers.json import DjangoJSONEncoder
from django.http import FileResponse, StreamingHttpResponse
from django.utils import timezone

BOM = "\ufeff"
NUMBERS = (int, Decimal)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LONGEST_TAB = 31
NOT_IN_TABS = re.compile(r"[\[\]:*?/\\]")
FORMATS = {Decimal: "#,##0.00", date: "yyyy-mm-dd", datetime: "yyyy-mm-dd hh:mm"}


@dataclass(frozen=True)
class Sheet:
    """A file to be: its `name` without ending, and `rows` of text, counts, Decimal dollars, dates and moments.

    `title` says in a workbook what the sheet is; without one it is the name.
    """

    name: str
    headings: list
    rows: Iterable
    title: str = ""

    @property
    def tab(self):
        """The title as Excel lets a sheet be called: 31 UTF-16 units without []:*?/\\, no apostrophe at an end."""
        printable = "".join(letter if letter.isprintable() else " " for letter in str(self.title or self.name))
        plain = " ".join(NOT_IN_TABS.sub(" ", printable).split())
        short = plain.encode("utf-16-le")[: 2 * LONGEST_TAB].decode("utf-16-le", "ignore").strip(" '")
        return short if short and short.casefold() != "history" else "List"


class _Echo:
    """A file whose writer gets back each line."""

    def write(self, line):
        return line


def csv_lines(sheet):
    """Yield the lines of a CSV file; a cell that a spreadsheet would run as a formula gets an apostrophe in front."""
    writer = csv.writer(_Echo())
    yield BOM + writer.writerow(sheet.headings)
    for row in sheet.rows:
        yield writer.writerow([_plain(cell) for cell in row])


def csv_response(sheet):
    """Streamed as it is written."""
    return StreamingHttpResponse(
        csv_lines(sheet), content_type="text/csv; charset=utf-8", headers=_download(f"{sheet.name}.csv")
    )


def json_response(name, rows):
    """A list of objects, streamed as it is written, each on a line of its own; `rows` are dicts."""
    return StreamingHttpResponse(json_lines(rows), content_type="application/json", headers=_download(f"{name}.json"))


def json_lines(rows):
    before = "[\n"
    for row in rows:
        yield before + json.dumps(row, cls=DjangoJSONEncoder, ensure_ascii=False)
        before = ",\n"
    yield "\n]\n" if before.startswith(",") else "[]\n"


def xlsx_response(sheet):
    """One sheet with its headings frozen and filters on, moments in Pacific time.

    It is written row by row to a file of its own, so that a long ledger takes no memory.
    """
    # It takes ten megabytes of every process that has it.
    from xlsxwriter import Workbook

    file = TemporaryFile()  # noqa: SIM115 (the response closes it)
    # A text is always text here, whatever it begins with.
    with Workbook(file, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        _fill(book, sheet)
    file.seek(0)
    return FileResponse(file, content_type=XLSX, headers=_download(f"{sheet.name}.xlsx"))


def _fill(book, sheet):
    formats = {kind: book.add_format({"num_format": pattern}) for kind, pattern in FORMATS.items()}
    page = book.add_worksheet(sheet.tab)
    page.freeze_panes(1, 0)
    for column, heading in enumerate(sheet.headings):
        page.set_column(column, column, max(12, len(heading) + 4))
    page.write_row(0, 0, sheet.headings, book.add_format({"bold": True}))
    number = 0
    for number, row in enumerate(sheet.rows, start=1):
        for column, cell in enumerate(row):
            _write(page, number, column, cell, formats)
    page.autofilter(0, 0, number, len(sheet.headings) - 1)


def _write(page, row, column, cell, formats):
    if isinstance(cell, datetime):
        # Excel knows no time zones.
        page.write_datetime(row, column, timezone.localtime(cell).replace(tzinfo=None), formats[datetime])
    elif isinstance(cell, date):
        page.write_datetime(row, column, cell, formats[date])
    elif isinstance(cell, NUMBERS):
        page.write_number(row, column, cell, formats.get(type(cell)))
    elif cell not in (None, ""):
        page.write_string(row, column, str(cell))


def _plain(cell):
    if isinstance(cell, datetime):
        return f"{timezone.localtime(cell):%Y-%m-%d %H:%M %Z}"
    if isinstance(cell, Decimal):
        return f"{cell:.2f}"
    if cell is None or isinstance(cell, (date, int, float)):
        return cell
    text = str(cell)
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


def _download(name):
    return {"Content-Disposition": f'attachment; filename="{name}"'}
