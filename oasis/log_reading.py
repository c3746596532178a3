"""The logs as their readers see them: filtered, a page at a time after the last one's end, by the same few queries.

Auditors see students by number; names are for the records official, who answers families.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from django.db.models import Q
from django.utils import timezone

from .access_log import Action, Purpose, log_access
from .models import AccessedStudent, AccessEntry, Disclosure, Role, Student
from .report_words import ENGLISH, called, words_in

ROWS_ON_A_PAGE = 50
STUDENTS_SHOWN = 5


@dataclass(frozen=True)
class Shown:
    """A row of a log, the students of it that are shown – (number, name or nothing) – and how many are not."""

    row: object
    students: list
    others: int

    @property
    def roles(self):
        return [Role(role).label for role in self.row.roles.split(", ") if role in Role.values]

    @property
    def what(self):
        """The fields of the entry in the words of the family’s report."""
        names = self.row.records if isinstance(self.row, Disclosure) else self.row.fields
        return [called(words_in(ENGLISH), "fields", name) for name in names]

    @property
    def why(self):
        purpose = self.row.purpose
        return Purpose(purpose).label if purpose in Purpose.values else purpose


def accesses(*, reach, person=None, student=None, action="", page="", since=None, until=None):
    """The entries of the reader's districts that the filters leave, the newest first."""
    rows = AccessEntry.objects.filter(district__in=reach.district_ids).order_by("-seen_at", "-pk")
    if person:
        rows = rows.filter(seen_by=person)
    if student:
        rows = rows.filter(pk__in=AccessedStudent.objects.filter(student_number=student).values("entry"))
    if action:
        rows = rows.filter(action=action)
    if page:
        rows = rows.filter(page=page)
    return _between(rows, "seen_at", since, until)


def disclosures(*, reach, student=None, since=None, until=None):
    rows = Disclosure.objects.filter(district__in=reach.district_ids).order_by("-disclosed_at", "-pk")
    if student:
        rows = rows.filter(student_number=student)
    return _between(rows, "disclosed_at", since, until)


def page_after(rows, mark, *, at):
    """The rows that follow the one that `mark` names, and the mark of the next page, or nothing; `at` is its moment."""
    moment, pk = _read(mark)
    if moment:
        rows = rows.filter(Q(**{f"{at}__lt": moment}) | Q(**{at: moment, "pk__lt": pk}))
    rows = list(rows[: ROWS_ON_A_PAGE + 1])
    has_more, rows = len(rows) > ROWS_ON_A_PAGE, rows[:ROWS_ON_A_PAGE]
    return rows, f"{getattr(rows[-1], at).isoformat()}_{rows[-1].pk}" if has_more else ""


def shown(rows, *, reach, student=None):
    """Each row with its students; where the log of one student is asked for, of the others only how many."""
    numbers = {row.pk: _numbers_of(row, student) for row in rows}
    wanted = {number for some in numbers.values() for number in some}
    names = {}
    if Role.RECORDS_OFFICIAL in reach.roles:
        named = Student.objects.within(reach).filter(pk__in=wanted)
        names = {each.pk: each.full_name() for each in named.only("pk", "given_name", "family_name")}
    return [
        Shown(
            row,
            [(number, names.get(number, "")) for number in numbers[row.pk]],
            len(getattr(row, "students", ())) - len(numbers[row.pk]) if isinstance(row, AccessEntry) else 0,
        )
        for row in rows
    ]


def log_reading(rows, *, reach, action, page, now):
    """Reading a log is itself logged: `rows` are those Shown."""
    told = {(number, each.row.district_id) for each in rows for number, _name in each.students}
    log_access(
        reach=reach,
        action=action,
        students=sorted(told),
        fields=["log", *(["given_name", "family_name"] if Role.RECORDS_OFFICIAL in reach.roles else [])],
        purpose=Purpose.OVERSIGHT,
        page=page,
        now=now,
        confidential=_confidential(each.row for each in rows),
    )


def log_export(rows, *, reach, page, now):
    """An export tells of every student that any row of the queryset `rows` names."""
    if rows.model is AccessEntry:
        found = AccessedStudent.objects.filter(entry__in=rows.order_by().values("pk"))
        pairs = found.order_by().values_list("student_number", "entry__district").distinct()
    else:
        pairs = rows.order_by().values_list("student_number", "district").distinct()
    log_access(
        reach=reach,
        action=Action.EXPORT,
        students=list(pairs),
        fields=["log"],
        purpose=Purpose.OVERSIGHT,
        page=page,
        now=now,
    )


def _numbers_of(row, student):
    if isinstance(row, Disclosure):
        return [row.student_number]
    return [student] if student else row.students[:STUDENTS_SHOWN]


def _confidential(rows):
    return {
        number
        for row in rows
        for number in (
            row.confidential_students or []
            if isinstance(row, AccessEntry)
            else [row.student_number] * row.is_confidential
        )
    }


def _between(rows, at, since, until):
    if since:
        rows = rows.filter(**{f"{at}__gte": _midnight(since)})
    if until:
        rows = rows.filter(**{f"{at}__lt": _midnight(until + timedelta(days=1))})
    return rows


def _midnight(day):
    return timezone.make_aware(datetime.combine(day, time.min))


def _read(mark):
    """The moment and the number of a mark; nothing where somebody wrote it by hand."""
    moment, _line, pk = mark.rpartition("_")
    try:
        return datetime.fromisoformat(moment).astimezone(UTC), int(pk)
    except (ValueError, OverflowError):
        return None, 0
