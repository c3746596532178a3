"""Reading the attendance that a student information system exports as CSV: row by row, each fault with its place."""

import csv
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .finding_students import number_text

# What each column is called in the exports that were looked at; the page takes other names.
COLUMNS = {
    "number": ["student number", "student id", "perm id", "local student id"],
    "starts_on": ["from", "start date", "starts on", "week beginning"],
    "ends_on": ["to", "end date", "ends on", "week ending"],
    "days_expected": ["days expected", "days enrolled", "expected attendance days"],
    "days_attended": ["days attended", "days present"],
}
LABELS = {
    "number": gettext_lazy("Student number"),
    "starts_on": gettext_lazy("From"),
    "ends_on": gettext_lazy("To"),
    "days_expected": gettext_lazy("Days expected"),
    "days_attended": gettext_lazy("Days attended"),
}
PROBLEMS_TOLD = 50
LONGEST_SPAN = 366
LONGEST_LINE = 10_000


class CannotReadAttendance(Exception):
    """The file is not taken in; `problems` are (line, column, sentence)."""

    def __init__(self, problems):
        super().__init__("\n".join(_("Line %d, %s: %s") % problem for problem in problems))
        self.problems = problems


@dataclass(frozen=True)
class Row:
    """One line of the file; the number as it is looked up."""

    line: int
    number: str
    starts_on: date
    ends_on: date
    days_expected: Decimal
    days_attended: Decimal


class BadCell(Exception):
    """The sentence says what is wrong with one cell."""

    def __init__(self, column, sentence):
        super().__init__(sentence)
        self.column = column


def read_attendance(file, *, columns=None, on):
    """Yield the Rows of the binary `file` as they are read; `columns` maps our names to other headings.

    Lines are read one after another, whatever the file's length. Raises CannotReadAttendance at the end, with the
    first faults of all; so what was yielded counts only if it does not raise.
    """
    reader = csv.reader(_lines(file), dialect=_dialect(file), strict=True)
    problems = []
    try:
        places = _places(next(reader, []), columns or {})
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            try:
                yield _row(cells, places, line=reader.line_num, on=on)
            except BadCell as fault:
                problems.append((reader.line_num, str(LABELS[fault.column]), str(fault)))
                if len(problems) == PROBLEMS_TOLD:
                    break
    except (UnicodeDecodeError, csv.Error) as error:
        sentence = _("This is no CSV file in UTF-8. Export it again as “CSV UTF-8”.")
        raise CannotReadAttendance([(reader.line_num + 1, _("whole line"), sentence)]) from error
    if problems:
        raise CannotReadAttendance(problems)


def _lines(file):
    file.seek(0)
    encoding = "utf-8-sig"
    while line := file.readline(LONGEST_LINE):
        yield line.decode(encoding)
        encoding = "utf-8"


def _dialect(file):
    """Commas, semicolons or tabs, whichever the first line has the most of."""
    file.seek(0)
    first = file.readline(LONGEST_LINE).decode("utf-8-sig", "replace")
    delimiter = max(",;\t", key=first.count)
    return type("Found", (csv.excel,), {"delimiter": delimiter})


def _places(headings, columns):
    found = {heading.strip().casefold().replace("_", " "): place for place, heading in reversed([*enumerate(headings)])}
    places = {}
    for name, known in COLUMNS.items():
        wanted = [columns[name].strip().casefold().replace("_", " ")] if columns.get(name) else known
        place = next((found[heading] for heading in wanted if heading in found), None)
        if place is None:
            sentence = _("No such column in the first line. Say below what your file calls it.")
            raise CannotReadAttendance([(1, str(LABELS[name]), sentence)])
        places[name] = place
    return places


def _row(cells, places, *, line, on):
    texts = {name: cells[place].strip() if place < len(cells) else "" for name, place in places.items()}
    number = number_text(texts["number"])
    if not number:
        raise BadCell("number", _("No student number."))
    starts_on, ends_on = (_day(texts[name], name) for name in ("starts_on", "ends_on"))
    expected, attended = (_days(texts[name], name) for name in ("days_expected", "days_attended"))
    if ends_on < starts_on:
        raise BadCell("ends_on", _("Ends before it starts."))
    if ends_on > on:
        raise BadCell("ends_on", _("Lies in the future."))
    span = (ends_on - starts_on).days + 1
    if span > LONGEST_SPAN:
        raise BadCell("ends_on", _("Spans more than a year."))
    if expected > span:
        raise BadCell("days_expected", _("More days than the span has."))
    if attended > expected:
        raise BadCell("days_attended", _("More days than were expected."))
    return Row(line, number, starts_on, ends_on, expected, attended)


def _day(text, column):
    for form in ("%Y-%m-%d", "%m/%d/%Y"):
        try:
            return datetime.strptime(text, form).date()
        except ValueError:
            continue
    raise BadCell(column, _("No day: write 2026-09-30 or 9/30/2026."))


def _days(text, column):
    try:
        number = Decimal(text)
    except InvalidOperation as error:
        raise BadCell(column, _("No number of days.")) from error
    if not number.is_finite() or not 0 <= number <= LONGEST_SPAN or number != round(number, 1):
        raise BadCell(column, _("Days run from 0 to 366, with one digit after the point at most."))
    return number
