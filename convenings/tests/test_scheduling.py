from datetime import timedelta

import pytest
from django.utils import timezone

from convenings.models import Convening, ConveningDay, Reminder
from convenings.reminding import add_default_rules, plan_reminders
from convenings.scheduling import schedule_of, take_dates_from_days
from districts.tests.factories import create_user
from lmi_portal.audit.models import Entry
from lmi_portal.outbox.models import Email

from .factories import create_convening, register

pytestmark = pytest.mark.django_db


def move(convening, *, days=0, hours=0, **venue):
    """What the admin does: look at the schedule, save days and venue, then call the deed."""
    before = schedule_of(convening)
    Convening.objects.filter(pk=convening.pk).update(title=convening.title, **venue)
    shift = timedelta(days=days, hours=hours)
    for day in convening.days.all():
        day.held_on += timedelta(days=days)
        day.doors_at, day.starts_at, day.ends_at = day.doors_at + shift, day.starts_at + shift, day.ends_at + shift
        day.save()
    return take_dates_from_days(convening=convening, before=before, by=create_user(), now=timezone.now())


def moved_letters():
    return Email.objects.filter(template="convenings/email/convening_moved")


def test_dates_are_taken_from_the_days():
    convening = create_convening()
    before = schedule_of(convening)
    ConveningDay.objects.create(convening=convening, held_on=convening.starts_on + timedelta(days=1))

    take_dates_from_days(convening=convening, before=before, by=create_user(), now=timezone.now())

    first_day = convening.starts_on
    convening.refresh_from_db()
    assert (convening.starts_on, convening.ends_on) == (first_day, first_day + timedelta(days=1))


def test_convening_without_days_keeps_its_dates():
    convening = create_convening()
    convening.days.all().delete()
    before = schedule_of(convening)

    moved = take_dates_from_days(convening=convening, before=before, by=create_user(), now=timezone.now())

    assert (moved, Convening.objects.get().starts_on) == (False, convening.starts_on)


def test_moved_days_are_told_to_confirmed_teams_with_both_dates():
    convening = create_convening(capacity=2)
    confirmed, _waiting = register(convening, size=2), register(convening, size=2)
    was = schedule_of(convening).facts["days"]

    moved = move(convening, days=7)

    assert moved is True
    members = {seat.email for seat in confirmed.seats.all()}
    assert set(moved_letters().values_list("to", flat=True)) == members | {confirmed.registered_by.email}
    letter = moved_letters().first()
    assert (letter.attachment, letter.context["days_before"]) == ("convening_ics", was)
    assert letter.context["days"] == schedule_of(convening).facts["days"] != was
    entry = Entry.objects.get(deed="move_convening")
    old, new = convening.starts_on, convening.starts_on + timedelta(days=7)
    assert entry.changes["dates"] == [[old.isoformat()] * 2, [new.isoformat()] * 2]


@pytest.mark.parametrize("change", [{"hours": 1}, {"venue": "Another hall"}], ids=["hours", "place"])
def test_moved_hours_or_place_are_told_too(change):
    convening = create_convening()
    register(convening)

    move(convening, **change)

    assert moved_letters().count() == 3


def test_unmoved_convening_tells_nobody():
    convening = create_convening()
    register(convening)

    moved = move(convening)

    assert (moved, moved_letters().count()) == (False, 0)


def test_moved_draft_tells_nobody():
    convening = create_convening(state="draft")

    moved = move(convening, days=7)

    assert (moved, Email.objects.count()) == (True, 0)


def test_moving_twice_tells_twice():
    convening = create_convening()
    register(convening)

    move(convening, days=7)
    move(convening, days=-7)

    assert moved_letters().count() == 6


def test_moved_days_plan_the_reminders_anew():
    convening = create_convening()
    add_default_rules(convening)
    register(convening, size=2)
    plan_reminders(now=timezone.now())
    due_before = list(Reminder.objects.order_by("pk").values_list("due_at", flat=True))

    move(convening, days=70)

    due_after = list(Reminder.objects.order_by("pk").values_list("due_at", flat=True))
    assert len(due_before) == 8
    assert [
        timezone.localtime(after).date() - timezone.localtime(before).date()
        for before, after in zip(due_before, due_after, strict=True)
    ] == [timedelta(days=70)] * 8
