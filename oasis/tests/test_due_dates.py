"""Deadlines around weekends, Thanksgiving, the winter break and the two Sundays on which the clock is moved."""

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from districts.tests.factories import create_district
from oasis import due_dates
from oasis.due_dates import draw_due_dates, due_date, redraw_due_date
from oasis.models import Appointment, ContactAttempt, DayOff, Referral, State
from oasis.school_days import days_off_of, is_school_day, school_days_after, school_days_between

from .factories import create_referral, create_site, create_student, today

pytestmark = pytest.mark.django_db

# Dec 21, 2026 to Jan 8, 2027.
WINTER_BREAK = {date(2026, 12, 21) + timedelta(days=number) for number in range(19)}


def noon(*day):
    return timezone.make_aware(datetime(*day, 12))


@pytest.mark.parametrize(
    ("since", "count", "last"),
    [
        ((2026, 11, 20), 2, (2026, 11, 24)),
        ((2026, 11, 24), 2, (2026, 11, 30)),
        ((2026, 12, 17), 2, (2027, 1, 11)),
        ((2027, 1, 14), 2, (2027, 1, 19)),
        ((2027, 3, 12), 2, (2027, 3, 16)),
        ((2026, 10, 30), 2, (2026, 11, 3)),
    ],
    ids=["weekend", "Thanksgiving", "winter break", "Dr. King’s day", "spring forward", "fall back"],
)
def test_two_school_days_after(since, count, last):
    assert school_days_after(date(*since), count, WINTER_BREAK) == date(*last)
    assert school_days_between(date(*since), date(*last), WINTER_BREAK) == count


def test_days_off_are_of_one_district():
    here, elsewhere = create_district(), create_district()
    DayOff.objects.create(district=here, off_on=date(2026, 12, 21), name="Winter break")

    assert [is_school_day(date(2026, 12, 21), days_off_of(each.pk)) for each in (here, elsewhere)] == [False, True]


def due(state, *, kind="direct", **told):
    return due_date(Referral(state=state, kind=kind), since=noon(2026, 11, 2), days_off=set(), **told)


@pytest.mark.parametrize(
    ("state", "day"),
    [
        (State.DRAFT, date(2026, 11, 4)),
        (State.AWAITING_CONSENT, date(2026, 11, 9)),
        (State.SENT, date(2026, 11, 4)),
        (State.READY, date(2026, 11, 3)),
        (State.NEEDS_INFO, date(2026, 11, 3)),
        (State.ACCEPTED, date(2026, 11, 17)),
        (State.WAITLISTED, date(2026, 11, 17)),
        (State.IN_SERVICE, date(2026, 11, 17)),
        (State.DECLINED, date(2026, 11, 4)),
        (State.CLOSED, None),
        (State.EXPIRED, None),
    ],
)
def test_each_state_has_its_days(state, day):
    assert due(state) == day


def test_what_was_handed_out_is_followed_up_after_ten_school_days():
    assert due(State.SENT, kind="informational") == date(2026, 11, 17)


def test_after_an_appointment_the_family_is_asked_on_the_next_school_day():
    assert due(State.SCHEDULED, appointment_at=noon(2026, 11, 20)) == date(2026, 11, 23)
    assert due(State.SCHEDULED, appointment_at=noon(2026, 11, 6), reached_at=noon(2026, 11, 9)) == date(2026, 11, 24)
    # Late in the evening it is still that day in California, though no longer in UTC.
    late = timezone.make_aware(datetime(2026, 11, 19, 22))
    assert due(State.SCHEDULED, appointment_at=late) == date(2026, 11, 20)


def test_who_was_spoken_to_is_asked_again_ten_school_days_later():
    assert due(State.ACCEPTED, reached_at=noon(2026, 11, 12)) == date(2026, 11, 30)
    assert due(State.SENT, reached_at=noon(2026, 11, 12)) == date(2026, 11, 4)
    assert due(State.SENT, kind="informational", reached_at=noon(2026, 11, 12)) == date(2026, 11, 30)
    # Before the last move: that is the later news.
    assert due(State.ACCEPTED, reached_at=noon(2026, 10, 1)) == date(2026, 11, 17)


def test_redrawn_after_a_call_an_appointment_and_a_day_off():
    referral = create_referral()
    Referral.objects.filter(pk=referral.pk).update(state=State.IN_SERVICE, kind="informational")
    referral.refresh_from_db()
    redraw_due_date(referral)
    first = referral.due_on
    attempted = timezone.now() + timedelta(days=3)
    ContactAttempt.objects.create(
        referral=referral, tried_at=attempted, tried_by=referral.owner, way="phone", was_reached=True
    )
    redraw_due_date(referral)
    assert referral.due_on > first

    before = referral.due_on
    DayOff.objects.create(district=referral.student.district, off_on=before, name="Closed")
    assert draw_due_dates() == 1
    referral.refresh_from_db()
    assert referral.due_on > before
    assert draw_due_dates() == 0

    Referral.objects.filter(pk=referral.pk).update(state=State.SCHEDULED)
    Appointment.objects.create(referral=referral, starts_at=noon(2091, 3, 5), made_at=timezone.now())
    redraw_due_date(referral)
    assert referral.due_on == date(2091, 3, 6)


@pytest.mark.parametrize("count", [1, 3])
def test_drawing_asks_the_database_the_same_for_one_and_for_three(count, django_assert_num_queries):
    site = create_site()
    referral = create_referral(student=create_student(site=site))
    for _number in range(count - 1):
        create_referral(logged_by=referral.owner.oasis_assignments.get(), student=referral.student)
    draw_due_dates()

    with django_assert_num_queries(3):
        assert draw_due_dates() == 0


def test_a_call_in_vain_and_a_cancelled_appointment_put_nothing_off():
    referral = create_referral(kind="informational")
    Referral.objects.filter(pk=referral.pk).update(state=State.SCHEDULED)
    draw_due_dates()
    later = timezone.now() + timedelta(days=3)
    Appointment.objects.create(referral=referral, starts_at=noon(2091, 3, 5), made_at=later, kept="cancelled")
    ContactAttempt.objects.create(referral=referral, tried_at=later, tried_by=referral.owner, way="phone")

    assert draw_due_dates() == 0
    Referral.objects.filter(pk=referral.pk).update(state=State.IN_SERVICE)
    assert draw_due_dates() == 0


def test_what_is_over_is_due_no_more_and_a_move_made_meanwhile_counts(monkeypatch):
    referral = create_referral()
    draw_due_dates()
    Referral.objects.filter(pk=referral.pk).update(state=State.WITHDRAWN)

    def moved_meanwhile(row, **told):
        Referral.objects.filter(pk=row.pk).update(version=row.version + 1)

    with monkeypatch.context() as patched:
        patched.setattr(due_dates, "due_date", moved_meanwhile)
        assert draw_due_dates() == 0
    assert draw_due_dates() == 1
    referral.refresh_from_db()
    assert referral.due_on is None


def test_a_draft_is_due_from_its_logging():
    referral = create_referral()

    redraw_due_date(referral)

    assert referral.due_on == school_days_after(today(), 2, set())
