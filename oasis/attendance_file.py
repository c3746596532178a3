"""Reading the attendance that a student information system exports: row by row, each fault with its place."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lmi_portal.tables.problems import BadCell, BadHeadings
from lmi_portal.tables.reading import open_table, read_rows

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
LONGEST_SPAN = 366


@dataclass(frozen=True)
class Row:
    """One line of the file; the number as it is looked up."""

    line: int
    number: str
    starts_on: date
    ends_on: date
    days_expected: Decimal
    days_attended: Decimal


def read_attendance(file, *, columns=None, on):
    """Yield the Rows of the binary `file` as they are read; `columns` maps our names to other headings.

    Rows are read one after another, whatever the file's length. Raises CannotRead (lmi_portal.tables.problems) at the
    end, with the first faults of all; so what was yielded counts only if it does not raise.
    """
    seen = set()
    yield from read_rows(
        open_table(file),
        labels=LABELS,
        places_of=lambda headings: _places(headings, columns or {}),
        row_of=lambda texts, line: _once(_row(texts, line=line, on=on), seen),
    )


def _places(headings, columns):
    found = {_plain(heading): place for place, heading in reversed([*enumerate(headings)])}
    places = {}
    for name, known in COLUMNS.items():
        wanted = [_plain(columns[name])] if columns.get(name) else known
        place = next((found[heading] for heading in wanted if heading in found), None)
        if place is None:
            sentence = _("No such column in the first line. Say below what your file calls it.")
            raise BadHeadings([(None, str(LABELS[name]), sentence)])
        places[name] = place
    return places


def _plain(heading):
    return heading.strip().casefold().replace("_", " ")


def _row(texts, *, line, on):
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


def _once(row, seen):
    key = hash((row.number, row.starts_on, row.ends_on))
    if key in seen:
        raise BadCell("number", _("The same student and days stand in the file twice."))
    seen.add(key)
    return row


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
