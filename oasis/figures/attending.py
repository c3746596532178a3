"""Attendance before and after a first service, beside like students without one, for a term's edition.

The windows after a service end up to five months later, so an edition tells of those first served in the term before.
A like student is at the same school and in the same grade, attended about as much in the same days before, and had no
service up to the end of the days after.
"""

from collections import defaultdict
from datetime import timedelta
from statistics import mean

from django.db.models import Min, Q
from django.utils import timezone

from oasis.attendance import WINDOW, windows_around, within
from oasis.models import RECEIVED, AttendanceWindow, ReferralEvent, State
from oasis.school_days import days_off_of, is_school_day
from oasis.suppression import MOST_HIDDEN, Cuts, publish

CUTS = Cuts(columns=("school",), cuts=((), ("school",)), moving=(("school",),))
# Before-rates from which two students are alike: 95 % and more, 90, 80, and below.
BANDS = (95, 90, 80, 0)
ROUND_TRIP = timedelta(days=WINDOW * 4)


def count_attendance(district, term):
    """Cells of students, means in per cent {“school=12”: [before, after]} and the like students of the program."""
    cohort = term.before()
    served = first_services(district)
    rows = _rows_of(district, cohort)
    days_off = days_off_of(district.pk)
    span = ((cohort.starts_on - ROUND_TRIP) + timedelta(days=number) for number in range(730))
    school_days = [day for day in span if is_school_day(day, days_off)]
    changes, like = [], []
    for student, served_on in sorted(served.items()):
        windows = windows_around(served_on, school_days) if cohort.starts_on <= served_on <= cohort.ends_on else None
        change = _change_of(rows.get(student), windows)
        if change:
            changes.append((student, rows[student].school, *change))
            like.append(_like(student, rows, windows, change, served))
    return _told(changes, [each for each in like if each])


def first_services(district, **only):
    """{student: the Pacific day of the first service}, those by minor consent left out; one query."""
    received = Q(state=State.IN_SERVICE) | Q(state=State.CLOSED, outcome__in=RECEIVED)
    events = ReferralEvent.objects.filter(
        received, referral__site__school__district=district, referral__is_confidential=False, **only
    ).exclude(referral__state=State.ENTERED_IN_ERROR)
    firsts = events.order_by().values_list("referral__student").annotate(first=Min("moved_at"))
    return {student: timezone.localdate(first) for student, first in firsts}


class _Rows(list):
    """The rows of one student, with the school and the grade that like students share."""

    school = grade = None


def _rows_of(district, cohort):
    found = defaultdict(_Rows)
    windows = AttendanceWindow.objects.filter(
        student__district=district,
        starts_on__gte=cohort.starts_on - ROUND_TRIP,
        ends_on__lte=cohort.ends_on + ROUND_TRIP,
    )
    columns = ["student", "student__school", "student__grade", "starts_on", "ends_on", "days_expected", "days_attended"]
    for student, school, grade, *row in windows.order_by("student", "ends_on").values_list(*columns).iterator():
        found[student].append(tuple(row))
        found[student].school, found[student].grade = school, grade
    return found


def _change_of(rows, windows):
    """(rate before, rate after), or None where the rows on file do not cover both."""
    if not rows or windows is None:
        return None
    before, after = within(rows, windows.before), within(rows, windows.after)
    return (before.rate, after.rate) if before and after else None


def _like(student, rows, windows, change, served):
    """The like students of one, and how theirs changed on average."""
    own = rows[student]
    changes = {}
    for other, theirs in rows.items():
        if other == student or (theirs.school, theirs.grade) != (own.school, own.grade):
            continue
        if other in served and served[other] <= windows.after[1]:
            continue
        found = _change_of(theirs, windows)
        if found and _band(found[0]) == _band(change[0]):
            changes[other] = found
    if not changes:
        return None
    return (
        set(changes),
        mean(before for before, _after in changes.values()),
        mean(after for _b, after in changes.values()),
    )


def _band(rate):
    return next(band for band in BANDS if rate >= band)


def _told(changes, like):
    published = publish([(student, (school,)) for student, school, _before, _after in changes], CUTS)
    means = {}
    for cell in published.counts:
        cut, values = cell
        if published.get(cut, values) is not None:
            own = [each for each in changes if not cut or each[1] == values[0]]
            means[_key(cut, values)] = _means([each[2:] for each in own])
    others = {student for students, _before, _after in like for student in students}
    are_many = len(others) > MOST_HIDDEN and len(like) > MOST_HIDDEN and "=" in means
    return {
        "cells": {_key(cut, values): published.get(cut, values) for cut, values in published.counts},
        "means": means,
        "like": [len(others), *_means([each[1:] for each in like])] if are_many else None,
    }


def _means(pairs):
    return [round(mean(before for before, _after in pairs), 1), round(mean(after for _before, after in pairs), 1)]


def _key(cut, values):
    return f"{','.join(cut)}={','.join(map(str, values))}"
