"""A table that somebody brings, as CSV or as a workbook: opened by its content, judged row by row."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from openpyxl.utils import get_column_letter

from .csv_lines import csv_rows
from .problems import BadCell, BadHeadings, CannotRead, Problem, ProblemInSheet, ProblemOfFile
from .workbooks import workbook_rows

PROBLEMS_TOLD = 50
ZIP = b"PK\x03\x04"
# The container of Excel's former format, and of workbooks under a password.
OLE = b"\xd0\xcf\x11\xe0"


@dataclass(frozen=True)
class Table:
    """`rows` are (line or row from 1, [cells as text]), the one with the headings first."""

    rows: Iterable
    is_workbook: bool = False

    def problem(self, line, column, sentence, *, place=None):
        """The Problem, in the words of the program the table comes from; `place` is the column's from 0."""
        if not self.is_workbook:
            return Problem(line, column, sentence)
        if place is not None:
            column = _("column %(letter)s (%(name)s)") % {"letter": get_column_letter(place + 1), "name": column}
        return ProblemInSheet(line, column, sentence)


def open_table(file):
    """The Table in the binary `file`, whatever its name says. Its rows are read as they are asked for.

    Raises CannotRead here or at a row: what was read before counts only if nothing does.
    """
    file.seek(0)
    start = file.read(len(ZIP))
    if start == ZIP:
        return Table(workbook_rows(file), is_workbook=True)
    if start == OLE:
        sentence = _(
            "This is a workbook of an older Excel, or one with a password. Save it as “Excel Workbook (.xlsx)” without"
            " a password, or as “CSV UTF-8”."
        )
        raise CannotRead([ProblemOfFile(sentence)])
    return Table(csv_rows(file))


def read_rows(table, *, labels, places_of, row_of):
    """Yield what `row_of(texts, line)` makes of each row with something in it; `texts` are {name: cell}.

    `places_of(headings)` tells {name: place from 0} or raises BadHeadings, `row_of` raises BadCell. Raises CannotRead
    at the end with the first faults of all: what was yielded counts only if it does not.
    """
    rows = (row for row in table.rows if any(cell.strip() for cell in row[1]))
    line, headings = next(rows, (1, []))
    try:
        places = places_of(headings)
    except BadHeadings as refusal:
        faults = refusal.faults[:PROBLEMS_TOLD]
        raise CannotRead([table.problem(line, name, why, place=place) for place, name, why in faults]) from refusal
    problems = []
    for line, cells in rows:
        texts = {name: cells[place].strip() if place < len(cells) else "" for name, place in places.items()}
        try:
            yield row_of(texts, line)
        except BadCell as fault:
            label, place = str(labels[fault.column]), places[fault.column]
            problems.append(table.problem(line, label, str(fault), place=place))
            if len(problems) == PROBLEMS_TOLD:
                break
    if problems:
        raise CannotRead(problems)
