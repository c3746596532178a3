from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from lmi_portal.outbox.models import Email
from lmi_portal.outbox.rendering import render
from wellbeing.activities import reminding
from wellbeing.activities.reminding import remind_of_activities
from wellbeing.activities.signing_up import sign_up, withdraw
from wellbeing.models import SignUp

from .activity_factories import create_activity, fill
from .factories import create_employee, create_program

pytestmark = pytest.mark.django_db


def pacific(*parts):
    return timezone.make_aware(datetime(*parts))


# Clocks went forward in the night before: the day has 23 hours.
EVE = pacific(2027, 3, 14, 11, 45)
EARLIER = EVE - timedelta(days=3)


def create_walk(program, at, **fields):
    return create_activity(program, starts_at=at, ends_at=at + timedelta(hours=1), **fields)


def reminders():
    return Email.objects.filter(reason__startswith="wellbeing_reminder")


def test_who_has_a_place_tomorrow_is_reminded_once():
    activity = create_walk(create_program(), pacific(2027, 3, 15, 6), capacity=2)
    fill(activity, 3, now=EARLIER)

    counts = [remind_of_activities(now=EVE), remind_of_activities(now=EVE + timedelta(hours=1))]

    assert (counts, reminders().count()) == ([2, 0], 2)


@pytest.mark.parametrize(
    ("at", "count"),
    [
        (pacific(2027, 3, 14, 23, 59), 0),
        (pacific(2027, 3, 15, 0, 0), 1),
        (pacific(2027, 3, 15, 23, 59), 1),
        (pacific(2027, 3, 16, 0, 0), 0),
    ],
    ids=["today", "from midnight", "to midnight", "the day after"],
)
def test_tomorrow_is_a_pacific_day(at, count):
    fill(create_walk(create_program(), at), 1, now=EARLIER)

    assert remind_of_activities(now=EVE) == count


def test_nobody_is_reminded_of_what_is_not_theirs_any_more():
    program = create_program()
    activity = create_walk(program, pacific(2027, 3, 15, 16))
    withdrawn, left, today = fill(activity, 3, now=EARLIER)
    withdraw(activity=activity, employee=withdrawn.employee, now=EARLIER)
    type(left.employee).objects.filter(pk=left.employee_id).update(is_current=False)
    SignUp.objects.filter(pk=today.pk).update(signed_up_at=EVE - timedelta(hours=2))

    assert remind_of_activities(now=EVE) == 0


def test_nobody_is_reminded_once_the_charter_ended():
    program = create_program()
    fill(create_walk(program, pacific(2027, 3, 15, 16)), 1, now=EARLIER)
    program.charters.update(state="replaced")

    assert remind_of_activities(now=EVE) == 0


def test_many_are_reminded_in_portions(monkeypatch):
    monkeypatch.setattr(reminding, "AT_ONCE", 2)
    fill(create_walk(create_program(), pacific(2027, 3, 15, 16)), 5, now=EARLIER)

    assert (remind_of_activities(now=EVE), reminders().count()) == (5, 5)


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_letter_is_whole_in_its_language_and_carries_the_day(language):
    program = create_program()
    activity = create_walk(program, pacific(2027, 3, 15, 15, 30), worksite_name="North School")
    sign_up(activity=activity, employee=create_employee(program, language=language), now=EARLIER)
    remind_of_activities(now=EVE)

    message = render(reminders().get())

    title, when = {
        "en": ("Tomorrow: Walk after work", "Monday, March 15, 2027, 3:30 p.m. – 4:30 p.m. PDT"),
        "es": ("Mañana: Caminata después del trabajo", "Lunes, 15 de marzo de 2027, 3:30 p.m. – 4:30 p.m. PDT"),
    }[language]
    assert message.subject == title
    assert when.casefold() in message.body.casefold().replace("\u00a0", " ")
    assert "North School, Front gate" in message.body
    [(name, content, _type)] = message.attachments
    assert (name, title.partition(": ")[2] in content) == ("activity.ics", True)


def test_the_letters_of_every_kind_can_be_delivered():
    program = create_program()
    activity = create_walk(program, pacific(2027, 3, 15, 15, 30), capacity=1)
    first, _second = fill(activity, 2, now=EARLIER)
    withdraw(activity=activity, employee=first.employee, now=EARLIER)

    subjects = [render(email).subject for email in Email.objects.order_by("pk")]

    assert subjects == [
        "You have a place: Walk after work",
        "You are in line: Walk after work",
        "A place is yours: Walk after work",
    ]
