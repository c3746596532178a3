"""Attendance as a rate, and before and after a student's first service.

Chronically absent is who missed 10 % or more of the days expected (Education Code § 60901(c)(1)); as the California
Department of Education counts, only of students who were expected on more than 30 days.
"""

from dataclasses import dataclass
from datetime import date

CHRONIC_PERCENT = 10
EXPECTED_MORE_THAN = 30
WINDOW, SKIPPED = 45, 10
# A rate of a window counts only where the rows on file cover most of it.
COVERED_AT_LEAST = 30


@dataclass(frozen=True)
class Attendance:
    """Days expected and attended, added up."""

    expected: float
    attended: float

    @property
    def rate(self):
        """Per cent with one digit, or None where no day was expected."""
        return round(100 * float(self.attended) / float(self.expected), 1) if self.expected else None

    def is_chronic(self):
        """True or False; None where too few days were expected to say."""
        if self.expected <= EXPECTED_MORE_THAN:
            return None
        return (self.expected - self.attended) * 100 >= self.expected * CHRONIC_PERCENT


@dataclass(frozen=True)
class Windows:
    """Two spans of 45 school days: the last before the first service, and one that begins 10 school days after it."""

    before: tuple
    after: tuple


def add_up(rows):
    """The Attendance of rows (starts_on, ends_on, expected, attended); of overlapping ones the first to end counts."""
    expected, attended, until = 0, 0, date.min
    for starts_on, ends_on, days_expected, days_attended in sorted(rows, key=lambda row: (row[1], row[0])):
        if starts_on > until:
            expected, attended, until = expected + days_expected, attended + days_attended, ends_on
    return Attendance(expected, attended)


def within(rows, span):
    """The Attendance of the rows that lie wholly inside `span`, a first and a last day; None if they cover little."""
    first, last = span
    found = add_up(row for row in rows if first <= row[0] and row[1] <= last)
    return found if found.expected >= COVERED_AT_LEAST else None


def windows_around(first_served_on, school_days):
    """The Windows around a day; `school_days` is the sorted list of all school days that may matter."""
    earlier = [day for day in school_days if day < first_served_on][-WINDOW:]
    later = [day for day in school_days if day >= first_served_on][SKIPPED : SKIPPED + WINDOW]
    if len(earlier) < WINDOW or len(later) < WINDOW:
        return None
    return Windows((earlier[0], earlier[-1]), (later[0], later[-1]))
